"""What a session is at a moment, as data for the screen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from scoring_kit.playground.draft import is_on
from scoring_kit.playground.history import Entry
from scoring_kit.playground.session import Session
from scoring_kit.playground.session_state import State
from scoring_kit.scorecard.canonical import document_hash
from scoring_kit.scorecard.changes import changes
from scoring_kit.scorecard.document import to_document
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    GroupParts,
    Scorecard,
    placed_members,
)
from scoring_kit.scorecard.sections import ACTIONS
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.weights import effective_weights
from scoring_kit.summing import plain_sum

Shown = dict[str, Any]
"""Plain data for the screen, without NaN or infinities."""


def shown_state(session: Session, state: State, author: str) -> Shown:
    """Return all of a session that a screen shows beside the rows."""
    card, live, whole, own = state.scorecard, session.live, state.draft.whole, state.history
    names = {criterion.name for criterion in card.criteria}
    return {
        "version": state.version,
        "rest": rest_of(card),
        "name": state.scorecard.name,
        "title": state.scorecard.title,
        "live_name": session.live.name,
        "is_same": state.scorecard == session.live,
        "live_cuts": [cut for _, cut in live.tiers],
        "removed": [one.name for one in live.criteria if one.name not in names],
        "live_tiers": [name for name, _ in live.tiers],
        "digits": None if card.rounding is None else card.rounding.digits,
        "groups": [_group(group) for group in (card.score, *card.groups)],
        "adjustments": [_adjustment(item, live) for item in whole.get("adjustments", ())],
        "knock_outs": [
            {"name": item["name"], "on": is_on(item)} for item in whole.get("knock_outs", ())
        ],
        **shown_numbers(state, card, live),
        "edits": sum(not entry.is_undone for entry in own),
        "undo": _label(state.next_to_undo(author)),
        "redo": _label(state.next_to_redo(author)),
        "rebalancing": state.rebalancing,
        "history": [_entry(entry) for entry in own],
        "changes": [change.text for change in changes(live, card)],
        "author": author,
        "authors": sorted({entry.author for entry in own}),
        "failure": _failure(session),
    }


def rest_of(card: Scorecard) -> str:
    """Return what stands for all of a card but its weights and cuts.

    What a screen foresees of other weights and cuts holds as long as this is the same.
    """
    document = to_document(card)
    document["tiers"] = [name for name, _ in card.tiers]
    for place, _, _ in placed_members(card.score):
        found = document["score"]
        for step in place[1:]:
            found = found[step]
        found.pop("weight", None)
    return document_hash(document)


def shown_numbers(state: State, card: Scorecard, live: Scorecard) -> Shown:
    """Return the weights and cuts of a draft beside those of the live version.

    state: whose locks and rebalancing are in force. card: its draft, or a preview of the next.
    """
    return {"members": _members(state, card, live), "tiers": _tiers(card, live)}


def _members(state: State, card: Scorecard, live: Scorecard) -> list[Shown]:
    known = {member.name: member for _, member, _ in placed_members(live.score)}
    shares, was = effective_weights(card.score), effective_weights(live.score)
    rows: list[Shown] = []
    for place, member, parent in placed_members(card.score):
        other = known.get(member.name)
        rows.append(
            {
                "name": member.name,
                "title": member.title,
                "parent": parent.name if isinstance(parent, Group) else "score",
                "depth": (len(place) - 1) // 2 - 1,
                "is_group": isinstance(member, Group),
                "weight": member.weight,
                "live": None if other is None else other.weight,
                "has_weight": parent.aggregation.has_weights,
                "effective": shares[member.name],
                "live_effective": was.get(member.name),
                "is_locked": member.name in state.locks,
                "is_new": other is None,
                **_slider(state, parent, other),
            }
        )
    return rows


def _slider(state: State, parent: GroupParts, other: Criterion | Group | None) -> Shown:
    """Return the end of a weight's slider, which begins at 0, and its step."""
    weights = [one.weight for one in parent.of]
    whole, live = plain_sum(weights), 0.0 if other is None else other.weight
    if parent.aggregation.is_mean and state.rebalancing != "none":
        return {"top": _up(max(whole, live)) or 1.0, "step": (_up(whole) or 1.0) / 100}
    largest = _up(max(*weights, live))
    return {"top": 2 * largest or 1.0, "step": largest / 100 or 0.01}


def _up(value: float) -> float:
    """Return the next number with two digits, for the end of a scale."""
    if not value > 0.0 or not math.isfinite(value):
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.ceil(value / unit - 1e-9) * unit:.12g}")


def _tiers(card: Scorecard, live: Scorecard) -> list[Shown]:
    was = dict(live.tiers)
    return [{"name": name, "cut": _number(cut), "live": was.get(name)} for name, cut in card.tiers]


def _group(group: GroupParts) -> Shown:
    return {
        "name": group.name if isinstance(group, Group) else "score",
        "aggregate": group.aggregation.name,
        "is_mean": group.aggregation.is_mean,
    }


def _adjustment(item: Mapping[str, Any], live: Scorecard) -> Shown:
    action = next(name for name in ACTIONS if name in item)
    was = next((one for one in live.adjustments if one.name == item["name"]), None)
    amount = None if was is None or was.action != action else was.amount
    return {
        "name": item["name"],
        "action": action,
        "amount": item[action],
        "live": amount,
        "when": item.get("when"),
        "on": is_on(item),
    }


def _entry(entry: Entry) -> Shown:
    effect = entry.effect if is_mapping(entry.effect) else None
    return {
        "number": entry.number,
        "label": entry.label,
        "name": entry.name,
        "author": entry.author,
        "undone": entry.is_undone,
        "effect": effect,
    }


def _label(entry: Entry | None) -> str | None:
    return None if entry is None else entry.label


def _failure(session: Session) -> str | None:
    """Return what the last callback that failed said; the edits stand."""
    if not session.failures:
        return None
    last = session.failures[-1]
    return f"A callback failed ({type(last.error).__name__}: {last.error}); the edit stands"


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
