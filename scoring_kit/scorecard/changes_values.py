"""Changes of value functions: knots, bins, categories and rules, each by what it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from scoring_kit.scorecard.changes_data import Change, Handler, changed, compare, fields_of, spelt
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.value_functions import kind_of
from scoring_kit.scorecard.writing_changes import is_same


def value_changes(
    owner: str, label: str, before: Any, after: Any, place: Place
) -> Iterator[Change]:
    """Yield what differs between two value functions, given as plain data."""
    if is_same(before, after):
        return
    kind, new_kind = kind_of(before), kind_of(after)
    old, new = fields_of(before), fields_of(after)
    if kind != new_kind:
        text = f"{owner}: value function {kind} -> {new_kind}"
        yield Change(spell(place), "changed", before, after, text)
    elif old is None or new is None:
        yield changed(owner, label, before, after, place)
    else:
        for name in old:
            handler = _PARTS.get(name, compare)
            if not is_same(old[name], new[name]):
                yield from handler(owner, name, old[name], new[name], (*place, name))


@dataclass(frozen=True, slots=True)
class _Family:
    """How the items of a list are told apart and called.

    identity: what stays when only values change. name: the item in a few words. fields: what
    else there is to compare in it.
    """

    identity: Callable[[Any], Hashable]
    name: Callable[[Any], str]
    fields: tuple[str, ...] = ()


def _aligned(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterator[tuple[slice, slice]]:
    """Yield which items of two lists belong together, as slices of at most one item each."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        olds = [slice(index, index + 1) for index in range(start, end)]
        news = [slice(index, index + 1) for index in range(new_start, new_end)]
        if len(olds) == len(news):
            yield from zip(olds, news, strict=True)
        else:
            yield from ((old, slice(new_start, new_start)) for old in olds)
            yield from ((slice(end, end), new) for new in news)


def _items_of(family: _Family) -> Handler:
    """Return a handler for a list of knots, bins or rules."""

    def handler(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
        del label
        pairs = _aligned(
            [family.identity(item) for item in before], [family.identity(item) for item in after]
        )
        for old, new in pairs:
            one, other = next(iter(before[old]), None), next(iter(after[new]), None)
            where = old.start if other is None else new.start
            yield from _item(owner, one, other, (*place, where), family)

    return handler


def _item(owner: str, before: Any, after: Any, place: Place, family: _Family) -> Iterator[Change]:
    if after is None:
        text = f"{owner}: removed {_with_value(before, family)}"
        yield Change(spell(place), "removed", before, None, text)
    elif before is None:
        text = f"{owner}: added {_with_value(after, family)}"
        yield Change(spell(place), "added", None, after, text)
    else:
        name, new_name = family.name(before), family.name(after)
        if not is_same(family.identity(before), family.identity(after)) or name != new_name:
            what = new_name.removeprefix(f"{name.split()[0]} ")
            text = f"{owner}: {name} became {what}"
            yield Change(spell(place), "changed", before, after, text)
        for field in family.fields:
            label = f"{new_name}: {field}"
            yield from compare(owner, label, before[field], after[field], (*place, field))


def _with_value(item: Any, family: _Family) -> str:
    value = f" ({spelt(item['value'])})" if "value" in family.fields else ""
    return family.name(item) + value


def _knot(item: Any) -> str:
    return f"knot {spelt(item[0])} -> {spelt(item[1])}"


def _bin(item: Any) -> str:
    for field, words in (("below", "bin below"), ("up_to", "bin up to")):
        if item[field] is not None:
            return f"{words} {spelt(item[field])}"
    return "bin above all edges"


def _rule(item: Any) -> str:
    return "rule for all others" if item["when"] is None else f"rule {spelt(item['when'])}"


def _categories(owner: str, label: str, before: Any, after: Any, place: Place) -> Iterator[Change]:
    """Yield changes by category, however categories are put together in branches."""
    old, new = _by_category(before), _by_category(after)
    found = False
    for key, (index, branch) in new.items():
        here = (*place, index)
        name = f"category {spelt(key[1])}"
        if key not in old:
            found = True
            text = f"{owner}: added {name} ({spelt(branch['value'])})"
            yield Change(spell(here), "added", None, branch, text)
            continue
        for field, called in (("value", name), ("reason", f"{name}: reason")):
            for change in compare(owner, called, old[key][1][field], branch[field], (*here, field)):
                found = True
                yield change
    for key, (index, branch) in old.items():
        if key not in new:
            found = True
            text = f"{owner}: removed category {spelt(key[1])} ({spelt(branch['value'])})"
            yield Change(spell((*place, index)), "removed", branch, None, text)
    if not found:
        text = f"{owner}: {label} grouped or ordered differently"
        yield Change(spell(place), "changed", before, after, text)


def _by_category(branches: Sequence[Any]) -> Mapping[tuple[type, Any], tuple[int, Any]]:
    """Return the branch of each category; by type too, since True equals 1."""
    return {
        (type(key), key): (index, branch)
        for index, branch in enumerate(branches)
        for key in branch["in"]
    }


_PARTS: dict[str, Handler] = {
    "piecewise": _items_of(_Family(lambda knot: knot[0], _knot)),
    "bins": _items_of(
        _Family(lambda bin_: (bin_["below"], bin_["up_to"]), _bin, ("value", "unmatched", "reason"))
    ),
    "rules": _items_of(_Family(lambda rule: rule["when"], _rule, ("value", "reason"))),
    "categories": _categories,
}
