"""Segments and periods: how well the score finds the event in each, and how rows fare there."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from scoring_kit.evaluation.cells import Cells, Sample
from scoring_kit.evaluation.counting import Part
from scoring_kit.evaluation.delong import auc_estimate, effective_rows, wilson
from scoring_kit.evaluation.information import binned, quantile_edges
from scoring_kit.evaluation.ranking import exact_sum
from scoring_kit.evaluation.shift import shift_of

Row = dict[str, Any]

FOUR_FIFTHS = 0.8
"""Impact ratios below this are taken for adverse (EEOC, Uniform Guidelines, 1978)."""
SHARES = ("highest 10 %", "highest 25 %", "highest 50 %")
"""What stands for tiers where there are none, the best first."""
SMALL = 30
"""Rows of a class below which the figures of a part are to be read with care."""


def part_rows(part: Part, z: float) -> list[Row]:
    """Return how well the score finds the event in each part, with its AUC's interval.

    rows counts all rows of the part, used those with score, outcome and weight; note says why
    figures are missing, or to be read with care.
    """
    return [
        {"column": part.column, "part": part.name(code), **_figures(part.of(code), z)}
        for code in part.codes
    ]


def _figures(cells: Cells, z: float) -> Row:
    sample = Sample.of(cells)
    found = auc_estimate(sample)
    ends = None if found is None else found.interval(z, within=(0.0, 1.0))
    low, high = ends or (None, None)
    return {
        "rows": cells.total,
        "used": sample.rows,
        "events": sample.events,
        "rate": sample.rate,
        "mean_score": _mean_score(sample),
        "auc": None if found is None else found.value,
        "auc_low": low,
        "auc_high": high,
        "ks": sample.ranking.ks if sample.has_both else None,
        "note": _note(sample),
    }


def _note(sample: Sample) -> str | None:
    others = sample.rows - sample.events
    if not sample.has_both:
        return one_class(sample)
    if min(sample.events, others) < SMALL:
        return f"fewer than {SMALL} rows of a class"
    return None


def one_class(sample: Sample) -> str:
    """Return why a sample has no figures: what it lacks."""
    if sample.rows == 0:
        return "no row with a score and a known outcome"
    if sample.ranking.total + sample.ranking.total_without == 0:
        return "no row weighs anything"
    return "no row with the event" if sample.ranking.total == 0 else "no row without the event"


def _mean_score(sample: Sample) -> float | None:
    amounts = sample.cells.amounts
    total = int(amounts.sum())
    return exact_sum(sample.cells.score * amounts) / total if total else None


def period_rows(part: Part, z: float) -> list[Row]:
    """Return `part_rows` by period, with the PSI of the scores against the first period.

    PSI is of ten bins with about equally many rows of the first period, over all rows with a
    score; see `shift_of`.
    """
    rows = part_rows(part, z)
    codes = part.codes
    every = {code: part.of(code) for code in codes}
    scored = {code: c.where(c.has_score & (c.weight >= 0)) for code, c in every.items()}
    dated = [code for code in codes if code >= 0 and scored[code].total]
    for code, row in zip(codes, rows, strict=True):
        row["psi"] = _psi(scored[dated[0]], scored[code]) if dated and scored[code].total else None
    return rows


def _psi(first: Cells, later: Cells) -> float | None:
    edges = quantile_edges(first.score, first.amounts, 10)
    return shift_of(_by_bin(first, edges), _by_bin(later, edges)).psi


def _by_bin(cells: Cells, edges: list[float]) -> dict[str, float]:
    """Return the rows of each bin; where they weigh differently, what they weigh in rows."""
    places, amounts = binned(cells.score, edges), cells.amounts
    total = int(amounts.sum())
    unit = cells.total / total if total else 0.0
    return {str(n): float(amounts[places == n].sum()) * unit for n in range(len(edges) + 1)}


def fairness_rows(part: Part, tiers: tuple[str, ...], z: float) -> list[Row]:
    """Return for each part and tier who gets it, and who gets it or a better one.

    All rows count, with an outcome or not; those without a score get no tier, so that a
    knock-out counts as one. share: of the part, in this tier; reached: in it or a better one,
    with an interval by Wilson (1927); impact_ratio: reached over that of the part where it is
    highest, among parts of at least 30 rows; adverse where that is below four fifths, None for
    a part of fewer rows, of which one alone can be the difference. found:
    of the rows with the event, those that reached the tier (equal opportunity, Hardt, Price
    and Srebro, 2016); rate: of the event in this tier and part.
    """
    codes = part.codes
    found = [row for code in codes for row in _fares(part, code, tiers, z)]
    for tier in tiers:
        same = [row for row in found if row["tier"] == tier]
        large = [row["reached"] for row in same if row["rows"] >= SMALL and row["reached"]]
        best: float | None = max(large, default=None)
        for row in same:
            ratio: float | None = None
            if best is not None and row["reached"] is not None:
                ratio = row["reached"] / best
            row["impact_ratio"] = ratio
            is_small = row["rows"] < SMALL
            row["is_adverse"] = None if ratio is None or is_small else ratio < FOUR_FIFTHS
    return found


def by_share(part: Part) -> Part:
    """Return a part whose tiers are `SHARES` of all rows with a score, by weight.

    Rows that share the score at a cut all belong to the better side.
    """
    cells = part.cells
    scored = cells.has_score & (cells.weight >= 0)
    scores, amounts = cells.score[scored], cells.amounts[scored]
    order = np.argsort(-scores, kind="stable")
    until = amounts[order].cumsum()
    tier = np.full(len(cells.rows), -1)
    for code, percent in reversed(list(enumerate((10, 25, 50)))):
        if len(until):
            # in whole numbers of Python: units of weight leave no room to multiply them
            place = int(np.searchsorted(until, -(-percent * int(until[-1]) // 100)))
            cut = scores[order][min(place, len(until) - 1)]
            tier[cells.has_score & (cells.score >= cut)] = code
    return replace(part, cells=replace(cells, tier=tier))


def _fares(part: Part, code: int, tiers: tuple[str, ...], z: float) -> list[Row]:
    cells = part.of(code)
    cells = cells.where(cells.weight >= 0)
    total = int(cells.amounts.sum())
    rows: list[Row] = []
    for place, tier in enumerate(tiers):
        here, above = cells.tier == place, (cells.tier >= 0) & (cells.tier <= place)
        reached = _amount(cells, above) / total if total else None
        effective = effective_rows(cells, np.ones(len(cells.rows), np.bool_))
        low, high = (None, None) if reached is None else wilson(reached, effective, z)
        rows.append(
            {
                "column": part.column,
                "part": part.name(code),
                "tier": tier,
                "rows": cells.total,
                "share": _amount(cells, here) / total if total else None,
                "reached": reached,
                "reached_low": low,
                "reached_high": high,
                "found": _ratio(cells, above & (cells.event == 1), cells.event == 1),
                "rate": _ratio(cells, here & (cells.event == 1), here & (cells.event >= 0)),
            }
        )
    return rows


def _amount(cells: Cells, mask: Any) -> int:  # noqa: ANN401 (a mask)
    return int(cells.amounts[mask].sum())


def _ratio(cells: Cells, part: Any, whole: Any) -> float | None:  # noqa: ANN401 (masks)
    total = _amount(cells, whole)
    return _amount(cells, part) / total if total else None


def spread(rows: list[Row], name: str) -> tuple[Row, Row] | None:
    """Return the rows with the lowest and the highest figure; None with fewer than two."""
    known = [row for row in rows if row[name] is not None and not math.isnan(row[name])]
    if len(known) < 2:
        return None
    return min(known, key=lambda row: row[name]), max(known, key=lambda row: row[name])
