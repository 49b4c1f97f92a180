"""A drafted document as YAML with comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from scoring_kit.drafting.criteria import PARAMETER, DraftCriterion
from scoring_kit.drafting.spelling import counted, day, shown
from scoring_kit.drafting.tiers import DraftTier
from scoring_kit.scorecard.models import FORMAT
from scoring_kit.scorecard.writing import SCHEMA_LINE
from scoring_kit.scorecard.writing_layout import entry_lines, item_lines

WIDTH = 96
MOST_LISTED = 40
"""Columns that were left out and are listed with the reason."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a draft holds.

    source: the table's name, if it has one. key: columns. left_out: columns and why.
    as_of: the day that ages are counted to, in days since 1970-01-01, where there are dates.
    notes: what else the reader should know, a sentence each.
    """

    name: str
    source: str
    rows: int
    columns: int
    key: Sequence[str]
    criteria: Sequence[DraftCriterion]
    left_out: Sequence[tuple[str, str]]
    notes: Sequence[str]
    outcome: str | None
    as_of: float | None


def document_of(contents: Contents) -> dict[str, Any]:
    """Return the document as plain data, but for the tiers."""
    criteria = contents.criteria
    dated = {c.name: c.derived for c in criteria if c.derived is not None}
    parameters = {PARAMETER: {"type": "date", "default": _date(contents)}} if dated else None
    reasons = {f"R{i}": c.text for i, c in enumerate(criteria, start=1)}
    document: dict[str, Any] = {
        "schema": FORMAT,
        "name": contents.name,
        "title": f"First draft of a score{f' for {contents.source}' if contents.source else ''}",
        "key": list(contents.key) or None,
        "parameters": parameters,
        "inputs": {c.column: {"type": c.kind.value, **c.entry} for c in criteria},
        "derived": dated or None,
        "defaults": {"missing": "reweight"},
        "score": {
            "aggregate": "mean",
            "of": [_criterion(c, code) for c, code in zip(criteria, reasons, strict=True)],
        },
        "reasons": {"top": min(3, len(criteria)), "against": "best", "texts": reasons},
        "coverage": {"minimum": 0.5},
        "rounding": {"digits": 1, "mode": "half_up"},
    }
    return {name: value for name, value in document.items() if value is not None}


def text_of(contents: Contents, tiers: Sequence[DraftTier]) -> str:
    """Return the whole document as YAML with comments."""
    document = document_of(contents)
    lines = [SCHEMA_LINE, *_head(contents)]
    for name, value in document.items():
        before = _comments(_SAID_BEFORE.get(name, ""))
        if name in _APART:
            lines.append("")
        if name == "score":
            lines += [*before, *_score_lines(contents, value)]
        else:
            lines += [*before, *entry_lines(name, value)]
        if name == "score":
            lines += ["", *_tier_lines(contents, tiers)]
    return "\n".join([*lines, ""])


_APART = ("parameters", "inputs", "derived", "defaults", "score", "reasons", "coverage")
_SAID_BEFORE = {
    "parameters": (
        "The day that ages of dates are counted to. The default is the last date in the table; "
        f"give another at each run: -p {PARAMETER}=2024-02-29."
    ),
    "inputs": (
        "`valid` makes a row invalid that holds anything else; the highest values in the table "
        "stand with the criteria. Codes such as -99 belong here: special: {-99: no_answer}."
    ),
    "derived": "value: {decay: {half_life_days: 90, until: $as_of}} is another way to judge dates.",
    "defaults": (
        "A criterion without a value is left out and the others take its weight. Other "
        "policies: a number, worst, best, fail."
    ),
    "score": "The weights are equal until you say otherwise; they count by their ratios.",
    "reasons": "What costs most against the best value of each criterion.",
    "coverage": "Rows with less than this share of the weight get no score.",
}


def _criterion(criterion: DraftCriterion, code: str) -> dict[str, Any]:
    is_named_alike = criterion.derived is not None or criterion.column == criterion.name
    return {
        "criterion": criterion.name,
        **({} if is_named_alike else {"input": criterion.column}),
        "weight": 1,
        "value": criterion.value,
        "reason": code,
    }


def _score_lines(contents: Contents, score: Mapping[str, Any]) -> list[str]:
    lines = ["score:", f"  aggregate: {score['aggregate']}", "  of:"]
    for criterion, item in zip(contents.criteria, score["of"], strict=True):
        for comment in criterion.comments:
            lines += [f"    {line}" for line in _comments(comment, WIDTH - 4)]
        lines += [f"    {line}".rstrip() for line in item_lines(item, "of")]
        lines.append("")
    return lines[:-1]


def _tier_lines(contents: Contents, tiers: Sequence[DraftTier]) -> list[str]:
    said = "Cut so that the tiers hold about equal shares of the drafted scores."
    if not any(tier.rows for tier in tiers):
        said = "No row has a score yet, so these cuts are mere round numbers."
    lines = [*_comments(said), "tiers:"]
    for tier in tiers:
        cut = f"  {tier.name}: {tier.cut:g}"
        lines.append(f"{cut:12}# {tier.rows:,} of {counted(contents.rows, 'row')}")
    return lines


def _head(contents: Contents) -> list[str]:
    source = f" from {shown(contents.source)}" if contents.source else ""
    told = (
        f"A first draft{source}: {counted(contents.rows, 'row')}, "
        f"{counted(contents.columns, 'column')}. All of it is a suggestion; change what you know "
        "better."
    )
    lines = _comments(told)
    for note in [_about_direction(contents), *contents.notes]:
        lines += _comments(note, bullet="- ")
    if contents.left_out:
        lines += _comments("Left out:")
    for name, why in contents.left_out[:MOST_LISTED]:
        lines += _comments(f"{shown(name)}: {why}.", bullet="- ")
    more = len(contents.left_out) - MOST_LISTED
    return lines + (
        _comments(f"and {counted(more, 'more column')}.", bullet="- ") if more > 0 else []
    )


def _about_direction(contents: Contents) -> str:
    if contents.outcome is None:
        return (
            "No table says which direction is good. Higher numbers and later dates count as "
            "better until you turn the values around; an outcome column would set them."
        )
    return (
        f"A high score means more of {shown(contents.outcome)} where that goes with a column; "
        "elsewhere higher numbers and later dates count as better. To go with the outcome is not "
        "to cause it."
    )


def _comments(text: str, width: int = WIDTH, *, bullet: str = "") -> list[str]:
    """Return a text as comment lines; names are not broken."""
    return wrap(
        text,
        width,
        initial_indent=f"# {bullet}",
        subsequent_indent=f"# {' ' * len(bullet)}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _date(contents: Contents) -> str:
    assert contents.as_of is not None
    return day(contents.as_of).isoformat()
