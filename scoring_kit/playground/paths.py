"""Where plain data differs, and putting values back at such places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, cast

from scoring_kit.playground.errors import EditError
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.shapes import is_list, is_mapping
from scoring_kit.scorecard.writing_changes import is_same


class Absent(Enum):
    """The value of a field that is not there; None may be a value."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT

Data = dict[str, Any]
"""A document, or a part of it, as plain data; never changed in place."""

NAMING_KEYS = ("criterion", "group", "name")
"""Fields that name an item of a list."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in a document with its values before and after; `ABSENT` where there is none."""

    place: Place
    before: object
    after: object

    def __str__(self) -> str:
        return spell(self.place)


def differences(before: object, after: object, place: Place = ()) -> Iterator[Difference]:
    """Yield the smallest places at which two pieces of plain data differ.

    A list whose items came, went or changed places is one difference, and so are tiers, whose
    order has a meaning.

    Examples
    --------
    >>> [str(one) for one in differences({"of": [{"weight": 1.0}]}, {"of": [{"weight": 2.0}]})]
    ['of.0.weight']
    """
    if is_same(before, after):
        return
    if is_mapping(before) and is_mapping(after) and _may_be_entered(before, after, place):
        for key in dict.fromkeys((*before, *after)):
            here = (*place, key)
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), here)
    elif is_list(before) and is_list(after) and _names(before) == _names(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, (*place, index))
    else:
        yield Difference(place, before, after)


def _may_be_entered(before: Data, after: Data, place: Place) -> bool:
    return place != ("tiers",) or list(before) == list(after)


def _names(items: Iterable[object]) -> list[object]:
    """Return the names of a list's items; items without one count by their number only."""
    return [
        next((item[key] for key in NAMING_KEYS if key in item), None) if is_mapping(item) else None
        for item in items
    ]


def overlap(one: Place, other: Place) -> bool:
    """Return whether one place is the other, or lies within it.

    Examples
    --------
    >>> overlap(("tiers",), ("tiers", "A")), overlap(("tiers", "B"), ("tiers", "A"))
    (True, False)
    """
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def value_at(data: object, place: Place) -> object:
    """Return what stands at a place, `ABSENT` where nothing does."""
    for part in place:
        if is_mapping(data):
            data = data.get(part, ABSENT)
        elif is_list(data) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return ABSENT
    return data


def with_values(data: Data, values: Iterable[tuple[Place, object]]) -> Data:
    """Return plain data with other values at places that exist, up to their last part.

    What is not on the way to these places is shared with the old data, which stays as it is.

    Examples
    --------
    >>> with_values({"tiers": {"A": 80.0}}, [(("tiers", "A"), 75.0)])
    {'tiers': {'A': 75.0}}
    """
    for place, value in values:
        data = cast("Data", _with_value(data, place, value))
    return data


def _with_value(data: object, place: Place, value: object) -> object:
    if not place:
        return value
    part, rest = place[0], place[1:]
    if is_mapping(data):
        if not rest and value is ABSENT:
            return {key: known for key, known in data.items() if key != part}
        return {**data, part: _with_value(data.get(part), rest, value)}
    if not is_list(data) or part not in range(len(data)):
        raise EditError("unknown_place", spell(place), "the document has nothing there to change")
    return [_with_value(item, rest, value) if n == part else item for n, item in enumerate(data)]
