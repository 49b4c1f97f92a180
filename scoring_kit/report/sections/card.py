"""What is scored and how: the card in words, each value function with its picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from scoring_kit.display.markup import Markup, element, join
from scoring_kit.display.numbers import count, exact, percent, plural
from scoring_kit.display.pictures import Column
from scoring_kit.engines.column_bins import Within, column_bins
from scoring_kit.expression.words import Type
from scoring_kit.report.section import Section, named
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.html import card_parts
from scoring_kit.scorecard.html_pictures import picture_range, value_picture
from scoring_kit.scorecard.html_sections import rounding_in_words
from scoring_kit.scorecard.models import Criterion, Group, Scorecard, placed_members
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.types import input_types
from scoring_kit.scorecard.weights import effective_weights

BINS = 24
"""Columns of data behind the picture of a value function."""
FEWEST = 10
EVERYTHING = 10**9
"""A report leaves nothing of the card out."""


def card_section(subject: Subject) -> Section:
    """Return the section on the card; its figures are weights, cuts and what can be scored."""
    card = subject.card
    behind = _behind(subject)
    figures = _figures(card, behind)
    drawn = {name: _columns(found["range"], found["rows"]) for name, found in behind.items()}
    parts: list[Markup | None] = []
    if card.description is not None:
        parts.append(element("p", card.description, class_="says"))
    parts += card_parts(
        card, members=EVERYTHING, entries=EVERYTHING, behind=drawn, live=subject.live
    )
    sentences = (*_sentences(card, figures), *_beside(subject))
    return Section("card", "What is scored, and how", figures, join(parts), sentences)


def _figures(card: Scorecard, behind: dict[str, dict[str, Any]]) -> dict[str, Any]:
    low, high = score_range(card, Ranges(card, input_types(card).types))
    members = [member for _, member, _ in placed_members(card.score)]
    weights = effective_weights(card.score)
    return {
        "name": card.name,
        "title": card.title,
        "owner": card.owner,
        "hash": hash_of(card),
        "aggregate": card.score.aggregate.method,
        "lowest_possible_score": low if math.isfinite(low) else None,
        "highest_possible_score": high if math.isfinite(high) else None,
        "tiers": [{"tier": name, "from": cut} for name, cut in card.tiers],
        "knock_outs": [part.name for part in card.knock_outs],
        "adjustments": [part.name for part in card.adjustments],
        "criteria": [
            _criterion(member, weights[member.name], behind.get(member.name))
            for member in members
            if isinstance(member, Criterion)
        ],
        "groups": [
            {"group": m.name, "weight": m.weight, "effective_weight": weights[m.name]}
            for m in members
            if isinstance(m, Group)
        ],
    }


def _criterion(member: Criterion, weight: float, behind: dict[str, Any] | None) -> dict[str, Any]:
    told = {"criterion": member.name, "input": member.column, "weight": member.weight}
    return {**told, "effective_weight": weight, "data_in_its_range": behind}


def _sentences(card: Scorecard, figures: dict[str, Any]) -> Iterator[str]:
    number = len(figures["criteria"])
    what = "this" if number == 1 else "these"
    who = "The one criterion" if number == 1 else f"Each of {count(number)} criteria"
    groups = f" in {plural(len(figures['groups']), 'group')}" if figures["groups"] else ""
    rounded = f", rounded {rounding_in_words(card.rounding)}" if card.rounding else ""
    yield (
        f"{who}{groups} turns what it reads into a value; the score is "
        f"{_MADE.get(figures['aggregate'], 'made')} of {what}{rounded}."
    )
    low, high = figures["lowest_possible_score"], figures["highest_possible_score"]
    if low is not None and high is not None and low <= high:
        yield f"Scores from {exact(low)} to {exact(high)} are possible."
    heaviest = max(figures["criteria"], key=lambda found: found["effective_weight"], default=None)
    if heaviest is not None and 0 < heaviest["effective_weight"] < 1 and _differ(figures):
        share = percent(heaviest["effective_weight"])
        yield f"Most weight is on {named(heaviest['criterion'])}: {share} of the whole."
    if behind := [c for c in figures["criteria"] if c["data_in_its_range"]]:
        rows = max(sum(c["data_in_its_range"]["rows"]) for c in behind)
        yield (
            "The grey columns behind a curve are the rows of the table, where it reads one column"
            f"{'' if rows else ', of which none lies in any picture'}."
        )


def _beside(subject: Subject) -> Iterator[str]:
    """Yield what the marks mean that tell the live version."""
    if subject.live is not None and hash_of(subject.live) != hash_of(subject.card):
        yield "Of the live version dashed lines, and figures after the word live, say what differs."


_MADE = {
    "mean": "the mean",
    "geometric_mean": "the geometric mean",
    "harmonic_mean": "the harmonic mean",
    "power_mean": "a power mean",
    "sum": "the sum",
    "product": "the product",
    "min": "the lowest",
    "max": "the highest",
    "formula": "a formula",
}


def _differ(figures: dict[str, Any]) -> bool:
    """Whether criteria differ in weight, so that one can be said to have most."""
    weights = sorted((c["effective_weight"] for c in figures["criteria"]), reverse=True)
    return len(weights) > 1 and weights[0] > weights[1] * (1.0 + 1e-9)


def _behind(subject: Subject) -> dict[str, dict[str, Any]]:
    """Return how the inputs lie in the ranges of the pictures, by criterion."""
    columns = subject.table.columns
    ranges: dict[str, Within] = {}
    for criterion in subject.card.criteria:
        column, within = criterion.column or "", picture_range(criterion)
        is_number = column in columns and columns[column].kind is Type.NUMBER
        is_drawn = is_number and value_picture(criterion) is not None
        if is_drawn and within is not None and _is_drawable(within):
            ranges[criterion.name] = (column, *within)
    counts: dict[str, tuple[int, ...]] = {}
    for bins in sorted({_bins(within) for within in ranges.values()}):
        chosen = {name: within for name, within in ranges.items() if _bins(within) == bins}
        counts |= column_bins(subject.engine, subject.table, chosen, bins)
    return {
        name: {"range": [low, high], "rows": list(counts[name])}
        for name, (_, low, high) in ranges.items()
    }


def _bins(within: Within) -> int:
    """Return a number of bins that gives whole numbers, which are frequent, one bin each."""
    _, low, high = within
    is_whole = low.is_integer() and high.is_integer() and FEWEST <= high - low <= 2 * BINS
    return int(high - low) if is_whole else BINS


def _is_drawable(within: tuple[float, float]) -> bool:
    width = within[1] / 2 - within[0] / 2
    return math.isfinite(width) and width > 1e-300 and width < 1e300


def _columns(within: list[float], rows: list[int]) -> list[Column]:
    width, highest = (within[1] - within[0]) / len(rows), max(rows)
    return [
        Column(within[0] + width * place, within[0] + width * (place + 1), count / highest)
        for place, count in enumerate(rows)
        if count
    ]
