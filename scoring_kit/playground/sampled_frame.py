"""The frame of a sample: what its rows stand for, counted up to all rows of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.scored import ExactScores
from scoring_kit.impact.tier_places import side_by_side
from scoring_kit.playground.frame import Frame, Histogram, Page, View, columns_of
from scoring_kit.playground.moves import Movers
from scoring_kit.playground.ranks import weighted_ranks
from scoring_kit.playground.sample import Rows, Sample
from scoring_kit.playground.sampled import Few
from scoring_kit.playground.sorting import Sort
from scoring_kit.playground.standing import BINS, Counts, Places, Standing

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Side:
    """Draft or live on the rows of a sample, each array (rows of the sample,).

    ranks: among all rows as far as the sample tells, 0 without a score.
    """

    published: Floats
    unrounded: Floats
    ranks: Floats
    tiers: Places
    names: tuple[str | None, ...]

    @property
    def has_score(self) -> npt.NDArray[np.bool_]:
        return self.ranks > 0.0


def sampled_frame(
    few: Few, live: ExactScores, everyone: Standing, sample: Sample, view: View
) -> Frame:
    """Return what a view shows of a draft that was calculated on the rows of a sample.

    few: the draft on the rows of the sample. live: on all rows; so is `everyone`, whose scale
    holds both. Ranks, moves and counts are estimates; live counts are true, and those of the
    draft are theirs plus the differences that the sample shows.
    """
    draft, was = _draft_side(few, sample), _live_side(live, sample)
    moves = np.where(draft.has_score & was.has_score, was.ranks - draft.ranks, 0.0)
    pinned = View(limit=len(view.pinned), only="pinned", pinned=view.pinned)
    return Frame(
        is_exact=False,
        rows=sample.of,
        tier_counts=_counted(draft.tiers, sample, len(draft.names)),
        live_tier_counts=everyone.tier_counts,
        histogram=_histogram(draft, was, everyone, sample),
        movers=_movers(draft, was, moves, sample),
        page=_page(draft, was, moves, sample, view),
        pinned=_page(draft, was, moves, sample, pinned),
        sampled=int(np.count_nonzero(sample.weights)),
        ranks_exact=False,
    )


def _draft_side(few: Few, sample: Sample) -> _Side:
    ranks = weighted_ranks(few.unrounded, sample.weights)
    names = (*(name for name, _ in few.card.tiers), None)
    return _Side(few.score, few.unrounded, np.rint(ranks), few.tiers, names)


def _live_side(live: ExactScores, sample: Sample) -> _Side:
    unrounded, tiers = live.unrounded[sample.rows], live.tier[sample.rows]
    names = (*(name for name, _ in live.card.tiers), None)
    places = np.where(tiers < 0, np.int8(len(names) - 1), tiers)
    ranks = np.rint(weighted_ranks(unrounded, sample.weights))
    return _Side(live.score[sample.rows], unrounded, ranks, places, names)


def _counted(codes: npt.NDArray[np.integer], sample: Sample, count: int) -> Counts:
    """Return how many rows of the table have each code; weights are whole numbers."""
    return np.bincount(codes, sample.weights, count).astype(np.int64)


def _histogram(draft: _Side, was: _Side, everyone: Standing, sample: Sample) -> Histogram:
    scale = everyone.scale
    true = columns_of(everyone.counts)
    now, then = (
        columns_of(_counted(scale.codes(side.unrounded), sample, BINS)) for side in (draft, was)
    )
    return Histogram(scale.low, scale.high, np.maximum(true + now - then, 0), true)


def _tiers(draft: _Side, was: _Side) -> tuple[Places, Places]:
    old, new = ([name for name in side.names if name is not None] for side in (was, draft))
    return side_by_side(old, was.tiers, new, draft.tiers)


def _movers(draft: _Side, was: _Side, moves: Floats, sample: Sample) -> Movers:
    both = draft.has_score & was.has_score
    weights = sample.weights
    change = np.abs(np.where(both, draft.unrounded - was.unrounded, 0.0))
    # no `@`: the threads of a BLAS wait for each other, longer than it takes where cores are busy
    share = 1.0 / max(float(weights[both].sum()), 1.0)
    before, now = _tiers(draft, was)
    return Movers(
        up=int(weights[moves > 0].sum()),
        down=int(weights[moves < 0].sum()),
        crossed_up=int(weights[now < before].sum()),
        crossed_down=int(weights[now > before].sum()),
        mean_move=float((np.abs(moves) * weights).sum()) * share,
        mean_change=float((change * weights).sum()) * share,
        largest_change=float(change[weights > 0].max(initial=0.0)),
    )


def _page(draft: _Side, was: _Side, moves: Floats, sample: Sample, view: View) -> Page:
    places, found = _places(draft, was, moves, sample, view)
    return Page(
        rows=sample.rows[places],
        scores=draft.published[places],
        live_scores=was.published[places],
        ranks=draft.ranks[places].astype(np.int64),
        moves=moves[places].astype(np.int64),
        tiers=_named(draft, places),
        live_tiers=_named(was, places),
        found=found,
    )


def _named(side: _Side, places: Rows) -> tuple[str | None, ...]:
    codes: list[int] = side.tiers[places].tolist()
    return tuple(side.names[code] for code in codes)


def _places(
    draft: _Side, was: _Side, moves: Floats, sample: Sample, view: View
) -> tuple[Rows, int]:
    """Return the rows of a page by their place in the sample, and how many rows the view has.

    Rows that were asked for by number stand for themselves; others for all that lie around them,
    so that a page far down shows rows from about there.
    """
    chosen, is_listed = _chosen(draft, was, moves, sample, view)
    weights = np.ones(len(chosen)) if is_listed else sample.weights[chosen]
    keys = _KEYS[view.sort](draft, was, moves)[chosen]
    order = np.lexsort((sample.rows[chosen], keys))  # NaN last
    chosen, weights = chosen[order], weights[order]
    before = np.cumsum(weights) - weights
    first = int(np.searchsorted(before, view.offset))
    return chosen[first : first + view.limit], int(weights.sum())


def _change(draft: _Side, was: _Side) -> Floats:
    return draft.published - was.published


_KEYS: dict[Sort, Callable[[_Side, _Side, Floats], Floats]] = {
    "rank": lambda draft, _was, _moves: np.where(draft.has_score, draft.ranks, np.nan),
    "last": lambda draft, _was, _moves: draft.unrounded,
    "moved": lambda _draft, _was, moves: -np.abs(moves),
    "risen": lambda _draft, _was, moves: -moves,
    "fallen": lambda _draft, _was, moves: moves,
    "change": lambda draft, was, _moves: -np.abs(_change(draft, was)),
    "gain": lambda draft, was, _moves: -_change(draft, was),
    "loss": lambda draft, was, _moves: _change(draft, was),
}
"""What rows are sorted by, the smallest first; as `sorting` has it for all rows."""


def _is_among(side: _Side, top: int) -> npt.NDArray[np.bool_]:
    return side.has_score & (side.ranks <= top)


def _chosen(
    draft: _Side, was: _Side, moves: Floats, sample: Sample, view: View
) -> tuple[Rows, bool]:
    """Return the rows of a view, and whether they were asked for by number."""
    is_in = np.ones(len(moves), np.bool_)
    if view.only == "moved":
        is_in = np.abs(moves) > view.moved_by
    elif view.only == "tier":
        before, now = _tiers(draft, was)
        is_in = before != now
    elif view.only == "top":
        is_in = _is_among(draft, view.top) & ~_is_among(was, view.top)
    elif view.only == "pinned":
        is_in = np.isin(sample.rows, view.pinned)
    is_listed = view.only == "pinned" or view.among is not None
    if view.among is not None:
        is_in &= np.isin(sample.rows, view.among)
    if not is_listed:
        is_in &= sample.weights > 0.0
    return np.flatnonzero(is_in), is_listed
