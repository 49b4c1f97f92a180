"""What is wrong with a merged document although both sides are right, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.scorecard.document import parse_scorecard
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.merging_document import as_written, put_together
from scoring_kit.scorecard.merging_ledger import (
    OPPOSITES,
    Choice,
    Conflict,
    Ledger,
    Side,
    Three,
    quoted,
)
from scoring_kit.scorecard.merging_tree import place_of
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.problems import Place
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.uses import PlacedUse, derived_uses, uses_of

MOST = 20
"""Problems for which a way out is looked for; more are a sign that something else is wrong."""


@dataclass(frozen=True, slots=True)
class Built:
    """A merged document, what was decided in it, and what is wrong with it. card: if nothing."""

    document: dict[str, Any]
    ledger: Ledger
    problems: tuple[Problem, ...] = ()
    card: Scorecard | None = None


def build(
    data: Three[dict[str, Any]], cards: Three[Scorecard], choices: Mapping[str, Choice]
) -> Built:
    """Return the merged document; looked at as a whole once no conflict is left in its parts."""
    document, ledger = put_together(data, choices)
    if ledger.conflicts or ledger.refused:
        return Built(document, ledger)
    written = as_written(document)
    try:
        card = parse_scorecard(written, source="the merged scorecard")
    except ScorecardError as error:
        found = [replace(item, place=named_place(item.place, written)) for item in error.problems]
        return Built(document, ledger, (*ledger.problems, *found))
    problems = (*ledger.problems, *_other_meanings(card, cards))
    return Built(document, ledger, problems, None if problems else card)


# ---- places --------------------------------------------------------------------------------


def named_place(place: str, document: Mapping[str, Any]) -> str:
    """Return a place of a document by names: criteria.recency.weight.

    Examples
    --------
    >>> document = {"score": {"of": [{"criterion": "recency"}]}}
    >>> named_place("score.of.0.weight", document)
    'criteria.recency.weight'
    """
    parts = place.split(".")
    found, data, start = [parts[0]], document.get(parts[0]), 1
    if parts[0] in ("adjustments", "knock_outs") and len(parts) > 1 and is_list(data):
        item = data[int(parts[1])] if int(parts[1]) < len(data) else None
        name = item.get("name") if is_mapping(item) else None
        found, start = [parts[0], quoted(name) if isinstance(name, str) else parts[1]], 2
    while parts[0] == "score" and parts[start : start + 1] == ["of"] and start + 1 < len(parts):
        data = data["of"][int(parts[start + 1])] if is_mapping(data) else None
        noun = "criterion" if is_mapping(data) and "criterion" in data else "group"
        if not is_mapping(data) or noun not in data:
            break
        found, start = [*place_of((noun, str(data[noun])))], start + 2
    return ".".join([*found, *parts[start:]])


# ---- names that would mean something else --------------------------------------------------


def _other_meanings(card: Scorecard, cards: Three[Scorecard]) -> Iterator[Problem]:
    """Yield what reads a name that means something else than for whoever wrote it.

    Such a document is valid: where a formula's member is gone, its name is that of a column.
    """
    mine, theirs = _meanings(cards.mine), _meanings(cards.theirs)
    for (place, text), meanings in _meanings(card).items():
        for name, meaning in meanings.items():
            said = {
                who: known[place, text][name]
                for who, known in (("mine", mine), ("theirs", theirs))
                if (place, text) in known
            }
            if said and meaning not in said.values():
                who, meant = next(iter(said.items()))
                message = f"{name!r} is {meant} in {who}, and would be {meaning}"
                yield Problem("other_meaning", place, message)


def _meanings(card: Scorecard) -> dict[tuple[str, str], dict[str, str]]:
    """Return what the names mean that each expression and criterion reads, by place and text."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    members = [(place, item) for place, item, _ in placed_members(card.score)]
    named: dict[Place, tuple[str, ...]] = {
        place: place_of((item.member, item.name)) for place, item in members
    }
    named |= {("adjustments", i): ("adjustments", x.name) for i, x in enumerate(card.adjustments)}
    named |= {("knock_outs", i): ("knock_outs", x.name) for i, x in enumerate(card.knock_outs)}
    for use in (*uses_of(card), *(use for _, use in derived_uses(card))):
        owner = _owner(use, named)
        columns = parsed(use.text).columns
        found[owner, use.text] = {
            name: "a member" if name in use.members else _meaning(name, card) for name in columns
        }
    for name in card.inputs:
        found[f"inputs.{quoted(name)}", name] = {name: _meaning(name, card)}
    for place, item in members:
        if isinstance(item, Criterion) and item.column is not None:
            where = ".".join(named[place])
            found[f"{where}.input", item.column] = {item.column: _meaning(item.column, card)}
    return found


def _owner(use: PlacedUse, named: Mapping[Place, tuple[str, ...]]) -> str:
    """Return the place of what an expression belongs to, by names, with its field."""
    for length in range(len(use.place), 0, -1):
        if use.place[:length] in named:
            return ".".join([*named[use.place[:length]], str(use.place[length])])
    return ".".join(str(part) for part in use.place[:2])


def _meaning(name: str, card: Scorecard) -> str:
    return "a derived input" if name in card.derived else "a column"


# ---- ways out ------------------------------------------------------------------------------


def problem_conflicts(
    built: Built, rebuilt: Callable[[dict[str, Choice]], Built]
) -> list[Conflict]:
    """Return the problems of a document as conflicts, each with how it can be mended.

    rebuilt: gives the document with some more choices.
    """
    by_place: dict[str, list[Problem]] = {}
    for problem in built.problems[:MOST]:
        by_place.setdefault(problem.place, []).append(problem)
    return [_conflict(place, found, built, rebuilt) for place, found in by_place.items()]


def _conflict(
    place: str,
    problems: Sequence[Problem],
    built: Built,
    rebuilt: Callable[[dict[str, Choice]], Built],
) -> Conflict:
    codes = {problem.code for problem in problems}

    def is_gone(places: Sequence[str], side: Side) -> bool:
        found = rebuilt(dict.fromkeys(places, side))
        left = {problem.code for problem in found.problems if problem.place == place}
        return not found.ledger.conflicts and not codes & left

    at: dict[Side, tuple[str, ...]] = {}
    for side, other in OPPOSITES.items():
        others = (other, "value", "base")
        places = sorted(p for p, who in built.ledger.taken.items() if who in others)
        at[side] = _fewest(places, lambda some, side=side: is_gone(some, side))
    said = "; ".join(dict.fromkeys(problem.message for problem in problems))
    ways = [f"{side} at {' and '.join(places[:3])}" for side, places in at.items() if places]
    words = f"put together, both sides make a problem: {said}"
    if ways:
        words += f"; take {', or '.join(ways)}"
    return Conflict(
        place or "document", "problem", words, mine_at=at["mine"], theirs_at=at["theirs"]
    )


def _fewest(places: Sequence[str], helps: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Return places that help together, none of which can be left out; () where all do not.

    By halves, so that the few that matter among many are found quickly (delta debugging,
    Zeller 1999).
    """
    if not places or not helps(places):
        return ()
    kept, parts = [*places], 2
    while len(kept) > 1:
        size = -(-len(kept) // parts)
        chunks = [kept[start : start + size] for start in range(0, len(kept), size)]
        rests = [[item for item in kept if item not in chunk] for chunk in chunks]
        smaller = next((some for some in (*chunks, *rests) if some and helps(some)), None)
        if smaller is not None and len(smaller) < len(kept):
            kept, parts = smaller, 2
        elif parts >= len(kept):
            break
        else:
            parts = min(len(kept), parts * 2)
    return tuple(kept)
