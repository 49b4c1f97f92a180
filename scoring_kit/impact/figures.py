"""Every figure of an impact, as JSON holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats, Texts
from scoring_kit.engines.pairs import PairSums
from scoring_kit.engines.parts import Parts
from scoring_kit.impact.bins import change_bins
from scoring_kit.impact.exact_sums import QUANTILES, mean_of, quantiles_of
from scoring_kit.impact.headline import compared, digits_of
from scoring_kit.impact.lines import coverage_changes, line_changes
from scoring_kit.impact.pair import Pair, one_sided
from scoring_kit.impact.reasons import reason_changes
from scoring_kit.impact.scored import Scored
from scoring_kit.impact.segments import change_digits, change_of, segment_rows
from scoring_kit.scorecard import hash_of
from scoring_kit.scorecard.models import Scorecard

Figures = dict[str, Any]
STATISTICS = ("mean", "lowest", *(f"{share:.0%}" for share in QUANTILES), "highest")


@dataclass(frozen=True, slots=True)
class PairedRows:
    """What is known of each row of a table under two versions, arrays of (rows,).

    live_reasons, reasons: codes at each rank. parts: by column, the segment of each row.
    """

    live: Scored
    candidate: Scored
    live_reasons: Sequence[Texts]
    reasons: Sequence[Texts]
    parts: Mapping[str, Parts]


def figures_of(pair: Pair, rows: PairedRows, sums: PairSums, top: int | None) -> Figures:
    """Return every figure of an impact; see `Impact.figures`."""
    was, now = rows.live, rows.candidate
    count = len(was.score)
    return {
        "live": _named(pair.live),
        "candidate": _named(pair.candidate),
        "rows": count,
        "changed": changed_rows(was, now),
        "scored": _scored(was, now),
        **compared(was, now, top),
        "scores": _distributions(was, now),
        "changes": change_bins(change_of(was, now)),
        "ranks": rank_moves(was, now),
        "tiers": tier_moves(was, now),
        "statuses": status_moves(was, now),
        "coverage": coverage_changes(sums, count),
        "reasons": reason_changes(pair.live, rows.live_reasons, pair.candidate, rows.reasons),
        "lines": line_changes(pair, sums),
        "segments": [
            {"column": column, **row}
            for column, parts in rows.parts.items()
            for row in segment_rows(parts, was, now)
        ],
        "one_sided": one_sided(pair.live, pair.candidate),
    }


def _named(card: Scorecard) -> dict[str, str]:
    return {"name": card.name, "hash": hash_of(card)}


def _scored(was: Scored, now: Scored) -> dict[str, int]:
    """Return how many rows have a score under each version, both, and a higher or lower one."""
    change = change_of(was, now)
    return {
        "live": int(np.count_nonzero(~np.isnan(was.score))),
        "candidate": int(np.count_nonzero(~np.isnan(now.score))),
        "both": int(np.count_nonzero(~np.isnan(change))),
        "higher": int(np.count_nonzero(change > 0.0)),
        "lower": int(np.count_nonzero(change < 0.0)),
    }


def _distributions(was: Scored, now: Scored) -> list[dict[str, Any]]:
    """Return each statistic of the scores under both, and of their changes where both are."""
    columns = {
        "live": _distribution(was.score, digits_of(was)),
        "candidate": _distribution(now.score, digits_of(now)),
        "change": _distribution(change_of(was, now), change_digits(was, now)),
    }
    return [
        {"statistic": statistic, **{name: column[place] for name, column in columns.items()}}
        for place, statistic in enumerate(STATISTICS)
    ]


def _distribution(values: Floats, digits: int | None) -> list[float | None]:
    lowest, *inner, highest = quantiles_of(values, (0.0, *QUANTILES, 1.0))
    return [mean_of(values, digits), lowest, *inner, highest]


def rank_moves(was: Scored, now: Scored) -> list[dict[str, Any]]:
    """Return ``moved`` (up, down, none, entered, left), ``rows``, and the sizes of the moves."""
    had, has = was.rank > 0, now.rank > 0
    moves = np.where(had & has, was.rank - now.rank, 0)
    parts = {
        "up": moves > 0,
        "down": moves < 0,
        "none": had & has & (moves == 0),
        "entered": has & ~had,
        "left": had & ~has,
    }
    found: list[dict[str, Any]] = []
    for name, chosen in parts.items():
        sizes = np.abs(moves[chosen & had & has])
        found.append(
            {
                "moved": name,
                "rows": int(np.count_nonzero(chosen)),
                "median_move": float(np.median(sizes)) if len(sizes) else None,
                "largest_move": int(sizes.max()) if len(sizes) else None,
            }
        )
    return found


def tier_moves(was: Scored, now: Scored) -> list[dict[str, Any]]:
    """Return ``live_tier``, ``tier`` and ``rows`` of each pair; rows without a tier come last."""
    old, new = ([name for name, _ in each.card.tiers] for each in (was, now))
    counts = _pairs(was.tier, len(old), now.tier, len(new))
    return [
        {"live_tier": before, "tier": after, "rows": int(counts[row, column])}
        for row, before in enumerate([*old, None])
        for column, after in enumerate([*new, None])
        if (before is not None or counts[row].any())
        and (after is not None or counts[:, column].any())
    ]


def status_moves(was: Scored, now: Scored) -> list[dict[str, Any]]:
    """Return ``live_status``, ``status`` and ``rows`` of each pair that there is."""
    old, new = was.status, now.status
    counts = _pairs(old.codes, len(old.names), new.codes, len(new.names))
    found = [
        {"live_status": before, "status": after, "rows": int(counts[row, column])}
        for row, before in enumerate(old.names)
        for column, after in enumerate(new.names)
        if counts[row, column]
    ]
    return sorted(found, key=lambda cell: (cell["live_status"], cell["status"]))


def _pairs(
    was: npt.NDArray[Any], old: int, now: npt.NDArray[Any], new: int
) -> npt.NDArray[np.intp]:
    """Return how many rows have each pair of places, (old + 1, new + 1); -1 counts last."""
    places = np.where(was < 0, old, was).astype(np.int64) * (new + 1)
    places += np.where(now < 0, new, now)
    return np.bincount(places, minlength=(old + 1) * (new + 1)).reshape(old + 1, new + 1)


def changed_rows(was: Scored, now: Scored) -> int:
    """Return how many rows have another score, rank, tier (by name) or status."""
    same = (was.score == now.score) | (np.isnan(was.score) & np.isnan(now.score))
    same &= was.rank == now.rank
    names = [name for name, _ in now.card.tiers]
    same &= _by_name(was.tier, [name for name, _ in was.card.tiers], names) == now.tier
    same &= _by_name(was.status.codes, was.status.names, now.status.names) == now.status.codes
    return len(same) - int(np.count_nonzero(same))


def _by_name(
    places: npt.NDArray[Any], names: Sequence[str], others: Sequence[str]
) -> npt.NDArray[np.int16]:
    """Return places among other names, -1 for none and -2 for a name that is not there."""
    found = [others.index(name) if name in others else -2 for name in names]
    return np.array([*found, -1], np.int16)[places]
