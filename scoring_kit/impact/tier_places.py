"""Tiers of two versions in one order, so that a row's two tiers can be held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.growing import small_kind
from scoring_kit.impact.scored import Scored

Places = npt.NDArray[np.signedinteger[Any]]


def tier_places(live: Scored, draft: Scored) -> tuple[Places, Places]:
    """Return the tier of each row under both, (rows,) each, as places from the best; -1 for none.

    The places are those of `common_order`: of two versions with other tiers, the second of one
    is not the second of the other.
    """
    old, new = ([name for name, _ in each.card.tiers] for each in (live, draft))
    if old == new:
        return live.tier, draft.tier
    was, now = common_order(old, new)
    return was[live.tier], now[draft.tier]


def crossings(live: Scored, draft: Scored) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Return the rows that come into another tier, and for each whether it is a better one.

    No tier is below all others: a row that gains a tier crosses up, one that loses it down.
    """
    was, now = map(none_last, tier_places(live, draft))
    rows = np.flatnonzero(was != now)
    return rows, now[rows] < was[rows]


def none_last(places: Places) -> npt.NDArray[np.unsignedinteger[Any]]:
    """Return places as unsigned numbers, of which -1, no tier, is the largest."""
    return places.view(f"u{places.itemsize}")


def side_by_side(
    live: Sequence[str], was: Places, draft: Sequence[str], now: Places
) -> tuple[Places, Places]:
    """Return the tiers of each row, of live and draft, as places of `common_order`.

    live, draft: names from the best. was, now: (rows,) places among these, their number for none,
    which is below all.
    """
    if tuple(live) == tuple(draft):
        return was, now
    old, new = common_order(live, draft)
    old[-1] = new[-1] = np.iinfo(old.dtype).max
    return old[was], new[now]


def common_order(live: Sequence[str], draft: Sequence[str]) -> tuple[Places, Places]:
    """Return the place of each tier in an order of both versions' tiers, and last -1 for none.

    live, draft: names from the best. Tiers of one name have one place; between those, others
    share places as they come, so that a tier with another name only is the same one. Where the
    same names stand in another order, all are taken as they come.

    Examples
    --------
    >>> was, now = common_order(["A", "B", "C"], ["S", "A", "b", "C"])
    >>> was.tolist(), now.tolist()
    ([1, 2, 3, -1], [0, 1, 2, 3, -1])
    """
    shared = [name for name in draft if name in live]
    if shared != [name for name in live if name in draft]:
        shared = []
    was: list[int] = []
    now: list[int] = []
    start = 0
    for old, new in zip(_parts(live, shared), _parts(draft, shared), strict=True):
        was += range(start, start + old)
        now += range(start, start + new)
        start += max(old, new)
    kind = small_kind(start)
    return np.array([*was, -1], kind), np.array([*now, -1], kind)


def _parts(names: Sequence[str], shared: Sequence[str]) -> list[int]:
    """Return how many names there are before each shared one, each of these, and after the last."""
    ends = [names.index(name) for name in shared]
    starts = [0, *(end + 1 for end in ends)]
    before = [end - start for start, end in zip(starts, [*ends, len(names)], strict=True)]
    return [size for each in before for size in (each, 1)][:-1]
