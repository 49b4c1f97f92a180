"""The order of a list that two people changed, found among all permutations."""

from __future__ import annotations

import re
from itertools import combinations, permutations


def before(one, other, orders):
    """Return whether one comes before the other by what the sides say; None where none does."""
    said = [
        names.index(one) < names.index(other) if one in names and other in names else None
        for names in orders
    ]
    base, mine, theirs = said
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    if mine == theirs:
        return mine
    return None if base is None else not base


def order_of(orders, present, *, strict):
    """Return the one permutation that all agree to; None where there is none."""
    base, mine, theirs = ([n for n in names if n in present] for names in orders)
    old = set(base) & set(mine) & set(theirs)
    if three_way(*([n for n in names if n in old] for names in (base, mine, theirs))) is None:
        return None
    blocks = blocks_of((base, mine, theirs))
    new = [b for b in blocks if not all(n in names for n in b for names in (mine, theirs))]
    heads = [[b[0] for b in blocks if b[0] in names] for names in (base, mine, theirs)]
    heads = [sorted(names, key=full.index) for names, full in zip(heads, (base, mine, theirs),
                                                                 strict=True)]  # fmt: skip
    if any(clash(a[0], b[0], heads) for a, b in combinations(blocks, 2)):
        return None
    fitting = []
    for candidate in permutations(blocks):
        pairs = combinations([b[0] for b in candidate], 2)
        if all(before(*pair, heads) is not False for pair in pairs):
            fitting.append(candidate)
    fitting = [c for c in fitting if keeps_runs(c, new, mine)]
    if not fitting or (strict and len(fitting) > 1):
        return None
    return [n for block in min(fitting, key=by_name) for n in block]


def by_name(blocks):
    """Return what is first by name; criteria and groups are paths that end with it."""
    return [n[::-1] if isinstance(n, tuple) else n for block in blocks for n in block]


def clash(one, other, orders):
    """Whether both sides say different things about two of which one is new to both."""
    have = [one in names and other in names for names in orders]
    return have == [False, True, True] and (before(one, other, [[], *orders[1:]]) is None)


def blocks_of(orders):
    """Return the runs of names that stand together everywhere they stand, so that few are left."""
    names = sorted({n for order in orders for n in order})
    follow = {}
    for one in names:
        after = {tuple(order[order.index(one) + 1 :][:1]) for order in orders if one in order}
        where = [one in order for order in orders]
        if len(after) == 1 and (nexts := after.pop()):
            same = [nexts[0] in order for order in orders] == where
            if same:
                follow[one] = nexts[0]
    starts = [n for n in names if n not in follow.values()]
    blocks = []
    for start in starts:
        block = [start]
        while block[-1] in follow:
            block.append(follow[block[-1]])
        blocks.append(tuple(block))
    return blocks


def keeps_runs(candidate, new, mine):
    """Whether what one side added at one point is not torn apart by what the other added there."""
    sides = ["" if b not in new else "m" if b[0] in mine else "t" for b in candidate]
    return re.search("m+t+m|t+m+t", "".join(side or "-" for side in sides)) is None


def three_way(base, mine, theirs):
    """Return what a single fact must be; None where both sides changed it differently."""
    if mine == theirs:
        return mine
    if mine == base:
        return theirs
    return mine if theirs == base else None
