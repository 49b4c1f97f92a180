"""All that one view of the playground needs, as numbers: `View` in, `Frame` out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.ranks import UNIT, Ranks
from scoring_kit.impact.tier_places import side_by_side
from scoring_kit.playground.moves import Movers, Moves, moved
from scoring_kit.playground.sorting import (
    Filters,
    Rows,
    Sort,
    count_filters,
    first_rows,
    newly_among,
)
from scoring_kit.playground.standing import BINS, Counts, Scale, Standing
from scoring_kit.playground.workers import Workers

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

    @property
    def is_plain(self) -> bool:
        """Whether it is of all rows by rank, so that no page asks how far each row moved."""
        return self.among is None and self.only is None and self.sort == "rank"


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many rows each part of a scale has, (COLUMNS_SHOWN,) under draft and live."""

    low: float
    high: float
    draft: Counts
    live: Counts


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


def make_frame(
    draft: Standing, live: Standing, view: View, workers: Workers, moves: Moves | None = None
) -> Frame:
    """Return what a view shows of a draft against the live version.

    Both standings are on one scale and have the same rows. moves: memory for those of each row.
    """
    counts_filters = draft.is_exact or len(draft.scores) <= MOST_COUNTED
    if view.is_plain and not counts_filters:
        moves = None
    elif moves is None:
        moves = np.empty(len(draft.scores), np.int32)
    movers = moved(draft, live, workers, moves)
    return Frame(
        is_exact=draft.is_exact,
        rows=len(draft.scores),
        tier_counts=draft.tier_counts,
        live_tier_counts=live.tier_counts,
        histogram=_histogram(draft, live),
        movers=movers,
        page=_page_of(draft, live, moves, view),
        pinned=_pinned(draft, live, view),
        filters=None
        if moves is None or not counts_filters
        else count_filters(draft, live, moves, moved_by=view.moved_by, top=view.top),
        ranks_exact=draft.ranks_exact,
    )


def _histogram(draft: Standing, live: Standing) -> Histogram:
    scale = draft.scale
    return Histogram(scale.low, scale.high, columns_of(draft.counts), columns_of(live.counts))


def columns_of(counts: Counts) -> Counts:
    """Return the columns of the histogram for counts of the parts of a scale."""
    starts = np.linspace(1, BINS, COLUMNS_SHOWN, endpoint=False).astype(np.int64)
    return np.add.reduceat(counts, starts)


def _page_of(draft: Standing, live: Standing, moves: Moves | None, view: View) -> Page:
    if view.is_plain or moves is None:
        rows, ranks = _ranked(draft, view)
        return _page(draft, live, rows, ranks, live.ranks[rows], len(draft.scores))
    rows, last = _chosen(draft, live, moves, view), view.offset + view.limit
    found = len(rows)
    if view.sort == "rank":
        rows = _ordered(draft, rows)[view.offset : last]
    else:
        rows = first_rows(rows, draft, live, moves, view.sort, last)[view.offset :]
    return _page(draft, live, rows, draft.ranks[rows], _live_ranks(draft, live, rows), found)


def _pinned(draft: Standing, live: Standing, view: View) -> Page:
    rows = _ordered(draft, np.array(view.pinned, np.int64))
    return _page(draft, live, rows, draft.ranks[rows], _live_ranks(draft, live, rows), len(rows))


def _live_ranks(draft: Standing, live: Standing, rows: Rows) -> Ranks:
    """Return live ranks as rough as those of the draft."""
    return live.ranks[rows] if draft.ranks_exact else live.rough[rows]


def _page(
    draft: Standing, live: Standing, rows: Rows, ranks: Ranks, was: Ranks, found: int
) -> Page:
    return Page(
        rows=rows,
        scores=draft.published[rows].astype(np.float64),
        live_scores=live.published[rows].astype(np.float64),
        ranks=ranks.astype(np.int64),
        moves=np.where((was > 0) & (ranks > 0), was - ranks, 0).astype(np.int64),
        tiers=_named(draft, rows),
        live_tiers=_named(live, rows),
        found=found,
    )


def _named(standing: Standing, rows: Rows) -> tuple[str | None, ...]:
    names = (*standing.tier_names, None)
    places: list[int] = standing.tiers[rows].tolist()
    return tuple(names[place] for place in places)


def _ranked(draft: Standing, view: View) -> tuple[Rows, Ranks]:
    """Return the rows of a page among all, with their ranks, by sorting the parts they are in.

    Their ranks follow from how many rows lie above those parts, also where others are rough.
    """
    last = view.offset + view.limit
    until = draft.counts[::-1].cumsum()  # rows from the best part to each
    # scores of the same rank may lie this many parts apart
    near = min(math.ceil(draft.scale.steps[0] / UNIT) + 1, BINS)
    first_part = min(BINS - 1 - int(np.searchsorted(until, view.offset, "right")) + near, BINS - 1)
    last_part = max(BINS - 1 - int(np.searchsorted(until, last)) - near, 0)
    is_in = draft.codes >= last_part
    if view.offset:
        is_in &= draft.codes <= first_part
    above = int(draft.counts[first_part + 1 :].sum())
    rows = _ordered(draft, np.flatnonzero(is_in))
    ranks = draft.ranks[rows] if draft.ranks_exact else _ranks_after(above, draft.scores[rows])
    page = slice(view.offset - above, last - above)
    return rows[page], ranks[page]


def _ranks_after(above: int, scores: npt.NDArray[np.float32]) -> Ranks:
    """Return competition ranks of scores that fall, below so many others; 0 for NaN."""
    places = np.arange(len(scores))
    places[1:][scores[1:] == scores[:-1]] = 0
    ranks = above + 1 + np.maximum.accumulate(places)
    return np.where(np.isnan(scores), 0, ranks).astype(np.int32)


def _ordered(draft: Standing, rows: Rows) -> Rows:
    """Return rows from the best rank on; those without a score last, equal ones as they come."""
    scores = draft.scores[rows]
    keys: Sequence[np.ndarray] = (rows, -scores, np.isnan(scores))
    if draft.ranks_exact:
        keys = (rows, draft.ranks[rows], draft.ranks[rows] == 0)
    return rows[np.lexsort(keys)]


def _chosen(draft: Standing, live: Standing, moves: Moves, view: View) -> Rows:
    if view.only == "pinned":
        rows = np.array(sorted(view.pinned), np.int64)
    elif view.only == "moved":
        rows = np.flatnonzero(np.abs(moves) > view.moved_by)
    elif view.only == "tier":
        sides = side_by_side(live.tier_names, live.tiers, draft.tier_names, draft.tiers)
        rows = np.flatnonzero(sides[0] != sides[1])
    elif view.only == "top":
        rows = newly_among(draft, live, view.top)
    else:
        rows = np.arange(len(moves))
    return rows if view.among is None else np.intersect1d(rows, np.array(view.among, np.int64))


def shared_scale(*standings: tuple[float, float]) -> Scale:
    """Return a scale that holds all these lowest and highest scores."""
    return Scale.of(min(low for low, _ in standings), max(high for _, high in standings))
