"""A version in the history of its scorecard: what changed, what that does, who agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring_kit.display.markup import Child, Markup, element, join, said, shortened, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.pictures import Bar, bar_list
from scoring_kit.display.style import folded, note
from scoring_kit.display.tables import marked
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.records import Transition, Version, minute
from scoring_kit.registry.registered import RegisteredScorecard
from scoring_kit.registry.words import DONE, why_retired
from scoring_kit.report.sections.evaluation import openings
from scoring_kit.scorecard.changes import changes
from scoring_kit.scorecard.html_changes import change_line

MOST_CHANGES, MOST_NAMED = 50, 2
MOST_STEPS = 8
MOST_TIERS = 10
SENTENCES = 2
"""Sentences of an impact that are shown."""
NO_TIER = "no tier"


def version_part(found: RegisteredScorecard, version: Version) -> Markup:
    """Return a version with its changes, impact and steps."""
    proof = found.evidence(version.number)
    what = [
        element("div", said(version.message, 400), class_="strong"),
        element("div", _facts(version), class_="label"),
        badges(found, version.number),
        None if proof is None else _impact(found, proof),
    ]
    parts: list[Child] = [
        element("div", count(version.number), class_="number"),
        element("div", *what, class_="told"),
        None if proof is None or proof.impact is None else _tiers(proof.impact),
        element("div", _changes(found, version), *_steps(found, version.number), class_="told"),
    ]
    return element("div", join(parts, " "), class_="version")


def badges(found: RegisteredScorecard, number: int) -> Markup:
    """Return the state of a version in each environment, each as a badge; one where it is new."""
    states = found.states(number)
    shown = [
        marked(f"badge {state}", said(place, 40), " ", element("b", state))
        for place, state in states.items()
    ]
    none = [marked("badge draft", element("b", "draft"))]
    return element("div", join(shown or none, " "), class_="badges")


def _facts(version: Version) -> Markup:
    facts = [said(version.author, 60), minute(version.created)]
    return join([*facts, marked("code", version.sha256[:8])], " · ")


# ---- changes -------------------------------------------------------------------------------


def _changes(found: RegisteredScorecard, version: Version) -> Markup:
    if version.number == 1:
        return note("The first version.")
    before = found.version(version.number - 1)
    every = changes(before.card, version.card)
    shown, left = some(every, MOST_CHANGES)
    gist = shortened("; ".join(change.text for change in every[:MOST_NAMED]), 160)
    rest = f"; and {count(len(every) - MOST_NAMED)} more" if len(every) > MOST_NAMED else ""
    # an arrow stays in one piece
    told = join(map(said, gist.split("->")), marked("word", "->"))
    start = f"{plural(len(every), 'change')} against version {count(before.number)}: "
    title = join([start, told, rest])
    more = note(f"… and {count(left)} more") if left else None
    return folded(title, *map(change_line, shown), more)


# ---- impact --------------------------------------------------------------------------------


def _impact(found: RegisteredScorecard, proof: Evidence) -> Markup:
    told = [said(sentence, 300) for sentence in _main(proof)]
    against = next((v.number for v in found.versions if v.sha256 == proof.live), None)
    where = [said(proof.sample.name, 60), ", ", plural(proof.sample.rows, "row")]
    if against is not None:
        where += [f", against version {against}"]
    return element("div", element("p", join(told, " ")), note("On ", *where, "."))


def _main(proof: Evidence) -> list[str]:
    """Return the sentences that tell most: on tiers and scores, then on the outcome."""
    summary = list(proof.summary)
    if proof.impact is not None and any(c["live_tier"] or c["tier"] for c in proof.impact["tiers"]):
        summary = summary[1:]  # the first one counts rows with another score, rank, tier or status
    outcome = proof.outcome or {}
    return [*summary[:SENTENCES], *openings(outcome.get("summary", ()))]


def _tiers(figures: Mapping[str, Any]) -> Child:
    """Return the rows of each tier as bars, with a line at what they were."""
    was, now = _by_tier(figures["tiers"], "live_tier"), _by_tier(figures["tiers"], "tier")
    names = [name for name in dict.fromkeys([*now, *was]) if now.get(name) or was.get(name)]
    if not any(name is not None for name in names):
        return None
    names.sort(key=lambda name: name is None)
    shown, left = some(names, MOST_TIERS)
    bars = [
        Bar(
            NO_TIER if name is None else said(name, 30),
            float(now.get(name, 0)),
            _count(was.get(name, 0), now.get(name, 0)),
            mark=float(was.get(name, 0)),
        )
        for name in shown
    ]
    more = note(f"… and {count(left)} more tiers") if left else None
    return element("div", bar_list(bars, label="rows of each tier"), more, class_="shares")


def _by_tier(cells: Sequence[Mapping[str, Any]], side: str) -> dict[str | None, int]:
    rows: dict[str | None, int] = {}
    for cell in cells:
        rows[cell[side]] = rows.get(cell[side], 0) + cell["rows"]
    return rows


def _count(was: int, now: int) -> Markup:
    moved = marked("up" if now > was else "down", count(abs(now - was))) if now != was else None
    return join([count(now), element("span", moved, class_="way")], " ")


# ---- who agreed ----------------------------------------------------------------------------


def _steps(found: RegisteredScorecard, number: int) -> list[Child]:
    links = [link for link in found.done_with(number) if link.environment]
    lines = [_step(found, link) for link in links]
    if len(lines) <= MOST_STEPS + 1:
        return [element("div", *lines, class_="steps")] if lines else []
    earlier = folded(f"{count(len(lines) - MOST_STEPS)} earlier steps", *lines[:-MOST_STEPS])
    return [element("div", earlier, *lines[-MOST_STEPS:], class_="steps")]


def _step(found: RegisteredScorecard, link: Transition) -> Markup:
    if link.action == "retire":
        what: Child = why_retired(link, found.history[link.sequence :])
        message = None
    else:
        what = "rolled back to this" if link.action == "rollback" else DONE[link.action]
        message = said(link.message, 240)
    who = join(["by ", said(link.actor, 60)])
    parts = [element("b", what), " ", who, " ", marked("quiet", said(link.identity, 40))]
    place = join([f"{link.at:%Y-%m-%d %H:%M}", "  ", said(link.environment or "", 40)])
    return element(
        "div",
        element("span", place, class_="label"),
        " ",
        element("span", *parts, None if message is None else join([": ", message])),
        class_="step",
    )
