"""How rows moved from live to draft."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring_kit.impact.tier_places import side_by_side
from scoring_kit.playground.compiled import Kernels
from scoring_kit.playground.ranks import RoughRanks
from scoring_kit.playground.standing import Places, Standing
from scoring_kit.playground.workers import Scratch, Workers

Moves = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Movers:
    """How rows moved from live to draft, among those that have a score in both.

    up, down: rows that gained or lost ranks. crossed_up, crossed_down: rows that changed tier,
    of all rows; to have one at last is up, to have none any more is down.
    mean_move: of ranks, without sign. mean_change, largest_change: of scores.
    """

    up: int
    down: int
    crossed_up: int
    crossed_down: int
    mean_move: float
    mean_change: float
    largest_change: float


class _Part(NamedTuple):
    """What the rows of one block amount to; far and change are sums without sign."""

    both: float
    up: float
    moved: float
    far: float
    change: float
    largest: float
    crossed_up: float
    crossed_down: float


def moved(draft: Standing, live: Standing, workers: Workers, out: Moves | None = None) -> Movers:
    """Return what the moves of all rows amount to; they are put into `out` where it is given.

    A row moves by as many ranks as it gains, by 0 where it lacks a score. Ranks of a draft that
    are rough are held against live ones that are as rough, so that a row whose score stayed has
    not moved.
    """
    by_kernels = None if out is not None else _by_kernels(draft, live)
    by_numpy = functools.cache(lambda: _by_numpy(draft, live, out))

    def work(block: slice, scratch: Scratch) -> _Part:
        if by_kernels is not None and scratch.kernels is not None:
            return by_kernels(block, scratch, scratch.kernels)
        return by_numpy()(block, scratch)

    return _movers(workers.each(len(draft.scores), work))


def _by_kernels(
    draft: Standing, live: Standing
) -> Callable[[slice, Scratch, Kernels], _Part] | None:
    """Return what counts the moves of a block by machine code; None for exact ranks."""
    if not isinstance(draft.ranks, RoughRanks) or draft.scores.dtype != np.float32:
        return None
    ranks, was_ranks, was_scores = draft.ranks.by_code, live.rough_ranks, live.short
    was_tiers, tiers = _tiers(draft, live)

    def work(block: slice, scratch: Scratch, kernels: Kernels) -> _Part:
        codes, room = (draft.codes[block], live.codes[block]), scratch.floats(0, block)
        counted, crossed, sums = np.zeros(4, np.int64), np.zeros(2, np.int64), np.zeros(2)
        bits = room.view(np.int32)
        kernels.rank_moves(codes[0], ranks, was_ranks[block], counted)
        kernels.changes(draft.scores[block], was_scores[block], *codes, room, bits, sums)
        kernels.crossings(tiers[block], was_tiers[block], crossed)
        both, up, down, far = counted.tolist()
        largest = np.int32(sums[1]).view(np.float32)
        return _Part(both, up, up + down, far, float(sums[0]), float(largest), *crossed.tolist())

    return work


def _tiers(draft: Standing, live: Standing) -> tuple[Places, Places]:
    return side_by_side(live.tier_names, live.tiers, draft.tier_names, draft.tiers)


def _by_numpy(
    draft: Standing, live: Standing, out: Moves | None
) -> Callable[[slice, Scratch], _Part]:
    """Return what counts the moves of a block by passes of numpy."""
    ranks = draft.ranks
    was_ranks = live.ranks if draft.ranks_exact else live.rough_ranks
    is_short = draft.scores.dtype == np.float32
    was_scores = live.short if is_short else live.scores
    has_gaps = bool(draft.counts[0] or live.counts[0])
    was_tiers, tiers = _tiers(draft, live)

    def work(block: slice, scratch: Scratch) -> _Part:
        part = scratch.numbers(1, block) if out is None else out[block]
        numbers = scratch.numbers(0, block)
        now_ranks = ranks.put(block, numbers) if isinstance(ranks, RoughRanks) else ranks[block]
        np.subtract(was_ranks[block], now_ranks, out=part)
        room = scratch.floats(0, block) if is_short else None
        differs = np.subtract(draft.scores[block], was_scores[block], out=room)
        both = len(part)
        if has_gaps:
            gaps = np.flatnonzero(np.minimum(draft.codes[block], live.codes[block]) == 0)
            part[gaps] = differs[gaps] = 0
            both -= len(gaps)
        size = np.abs(part, out=scratch.numbers(0, block))
        np.abs(differs, out=differs)
        now, was = tiers[block], was_tiers[block]
        return _Part(
            both=both,
            up=float(np.count_nonzero(part > 0)),
            moved=float(np.count_nonzero(size)),
            far=float(size.sum()),
            change=float(differs.sum()),
            largest=float(differs.max(initial=0.0)),
            crossed_up=float(np.count_nonzero(now < was)),
            crossed_down=float(np.count_nonzero(now > was)),
        )

    return work


def _movers(parts: list[_Part]) -> Movers:
    sums: list[float] = np.array(parts, np.float64).reshape(-1, len(_Part._fields)).sum(0).tolist()
    whole = _Part._make(sums)
    share = 1.0 / max(whole.both, 1.0)
    return Movers(
        up=int(whole.up),
        down=int(whole.moved - whole.up),
        crossed_up=int(whole.crossed_up),
        crossed_down=int(whole.crossed_down),
        mean_move=whole.far * share,
        mean_change=whole.change * share,
        largest_change=max((part.largest for part in parts), default=0.0),
    )
