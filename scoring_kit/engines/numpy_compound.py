"""The compound words over numpy arrays."""

from __future__ import annotations

import math
from itertools import repeat

import numpy as np

from scoring_kit.engines.base import NULL_PACKED, pieces
from scoring_kit.engines.numpy_frame import DTYPES, NULLS, Array, Frame, objects, scalar, to_lists
from scoring_kit.expression import words
from scoring_kit.expression.words import REASON_SLOTS, SHORTFALL_LIMIT

_LAST_SLOT = REASON_SLOTS - 1


def piecewise(word: words.Piecewise, frame: Frame) -> Array:
    """The piece of each row by binary search, then one line."""
    lines = pieces(word)
    at = frame.value(word.x)
    place = np.searchsorted(np.array([line.below for line in lines[:-1]]), at, side="right")
    x, y, slope = (np.take(values, place) for values in list(zip(*lines, strict=True))[1:])
    sloped = y + slope * (at - x)
    return np.where(at == at, np.where(slope != 0.0, sloped, y), math.nan)


def bins(word: words.Bins, frame: Frame) -> Array:
    """One choice a bin, from the last to the first, so that the first wins."""
    x = frame.value(word.x)
    result = scalar(NULLS[word.type], word.type)
    result = np.where(x == x, to_lists(frame.value(word.results[-1])), result)
    for (edge, closed), value in reversed(list(zip(word.edges, word.results[:-1], strict=True))):
        below = x <= edge if closed else x < edge
        result = np.where(below, to_lists(frame.value(value)), result)
    return result


def lookup(word: words.Lookup, frame: Frame) -> Array:
    """A dictionary, asked for each row."""
    entries = {frame.value(key)[()]: frame.value(result)[()] for key, result in word.entries}
    null = NULLS[word.type]
    keys = frame.full(word.x).tolist()
    return np.fromiter(map(entries.get, keys, repeat(null)), DTYPES[word.type], count=len(keys))


def pack(word: words.Pack, frame: Frame) -> Array:
    """Limits apply before the change to integers, which would overflow."""
    q = np.floor(frame.value(word.shortfall) * 1e6 + 0.5)
    is_known = q == q
    held = np.clip(np.where(is_known, q, 0.0), -SHORTFALL_LIMIT, SHORTFALL_LIMIT)
    packed = held.astype(np.int64) * REASON_SLOTS + (_LAST_SLOT - word.position)
    return np.where(is_known, packed, NULL_PACKED)


def top(word: words.Top, frame: Frame) -> Array:
    """Return (rows, count), in descending order, NULL at the end; `to_lists` makes them lists."""
    if not word.items:
        return np.empty((frame.rows, 0), dtype=np.int64)
    packed = np.stack([frame.full(item) for item in word.items], axis=1)
    if word.least is not None:
        packed[packed < word.least] = NULL_PACKED
    packed.sort(axis=1)
    return packed[:, ::-1][:, : word.count]


def ranked(word: words.Ranked, frame: Frame) -> Array:
    """The code that the lowest bits of the packed reason point to."""
    codes = np.array([*word.codes, None], dtype=object)
    packed = _at_rank(frame.full(word.top), word.rank - 1)
    place = np.where(packed == NULL_PACKED, -1, _LAST_SLOT - (packed & _LAST_SLOT))
    return codes[place]


def _at_rank(top: Array, index: int) -> Array:
    if top.ndim == 2:
        beyond = index >= top.shape[1]
        return np.full(len(top), NULL_PACKED) if beyond else top[:, index]
    values = (row[index] if row is not None and index < len(row) else NULL_PACKED for row in top)
    return np.fromiter(values, dtype=np.int64)


def names(word: words.Names, frame: Frame) -> Array:
    """One pass a name; rows without any keep their empty list."""
    lists: list[list[str]] = [[] for _ in range(frame.rows)]
    for condition, name in zip(word.conditions, word.names, strict=True):
        holds = np.broadcast_to(frame.condition(condition).true(), frame.rows)
        for row in np.flatnonzero(holds).tolist():
            lists[row].append(name)
    return objects(lists)
