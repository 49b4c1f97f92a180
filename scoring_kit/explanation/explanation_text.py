"""An explanation as plain text, for terminals and logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scoring_kit.display.numbers import percent, percents
from scoring_kit.explanation.numerals import amount, decimals, short
from scoring_kit.scorecard.models import ROOT

if TYPE_CHECKING:
    from scoring_kit.explanation.explanation import Explanation
    from scoring_kit.explanation.explanation_parts import CriterionPart, InputPart, Line

STATUS_WORDS = {
    "scored": "scored",
    "partial": "partial",
    "insufficient": "insufficient",
    "invalid": "invalid",
    "knocked_out": "knocked out",
}
OWN_WORDS = {
    "initial": "start of {}",
    "then": "formula of {}",
    "limits": "limits of {}",
    "group": "whole of {}",
    "scaling": "scaling",
    "rounding": "rounding",
}


def as_text(explanation: Explanation) -> str:
    """Return the text: headline, lines that add up, reasons, knock-outs, problems."""
    blocks = [
        [headline(explanation)],
        _line_block(explanation),
        _without_lines(explanation),
        [f"knocked out by {part.name}: {part.text or part.when}" for part in explanation.knock_outs]
        + list(explanation.problems),
        _reason_block(explanation),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def key_in_words(key: Mapping[str, Any]) -> str:
    """Return the key as "customer_id 10" or "iso DEU, year 2016"."""
    return ", ".join(
        f"{name} {short(value) if isinstance(value, str) else value}" for name, value in key.items()
    )


def headline(explanation: Explanation) -> str:
    """Return who it is, the score, tier and status in one line."""
    parts = [STATUS_WORDS[explanation.status]]
    if explanation.coverage < 1:
        parts.append(f"coverage {percent(explanation.coverage)}")
    if explanation.score is None:
        verdict = "no score"
    else:
        tier = "" if not explanation.tiers else f", tier {explanation.tier or 'none'}"
        verdict = f"{short(explanation.score)}{tier}"
    key = key_in_words(explanation.key)
    return f"{explanation.card}, {key}: {verdict} ({', '.join(parts)})"


def name_of(line: Line) -> str:
    """Return what a line is called: its own name, or what it does to a group."""
    words = OWN_WORDS.get(line.kind, "{}")
    owner = line.name.removesuffix(f"_{line.kind}")
    return words.removesuffix(" of {}") if owner == ROOT else words.format(owner)


def is_worth_showing(line: Line) -> bool:
    """Return whether a reader misses the line: those of criteria always, others unless 0."""
    return line.kind == "criterion" or line.amount != 0.0


def read_in_words(explanation: Explanation, criterion: CriterionPart) -> str:
    """Return what a criterion reads: "6 months", or "a 1, b 2" where it reads several."""
    inputs = {part.name: part for part in explanation.inputs}
    parts = [inputs[name] for name in criterion.inputs if name in inputs]
    texts = [_with_unit(part) for part in parts]
    if len(parts) == 1:
        return texts[0]
    return ", ".join(f"{part.name} {text}" for part, text in zip(parts, texts, strict=True))


def _with_unit(part: InputPart) -> str:
    is_bare = part.value is None or part.unit is None
    return short(part.value) if is_bare else f"{short(part.value)} {part.unit}"


def _line_block(explanation: Explanation) -> list[str]:
    lines = [line for line in explanation.lines if is_worth_showing(line)]
    if not lines:
        return []
    places = decimals([line.amount for line in explanation.lines] + [explanation.total or 0.0])
    criteria = {criterion.name: criterion for criterion in explanation.criteria}
    shares = percents([criterion.weight_used for criterion in explanation.criteria])
    weights = dict(zip(criteria, shares, strict=True))
    rows = [("", "input", "value", "weight", "contribution")]
    for line in lines:
        own = criteria[line.name] if line.kind == "criterion" else None
        weight = "" if own is None else weights[own.name]
        rows.append((*_cells(explanation, line, own), weight, amount(line.amount, places)))
    label = "score" if explanation.score is not None else "score before knock-out"
    rows.append((label, "", "", "", amount(explanation.total, places)))
    return _aligned(rows)


def _cells(
    explanation: Explanation, line: Line, criterion: CriterionPart | None
) -> tuple[str, str, str]:
    if criterion is None:
        return name_of(line), _adjusting(explanation, line), ""
    read = read_in_words(explanation, criterion)
    note = "" if criterion.state == "ok" else f" ({criterion.held or criterion.state})"
    return (
        line.name,
        f"{read}{note}",
        short(criterion.value, digits=4),
    )


def _adjusting(explanation: Explanation, line: Line) -> str:
    if line.kind != "adjustment":
        return ""
    part = next(part for part in explanation.adjustments if part.name == line.name)
    return f"{part.action} {short(part.amount)}"


def _without_lines(explanation: Explanation) -> list[str]:
    """Return the criteria of a row that has no lines."""
    if explanation.lines:
        return []
    rows = [("", "input", "state", "value")]
    for part in explanation.criteria:
        state = part.state if part.state == "ok" else part.held or part.state
        read, value = read_in_words(explanation, part), short(part.value, digits=4)
        rows.append((part.name, read, state, value))
    return _aligned(rows)


def _reason_block(explanation: Explanation) -> list[str]:
    shortfalls = [part.shortfall for part in explanation.reasons if part.shortfall is not None]
    places = decimals(shortfalls)
    rows = [
        (
            f"{part.rank}.",
            "" if part.shortfall is None else amount(-part.shortfall, places, with_sign=True),
            part.code,
            part.text or "",
        )
        for part in explanation.reasons
    ]
    return ["reasons", *_aligned(rows, left=(0, 2, 3))] if rows else []


def _aligned(rows: list[tuple[str, ...]], left: tuple[int, ...] = (0, 1)) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(_padded(row, widths, left)).rstrip() for row in rows]


def _padded(row: tuple[str, ...], widths: list[int], left: tuple[int, ...]) -> Iterator[str]:
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.ljust(width) if place in left else cell.rjust(width)
