"""Lists in a merge: things with a name in an order of their own, and rising ranges."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from scoring_kit.scorecard.merging_ledger import (
    OPPOSITES,
    ORDER,
    Given,
    Ledger,
    Side,
    Spot,
    Three,
    by_name,
    union,
)
from scoring_kit.scorecard.merging_order import joined, led
from scoring_kit.scorecard.shapes import is_list

Key: TypeAlias = Hashable
Handler: TypeAlias = Callable[[Ledger, Spot, Three[Any]], Any]
"""(ledger, spot, the three values) -> the value that holds."""


@dataclass(frozen=True, slots=True)
class Family:
    """How the items of a list are told apart, called and merged.

    key: what stays when the rest of an item changes. spelt: the key in a place. spot: of an item.
    inside: merges the three forms of an item. strict: whether two items that were added at the
    same point are a conflict, since their order says what they do. alike: whether two items say
    the same under two names.
    """

    key: Callable[[Any], Key]
    spelt: Callable[[Any], str]
    spot: Callable[[Spot, Any], Spot]
    inside: Handler
    strict: bool = False
    alike: Callable[[Any, Any], bool] | None = None


# ---- lists in an order of their own --------------------------------------------------------


def keyed(family: Family) -> Handler:
    """Return a handler for a list of things: each by its key, then their order."""

    def handler(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
        if three.winner == "same":
            return three.base
        items = _by_key(three, family)
        if items is None or ledger.chosen(spot) is not None:
            return ledger.decide(spot, three)
        found: dict[Key, Any] = {}
        dropped = _renamed(ledger, spot, items, family) if family.alike else set[Key]()
        for key in union(items):
            item = items.each(lambda known, key=key: known.get(key))
            if key not in dropped:
                found[key] = family.inside(ledger, family.spot(spot, key), item)
        present = [key for key, item in found.items() if item is not None]
        order = ordered(ledger, spot, items.each(list), present, family.spelt, strict=family.strict)
        return [found[key] for key in order]

    return handler


def _by_key(three: Three[Any], family: Family) -> Three[dict[Key, Any]] | None:
    """Return the items of all three by their keys; None unless all are lists with unique ones."""
    is_fine = three.base is None or is_list(three.base)
    if not (is_fine and is_list(three.mine) and is_list(three.theirs)):
        return None
    lists: Three[list[Any]] = three.each(lambda items: [*(items or ())])
    found = lists.each(lambda items: {family.key(item): item for item in items})
    return found if found.each(len) == lists.each(len) else None


def _renamed(ledger: Ledger, spot: Spot, items: Three[dict[Key, Any]], family: Family) -> set[Key]:
    """Return what both sides renamed differently and is not to stay."""
    dropped: set[Key] = set()
    for old, mine, theirs in twins(items, family.alike or (lambda one, other: False)):
        here = family.spot(spot, old)
        names = Three(old, mine, theirs).each(family.spelt)
        words = f"{here.title} is called {names.mine} in mine and {names.theirs} in theirs"
        choice = ledger.verdict(here, names, kind="changed", words=words)
        if isinstance(choice, Given):
            ledger.refuse(here, "base, mine or theirs is expected")
        losers = {"base": {mine, theirs}, "mine": {old, theirs}, "theirs": {old, mine}}
        dropped |= losers["base" if isinstance(choice, Given) else choice]
    return dropped


def twins(
    items: Three[dict[Any, Any]], alike: Callable[[Any, Any], bool]
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield (old, mine, theirs): keys of what both sides seem to have renamed, differently."""
    gone = [key for key in items.base if key not in items.mine and key not in items.theirs]
    fresh = Three({}, *(_fresh(items, side) for side in ("mine", "theirs")))
    for old in gone:
        found = fresh.each(
            lambda new, old=old: next(
                (key for key, item in new.items() if alike(items.base[old], item)), None
            )
        )
        if found.mine is not None and found.theirs is not None:
            yield old, found.mine, found.theirs


def _fresh(items: Three[dict[Any, Any]], side: Side) -> dict[Any, Any]:
    """Return the items that only one side has."""
    other = items.mine if side == "theirs" else items.theirs
    known = {*items.base, *other}
    return {key: item for key, item in items.side(side).items() if key not in known}


def ordered(
    ledger: Ledger,
    spot: Spot,
    three: Three[Sequence[Any]],
    present: Collection[Any],
    spelt: Callable[[Any], str],
    *,
    strict: bool = False,
) -> list[Any]:
    """Return the keys that are present in the order that holds, and keep what was decided."""
    spot = spot.at(ORDER, "order")
    names = three.each(lambda keys: [spelt(key) for key in keys if key in present])
    found = joined(three, present)
    if found is not None and not (strict and found.ties):
        choice = ledger.chosen(spot) if found.winner != "same" or found.ties else None
        if choice is None:
            if found.winner != "same":
                ledger.taken[spot.place] = found.winner
            ledger.notes += [_tie(spot, tie, spelt) for tie in found.ties]
            return [*found.order]
    else:
        choice = ledger.verdict(spot, names, kind="order", clash=True)
    if isinstance(choice, Given):
        known = {spelt(key): key for key in present}
        if not is_list(choice.value) or sorted(map(str, choice.value)) != sorted(known):
            ledger.refuse(spot, f"an order of just these is expected: {', '.join(known)}")
            return [*present]
        return [known[str(name)] for name in choice.value]
    rest = [three.side(side) for side in OPPOSITES if side != choice]
    rest.sort(key=lambda keys: [by_name(key) for key in keys])  # whichever of them is mine
    return led(three.side(choice), rest, present)


def _tie(
    spot: Spot, tie: tuple[tuple[Any, ...], tuple[Any, ...]], spelt: Callable[[Any], str]
) -> str:
    mine, theirs = (", ".join(map(spelt, run)) for run in tie)
    what = spot.owner or "list"
    return f"{what}: {mine} of mine and {theirs} of theirs came to the same point; by name"


# ---- rising ranges: knots, bins, rules -----------------------------------------------------


def stretches(family: Family) -> Handler:
    """Return a handler for a list of which a part means something by what stands around it.

    Items that all three have are merged each by itself. What lies between two of them is taken
    as a whole, since two new knots in one gap would make a line that nobody drew.
    """

    def handler(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
        if three.winner == "same":
            return three.base
        items = _by_key(three, family)
        fixed = None if items is None else _fixed(items.each(list))
        if items is None or not fixed or ledger.chosen(spot) is not None:
            return ledger.decide(spot, three)
        found: list[Any] = []
        for before, after in zip([None, *fixed], [*fixed, None], strict=True):
            if before is not None:
                item = items.each(lambda known, key=before: known[key[0]])
                found.append(family.inside(ledger, family.spot(spot, before[0]), item))
            found += _between(ledger, spot, items, (before, after), family)
        return found

    return handler


Fixed = tuple[Key]
"""A key in a tuple, as a key may be None itself."""


def _fixed(three: Three[list[Key]]) -> list[Fixed] | None:
    """Return the keys that all three have; None where their order is not the same."""
    common = set(three.base) & set(three.mine) & set(three.theirs)
    orders = three.each(lambda keys: [(key,) for key in keys if key in common])
    return orders.base if orders.base == orders.mine == orders.theirs else None


def _between(
    ledger: Ledger,
    spot: Spot,
    items: Three[dict[Key, Any]],
    ends: tuple[Fixed | None, Fixed | None],
    family: Family,
) -> list[Any]:
    """Return what stands between two keys; None is before the first and behind the last."""
    before, after = ends

    def part(known: dict[Key, Any]) -> list[Any]:
        keys = list(known)
        start = 0 if before is None else keys.index(before[0]) + 1
        end = len(keys) if after is None else keys.index(after[0])
        return [known[key] for key in keys[start:end]]

    names = ["" if end is None else family.spelt(end[0]) for end in ends]
    here = spot.at("..".join(names), f"{spot.label} {_stretch(*names)}")
    found = ledger.decide(here, items.each(part))
    return [*found] if is_list(found) else [found]


def _stretch(before: str, after: str) -> str:
    if before and after:
        return f"between {before} and {after}"
    return f"from {before} on" if before else f"up to {after}"
