"""The order of a list that two people changed: what stands before what."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from scoring_kit.scorecard.merging_ledger import Three, Winner, by_name

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Joined(Generic[K]):
    """An order that keeps what each side says.

    winner: who changed the order of what all three have. ties: runs of mine and of theirs that
    were added at the same point, so that nothing says which comes first.
    """

    order: tuple[K, ...]
    winner: Winner
    ties: tuple[tuple[tuple[K, ...], tuple[K, ...]], ...] = ()


def joined(three: Three[Sequence[K]], present: Collection[K]) -> Joined[K] | None:
    """Return the keys that are present in an order that both sides agree to.

    What all three have follows the side that changed its order; what only one side has stands
    where that side put it. Two runs at the same point stand by the name of their first key.
    None where both sides changed the order differently, or no order keeps what both say.

    Examples
    --------
    >>> joined(Three("abc", "cab", "abcd"), "abcd").order
    ('c', 'a', 'b', 'd')
    >>> joined(Three("abc", "bac", "acb"), "abc") is None
    True
    """
    base, mine, theirs = three.each(lambda keys: [key for key in keys if key in present])
    common = set(mine) & set(theirs)
    old = common & set(base)
    winner = Three(base, mine, theirs).each(lambda keys: _of(keys, old)).winner
    if winner is None:
        return None
    lead, other = (theirs, mine) if winner == "theirs" else (mine, theirs)
    spine = _of(lead, common)
    if not _agree(spine, _of(other, common), old):
        return None
    my_runs, their_runs = _runs(mine, spine), _runs(theirs, spine)
    if my_runs is None or their_runs is None:
        return None
    found: list[K] = []
    ties: list[tuple[tuple[K, ...], tuple[K, ...]]] = []
    for gap in range(len(spine) + 1):
        runs = [run for run in (my_runs[gap], their_runs[gap]) if run]
        if len(runs) == 2:
            ties.append((tuple(runs[0]), tuple(runs[1])))
        for run in sorted(runs, key=lambda run: by_name(run[0])):
            found += run
        found += spine[gap : gap + 1]
    return Joined(tuple(led(found, [base], present)), winner, tuple(ties))


def led(lead: Sequence[K], others: Sequence[Sequence[K]], present: Collection[K]) -> list[K]:
    """Return the keys that are present in the order of one list.

    What it lacks stands before what follows it in the others, else at the end.

    Examples
    --------
    >>> led("cab", ["axbc"], "abcx")
    ['c', 'a', 'x', 'b']
    """
    found = [key for key in lead if key in present]
    for keys in others:
        follower: K | None = None
        for key in reversed(keys):
            if key in present and key not in found:
                place = len(found) if follower is None else found.index(follower)
                found.insert(place, key)
            follower = key if key in found else follower
    return [*found, *sorted(set(present) - set(found), key=by_name)]


def comes_first(one: K, other: K, three: Three[Sequence[K]]) -> bool | None:
    """Return whether a key comes before another by what the sides say; None where none does.

    What one side changed counts; where both say different things about keys of which one is new,
    that is None too.

    Examples
    --------
    >>> comes_first("a", "b", Three("ab", "ba", "ab"))
    False
    """
    said = three.each(
        lambda keys: (
            [*keys].index(one) < [*keys].index(other) if one in keys and other in keys else None
        )
    )
    if said.mine is None or said.theirs is None:
        return said.theirs if said.mine is None else said.mine
    if said.mine is said.theirs:
        return said.mine
    return None if said.base is None else not said.base


def _of(keys: Sequence[K], wanted: Collection[K]) -> list[K]:
    return [key for key in keys if key in wanted]


def _agree(spine: Sequence[K], other: Sequence[K], old: Collection[K]) -> bool:
    """Return whether what is new on both sides stands behind the same keys on both."""
    return all(
        set(spine[: spine.index(key)]) == set(other[: other.index(key)])
        for key in spine
        if key not in old
    )


def _runs(keys: Sequence[K], spine: Sequence[K]) -> list[list[K]] | None:
    """Return what a list has besides the spine, gap by gap; None where the spine tears it."""
    runs: list[list[K]] = [[] for _ in range(len(spine) + 1)]
    common, before = set(spine), set[K]()
    for key in keys:
        if key in common:
            before.add(key)
        elif before == set(spine[: len(before)]):
            runs[len(before)].append(key)
        else:
            return None
    return runs
