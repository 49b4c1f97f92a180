"""Fields in a merge: mappings field by field, and value functions by what they are made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from scoring_kit.scorecard.changes_data import spelt
from scoring_kit.scorecard.merging_ledger import Ledger, Spot, Three, quoted, union
from scoring_kit.scorecard.merging_lists import Family, Handler, keyed, stretches
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.value_functions import kind_of


def fields(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge plain data: mappings field by field, all else as a whole."""
    return _fields(ledger, spot, three, {})


def whole(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge plain data as one value."""
    return ledger.decide(spot, three)


def fields_of(handlers: Mapping[str, Handler]) -> Handler:
    """Return a handler for mappings with handlers of their own for some fields."""
    return lambda ledger, spot, three: _fields(ledger, spot, three, handlers)


def things(noun: str, inside: Handler = fields) -> Handler:
    """Return a handler for a mapping whose entries are things by themselves: input x."""

    def handler(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
        if three.winner == "same":
            return three.base
        if not _are_mappings(three) or ledger.chosen(spot) is not None:
            return ledger.decide(spot, three)
        found: dict[str, Any] = {}
        for name in union(three.each(lambda data: data or {})):
            here = spot.thing(quoted(name), f"{noun} {name}")
            found[name] = inside(ledger, here, _part(three, name))
        return {name: entry for name, entry in found.items() if entry is not None}

    return handler


def _fields(ledger: Ledger, spot: Spot, three: Three[Any], handlers: Mapping[str, Handler]) -> Any:
    if three.winner == "same":
        return three.base
    if not _are_mappings(three) or ledger.chosen(spot) is not None:
        return ledger.decide(spot, three)
    return {
        name: handlers.get(name, fields)(ledger, spot.at(quoted(name)), _part(three, name))
        for name in union(three.each(lambda data: data or {}))
    }


def _are_mappings(three: Three[Any]) -> bool:
    is_fine = three.base is None or is_mapping(three.base)
    return is_fine and is_mapping(three.mine) and is_mapping(three.theirs)


def _part(three: Three[Any], name: str) -> Three[Any]:
    return three.each(lambda data: None if data is None else data.get(name))


def named(noun: str, *, strict: bool = False) -> Handler:
    """Return a handler for a list of things with a `name`."""
    return keyed(
        Family(
            key=lambda item: item["name"],
            spelt=str,
            spot=lambda spot, name: spot.thing(quoted(name), f"{noun} {name}"),
            inside=fields,
            strict=strict,
            alike=lambda one, other: {**one, "name": None} == {**other, "name": None},
        )
    )


# ---- value functions -----------------------------------------------------------------------


def value_function(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge value functions: of one kind field by field, of several kinds as a whole."""
    kinds = {kind_of(data) for data in three}
    is_one = len(kinds) == 1 and None not in kinds and all(map(is_mapping, three))
    if three.winner == "same":
        return three.base
    if not is_one or ledger.chosen(spot) is not None:
        return ledger.decide(spot, three)
    return {
        name: _PARTS.get(name, whole)(ledger, spot.at(name), _part(three, name))
        for name in union(three)
    }


def _knot(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge what a knot yields; where it stands is its key."""
    return [three.base[0], ledger.decide(spot, three.each(lambda knot: knot[1]))]


def _edge(item: Any) -> tuple[str, float] | tuple[str]:
    for field in ("below", "up_to"):
        if item[field] is not None:
            return field, item[field]
    return ("above",)


def _rule(when: Any) -> str:
    return "otherwise" if when is None else quoted(when)


def _typed(code: Any) -> tuple[str, Any]:
    """Return a category or code with its type, since True equals 1."""
    return type(code).__name__, code


def _code(key: tuple[str, Any]) -> str:
    """Return a category or code as it stands in a place; a text that looks like none in quotes."""
    code = key[1]
    if not isinstance(code, str):
        return spelt(code)
    looks_odd = code in ("true", "false") or code[:1] in "-0123456789"
    return json.dumps(code, ensure_ascii=False) if looks_odd else quoted(code)


def _bin(edge: tuple[Any, ...]) -> str:
    return " ".join([edge[0], *map(spelt, edge[1:])])


def _branch(categories: tuple[Any, ...]) -> str:
    return ", ".join(map(_code, categories))


def _family(
    noun: str, key: Callable[[Any], Any], spelling: Callable[[Any], str], inside: Handler
) -> Family:
    """Return a family whose items stand in a place by their keys, and are called by a noun."""
    return Family(
        key=key,
        spelt=spelling,
        spot=lambda spot, key: spot.at(spelling(key), f"{noun} {spelling(key)}"),
        inside=inside,
    )


def _x(knot: Any) -> Any:
    return knot[0]


def _when(rule: Any) -> Any:
    return rule["when"]


def _categories(branch: Any) -> tuple[Any, ...]:
    return tuple(map(_typed, branch["in"]))


def _special_code(item: Any) -> tuple[str, Any]:
    return _typed(item["code"])


_PARTS: dict[str, Handler] = {
    "piecewise": stretches(_family("knot", _x, spelt, _knot)),
    "bins": stretches(_family("bin", _edge, _bin, fields)),
    "rules": stretches(_family("rule", _when, _rule, fields)),
    "categories": keyed(_family("category", _categories, _branch, fields)),
}

special_codes = keyed(_family("special code", _special_code, _code, fields))
"""Merges the special codes of an input."""
