"""A merge of three documents as plain data, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from scoring_kit.errors import Problem
from scoring_kit.scorecard.changes_data import number
from scoring_kit.scorecard.merging_fields import (
    fields,
    fields_of,
    named,
    special_codes,
    things,
    whole,
)
from scoring_kit.scorecard.merging_ledger import Choice, Ledger, Spot, Three, quoted
from scoring_kit.scorecard.merging_lists import Handler
from scoring_kit.scorecard.merging_order import comes_first
from scoring_kit.scorecard.merging_tree import tree
from scoring_kit.scorecard.shapes import is_list, is_mapping

Data = dict[str, Any]


def put_together(three: Three[Data], choices: Mapping[str, Choice]) -> tuple[Data, Ledger]:
    """Return the merged document as `whole_data` would give it, and what was decided.

    Where there are conflicts, it has what the base has there.
    """
    ledger = Ledger(choices)
    found: Data = {}
    for name in three.base:
        handler = _SECTIONS.get(name, fields)
        found[name] = handler(ledger, Spot().at(name), three.each(lambda data, n=name: data[n]))
    return found, ledger


def as_written(data: Any) -> Any:
    """Return merged data without the fields that say nothing, as a document has them."""
    if is_mapping(data):
        kept = {name: as_written(entry) for name, entry in data.items() if entry is not None}
        return {name: entry for name, entry in kept.items() if (name, entry) != ("tiers", {})}
    return [as_written(item) for item in data] if is_list(data) else data


def _tiers(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge the tiers by name, highest first; two that would change places are a problem."""
    found = _TIERS(ledger, spot, three)
    is_chosen = ledger.choices.get(spot.place) is not None
    if is_chosen or not is_mapping(found) or not all(map(_is_number, found.values())):
        return found
    ranked = sorted(found, key=lambda name: (-found[name], name))
    for upper, lower in combinations(ranked, 2):
        if _would_change_places(ledger, spot, three, found, (upper, lower)):
            cuts = f"{upper!r} ({number(found[upper])}) and {lower!r} ({number(found[lower])})"
            message = f"tiers {cuts} would change places, which neither side meant"
            place = f"{spot.place}.{quoted(min(upper, lower))}"
            ledger.problems.append(Problem("not_decreasing", place, message))
    return {name: found[name] for name in ranked}


def _would_change_places(
    ledger: Ledger, spot: Spot, three: Three[Data], found: Data, pair: tuple[str, str]
) -> bool:
    """Return whether two tiers stand in an order that no side and no choice gave them."""
    given = (ledger.taken.get(f"{spot.place}.{quoted(name)}") == "value" for name in pair)
    as_somewhere = (all(cuts.get(name) == found[name] for name in pair) for cuts in three)
    if any(given) or any(as_somewhere):
        return False
    return comes_first(*pair, three.each(lambda cuts: [*cuts])) is False


def _is_number(cut: Any) -> bool:
    return isinstance(cut, int | float) and not isinstance(cut, bool)


_TIERS = things("tier")
_SECTIONS: dict[str, Handler] = {
    "key": whole,
    "parameters": things("parameter"),
    "inputs": things("input", fields_of({"special": special_codes})),
    "derived": things("derived input"),
    "score": tree,
    "adjustments": named("adjustment", strict=True),
    "knock_outs": named("knock-out"),
    "tiers": _tiers,
    "reasons": fields_of({"texts": things("text of reason")}),
}
