"""Each criterion's share of the change of the score."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring_kit.engines.pairs import PairSums
from scoring_kit.impact.exact_sums import as_float
from scoring_kit.impact.pair import Pair, line_kind

NOTHING = Fraction(0)


def line_changes(pair: Pair, sums: PairSums) -> list[dict[str, Any]]:
    """Return how the contribution of each line changes, over rows with a score under both.

    Returns
    -------
    list of dict
        Of each line ``line``, ``kind`` (criterion, group, adjustment, scaling, rounding),
        ``version`` that has it (both, live, candidate; 0 stands for what is not there),
        ``mean_change`` (these add up to the mean change of the published score),
        ``mean_size`` (of the change without its sign) and ``share`` (of all sizes; 0 to 1).
        None where no row has a score under both, and shares where nothing changes.
    """
    whole = sum(sums.sizes.values(), NOTHING)
    cards = (pair.candidate, pair.live)
    return [
        {
            "line": name,
            "kind": line_kind(cards, name),
            "version": pair.versions[name],
            "mean_change": _mean(sums.changes.get(name, NOTHING), sums.rows),
            "mean_size": _mean(sums.sizes.get(name, NOTHING), sums.rows),
            "share": as_float(sums.sizes.get(name, NOTHING) / whole) if whole else None,
        }
        for name in pair.versions
    ]


def coverage_changes(sums: PairSums, rows: int) -> dict[str, Any]:
    """Return the mean coverage under both versions, and how many rows have more or less of it."""
    return {
        "live": _mean(sums.live_coverage, rows),
        "candidate": _mean(sums.coverage, rows),
        "more": sums.more,
        "less": sums.less,
    }


def _mean(total: Fraction, rows: int) -> float | None:
    return as_float(total / rows) if rows else None
