"""Rows in the order that the table asks for, and how many rows each of its filters leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.ranks import Ranks
from scoring_kit.playground.standing import Standing
from scoring_kit.playground.workers import blocks

Moves = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Sort = Literal["rank", "last", "moved", "risen", "fallen", "change", "gain", "loss"]
"""By rank, or the worst first; by ranks moved, without sign, up or down; the same of scores."""


@dataclass(frozen=True, slots=True)
class Filters:
    """How many rows each filter leaves.

    moved: those that moved by more than `moved_by` ranks. entered: those that came among the
    first `top` ranks.
    """

    moved_by: int
    moved: int
    top: int
    entered: int


def count_filters(
    draft: Standing, live: Standing, moves: Moves, *, moved_by: int, top: int
) -> Filters:
    """Return how many rows each filter leaves, whatever was searched for."""
    moved = sum(
        int(np.count_nonzero(np.abs(moves[part]) > moved_by)) for part in blocks(len(moves))
    )
    return Filters(moved_by, moved, top, len(newly_among(draft, live, top)))


def newly_among(draft: Standing, live: Standing, top: int) -> Rows:
    """Return the rows that came among the first ranks."""
    rows = np.flatnonzero(_is_among(draft.ranks[:], top))
    return rows[~_is_among(live.ranks[rows], top)]


def _is_among(ranks: Ranks, top: int) -> npt.NDArray[np.bool_]:
    # a row without a score has rank 0, which as an unsigned number wraps to the largest
    return (ranks - 1).view(np.uint32) < np.uint32(top)


def first_rows(
    rows: Rows, draft: Standing, live: Standing, moves: Moves, sort: Sort, count: int
) -> Rows:
    """Return so many of these rows, the first of an order; equal ones as they come.

    rows: in ascending order. sort: any but "rank". Rows without what they are sorted by are last.
    """
    keys = _KEYS[sort](draft, live, moves, rows)
    if keys.dtype.kind == "f":
        keys[np.isnan(keys)] = np.inf
    return rows[_first(keys, count)]


def _first(keys: npt.NDArray[Any], count: int) -> Rows:
    """Return the places of the smallest keys in order; not all are sorted where few are wanted."""
    if count >= len(keys):
        return np.argsort(keys, kind="stable")
    limit = np.partition(keys, count)[count]
    below = np.flatnonzero(keys < limit)
    equal = np.flatnonzero(keys == limit)[: count - len(below)]
    return np.concatenate([below[np.argsort(keys[below], kind="stable")], equal])


_Keys = Callable[[Standing, Standing, Moves, Rows], npt.NDArray[Any]]


def _change(draft: Standing, live: Standing, rows: Rows) -> npt.NDArray[np.float64]:
    return draft.published[rows] - live.published[rows].astype(np.float64)


_KEYS: dict[str, _Keys] = {
    "last": lambda draft, _live, _moves, rows: draft.scores[rows],
    "moved": lambda _draft, _live, moves, rows: -np.abs(moves[rows]),
    "risen": lambda _draft, _live, moves, rows: -moves[rows],
    "fallen": lambda _draft, _live, moves, rows: moves[rows],
    "change": lambda draft, live, _moves, rows: -np.abs(_change(draft, live, rows)),
    "gain": lambda draft, live, _moves, rows: -_change(draft, live, rows),
    "loss": lambda draft, live, _moves, rows: _change(draft, live, rows),
}
