"""All that one view of the playground needs, as numbers: `View` in, `Frame` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.sorting import (
    Filters,
    Moves,
    Rows,
    Sort,
    count_filters,
    first_rows,
    newly_among,
)
from scoring_kit.playground.standing import BINS, Counts, Scale, Standing, blocks

Only = Literal["moved", "tier", "top", "pinned"]

COLUMNS_SHOWN = 64
"""Columns of the histogram on the screen."""

MOST_COUNTED = 250_000
"""Rows up to which every step of a drag counts what filters leave."""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a page of the ranked rows.

    offset, limit: the rows of the page. only: rows that moved by more than `moved_by` ranks, that
    crossed a tier, that came among the first `top` ranks, or that are pinned. among: rows that a
    search found; None for all. pinned: rows that are always wanted.
    """

    offset: int = 0
    limit: int = 50
    sort: Sort = "rank"
    only: Only | None = None
    moved_by: int = 0
    among: tuple[int, ...] | None = None
    pinned: tuple[int, ...] = ()
    top: int = 0


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many rows each part of a scale has, (COLUMNS_SHOWN,) under draft and live."""

    low: float
    high: float
    draft: Counts
    live: Counts


@dataclass(frozen=True, slots=True)
class Movers:
    """How rows moved from live to draft, among those that have a score in both.

    up, down: rows that gained or lost ranks. crossed_up, crossed_down: rows that changed tier.
    mean_move: of ranks, without sign. mean_change, largest_change: of scores.
    """

    up: int
    down: int
    crossed_up: int
    crossed_down: int
    mean_move: float
    mean_change: float
    largest_change: float


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the table in the order of the view; each array has one entry a row.

    scores, live_scores: as they are published. moves: ranks gained, negative for lost, 0 where
    live or draft has no score. found: how many rows the view has in all.
    """

    rows: Rows
    scores: npt.NDArray[np.float64]
    live_scores: npt.NDArray[np.float64]
    ranks: Rows
    moves: Rows
    tiers: tuple[str | None, ...]
    live_tiers: tuple[str | None, ...]
    found: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One state of the screen.

    is_exact: whether `score()` gives the same to the bit. pinned: the rows that are always wanted,
    by rank. filters: how many rows each filter leaves; either is None where it was not looked up.
    sampled: how many rows were looked at, where that is a sample and all counts are estimates;
    None for all. ranks_exact: whether ranks were counted by sorting the scores; others are near.
    """

    is_exact: bool
    rows: int
    tier_counts: Counts
    live_tier_counts: Counts
    histogram: Histogram
    movers: Movers
    page: Page
    pinned: Page | None = None
    filters: Filters | None = None
    sampled: int | None = None
    ranks_exact: bool = True


def make_frame(draft: Standing, live: Standing, view: View) -> Frame:
    """Return what a view shows of a draft against the live version.

    Both standings are on one scale and have the same rows.
    """
    moves, movers = _moved(draft, live)
    pinned = np.array(view.pinned, np.int64)
    return Frame(
        is_exact=draft.is_exact,
        rows=len(draft.scores),
        tier_counts=draft.tier_counts,
        live_tier_counts=live.tier_counts,
        histogram=_histogram(draft, live),
        movers=movers,
        page=_page(draft, live, moves, *_rows_of(draft, live, moves, view)),
        pinned=_page(draft, live, moves, _ordered(draft, pinned), len(pinned)),
        filters=_filters(draft, live, moves, view),
    )


def _histogram(draft: Standing, live: Standing) -> Histogram:
    scale = draft.scale
    return Histogram(scale.low, scale.high, columns_of(draft.counts), columns_of(live.counts))


def columns_of(counts: Counts) -> Counts:
    """Return the columns of the histogram for counts of the parts of a scale."""
    starts = np.linspace(1, BINS, COLUMNS_SHOWN, endpoint=False).astype(np.int64)
    return np.add.reduceat(counts, starts)


def _moved(draft: Standing, live: Standing) -> tuple[Moves, Movers]:
    """Return how many ranks each row gained, 0 where it lacks a score, and what that amounts to."""
    moves = np.empty(len(draft.scores), np.int32)
    both = up = down = crossed_up = crossed_down = far = 0
    change = largest = 0.0
    for block in blocks(len(moves)):
        part = moves[block]
        np.subtract(live.ranks[block], draft.ranks[block], out=part)
        differs = draft.scores[block] - live.scores[block].astype(draft.scores.dtype, copy=False)
        lacking = np.flatnonzero((draft.codes[block] == 0) | (live.codes[block] == 0))
        part[lacking] = differs[lacking] = 0
        both += len(part) - len(lacking)
        gained = int(np.count_nonzero(part > 0))
        up += gained
        down += int(np.count_nonzero(part)) - gained
        far += int(np.abs(part).sum(dtype=np.int64))
        np.abs(differs, out=differs)
        change += float(differs.sum(dtype=np.float64))
        largest = max(largest, float(differs.max()))
        now, was = draft.tiers[block], live.tiers[block]
        crossed_up += int(np.count_nonzero(now < was))
        crossed_down += int(np.count_nonzero(now > was))
    share = 1.0 / max(both, 1)
    return moves, Movers(
        up=up,
        down=down,
        crossed_up=crossed_up,
        crossed_down=crossed_down,
        mean_move=far * share,
        mean_change=change * share,
        largest_change=largest,
    )


def _filters(draft: Standing, live: Standing, moves: Moves, view: View) -> Filters | None:
    if not draft.is_exact and len(moves) > MOST_COUNTED:
        return None
    return count_filters(draft, live, moves, moved_by=view.moved_by, top=view.top)


def _page(draft: Standing, live: Standing, moves: Moves, rows: Rows, found: int) -> Page:
    return Page(
        rows=rows,
        scores=draft.published[rows].astype(np.float64),
        live_scores=live.published[rows].astype(np.float64),
        ranks=draft.ranks[rows].astype(np.int64),
        moves=moves[rows].astype(np.int64),
        tiers=_named(draft, rows),
        live_tiers=_named(live, rows),
        found=found,
    )


def _named(standing: Standing, rows: Rows) -> tuple[str | None, ...]:
    names = (*standing.tier_names, None)
    places: list[int] = standing.tiers[rows].tolist()
    return tuple(names[place] for place in places)


def _rows_of(draft: Standing, live: Standing, moves: Moves, view: View) -> tuple[Rows, int]:
    """Return the rows of a page in order, and how many rows the view has."""
    last = view.offset + view.limit
    if view.among is None and view.only is None and view.sort == "rank":
        rows = _highest(draft, last)
        return _ordered(draft, rows)[view.offset : last], len(draft.scores)
    rows = _chosen(draft, live, moves, view)
    if view.sort == "rank":
        return _ordered(draft, rows)[view.offset : last], len(rows)
    first = first_rows(rows, draft, live, moves, view.sort, last)
    return first[view.offset :], len(rows)


def _highest(draft: Standing, count: int) -> Rows:
    """Return at least so many of the highest rows, all of those that share the lowest part."""
    above = draft.counts[::-1].cumsum()
    place = int(np.searchsorted(above, count))
    return np.flatnonzero(draft.codes >= max(0, BINS - 1 - place))


def _ordered(draft: Standing, rows: Rows) -> Rows:
    """Return rows from the best rank on; those without a score last, equal ones as they come."""
    scores = draft.scores[rows]
    keys: Sequence[np.ndarray] = (rows, -scores, np.isnan(scores))
    if draft.is_exact:
        keys = (rows, draft.ranks[rows], draft.ranks[rows] == 0)
    return rows[np.lexsort(keys)]


def _chosen(draft: Standing, live: Standing, moves: Moves, view: View) -> Rows:
    if view.only == "pinned":
        rows = np.array(sorted(view.pinned), np.int64)
    elif view.only == "moved":
        rows = np.flatnonzero(np.abs(moves) > view.moved_by)
    elif view.only == "tier":
        rows = np.flatnonzero(draft.tiers != live.tiers)
    elif view.only == "top":
        rows = newly_among(draft, live, view.top)
    else:
        rows = np.arange(len(moves))
    return rows if view.among is None else np.intersect1d(rows, np.array(view.among, np.int64))


def shared_scale(*standings: tuple[float, float]) -> Scale:
    """Return a scale that holds all these lowest and highest scores."""
    return Scale.of(min(low for low, _ in standings), max(high for _, high in standings))
