"""The impact: what changes for whom from the live version to this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from scoring_kit.display.markup import Markup, element, join, said
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import section
from scoring_kit.impact import Impact, compare
from scoring_kit.impact.html import impact_parts
from scoring_kit.report.section import Section
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.changes import Changes, changes


def impact_section(subject: Subject) -> Section | None:
    """Return the section on the change against the live version; None where there is none."""
    if subject.live is None:
        return None
    impact = _impact(subject)
    edits = changes(subject.live, subject.card)
    found = impact.figures()
    figures = {"edits": [asdict(change) for change in edits], **found}
    parts = [_edits(edits), *impact_parts(subject.live, subject.card, found)]
    return Section(
        "impact",
        "What the change does",
        figures,
        join(parts),
        impact.summary,
        tuple(_facts(found)),
        lead=3,
        openings=(_headline(found) or impact.summary[0], *impact.summary[2:4]),
    )


def _impact(subject: Subject) -> Impact:
    asked = subject.asked
    assert subject.live is not None  # the only caller has looked
    return compare(
        subject.live,
        subject.card,
        subject.data,
        segments=asked.segments,
        key=asked.key,
        parameters=asked.parameters,
        types=asked.types,
        table=asked.table,
        progress=False,  # the report tells its own
        time_limit=subject.source.time_limit,
        **subject.source.limits,
    )


def _headline(figures: Mapping[str, Any]) -> str | None:
    """Return how many rows change tier, where there are tiers at all."""
    crossed, rows = figures["crossed"], figures["rows"]
    if not rows or not _has_tiers(figures):
        return None
    up, down = crossed["up"], crossed["down"]
    if not up + down:
        return f"None of {plural(rows, 'row')} changes tier."
    verb = "changes" if up + down == 1 else "change"
    ways = f"{count(up)} up and {count(down)} down"
    return f"{count(up + down)} of {plural(rows, 'row')} {verb} tier, {ways}."


def _has_tiers(figures: Mapping[str, Any]) -> bool:
    """Whether one of the two versions has tiers; then the table of tiers names one."""
    return any(
        cell["tier"] is not None or cell["live_tier"] is not None for cell in figures["tiers"]
    )


def _facts(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    crossed, top = figures["crossed"], figures["top"]
    if _has_tiers(figures):
        yield "Change tier", count(crossed["up"] + crossed["down"])
    yield f"Leave the top {count(top['n'])}", count(top["leave"])


def _edits(edits: Changes) -> Markup:
    """Return what differs between the two documents, a line for each change, all of them."""
    drawn = [element("div", said(change.text, 400), class_="edit") for change in edits]
    title = f"{plural(len(edits), 'edit')} against the live version"
    return section(title, *(drawn or [element("p", "The two documents say the same.")]))
