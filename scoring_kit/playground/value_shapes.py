"""The parts of a value function that are edited: knots, bins, categories."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from scoring_kit.playground.monotone import direction_of, snapped
from scoring_kit.scorecard.html import axis_of
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.value_functions import ValueFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import OTHER, Categories, Key, name_of
from scoring_kit.scorecard.value_functions.lines import Linear, PiecewiseLinear


def kind_of_shape(function: ValueFunction) -> str:
    """Return what an editor makes of a value function; ``other`` where it is not edited by parts.

    Examples
    --------
    >>> from scoring_kit.scorecard.value_functions.lines import Identity
    >>> kind_of_shape(Identity())
    'other'
    """
    is_edited = isinstance(function, Linear | PiecewiseLinear | Bins | Categories)
    return function.kind if is_edited else "other"


def knots_of(function: ValueFunction | None) -> list[list[float]] | None:
    """Return the knots of lines, rising in x; None for what has none that can be moved."""
    if not isinstance(function, Linear | PiecewiseLinear):
        return None
    return [[x, value] for x, value in function.knots]


def bins_of(function: ValueFunction | None) -> list[dict[str, Any]] | None:
    """Return the bins, lowest first; None for what has none.

    edge: None for the last. value: None for a gap, and for an expression, which `expression`
    holds.
    """
    if not isinstance(function, Bins):
        return None
    return [
        {
            "edge": None if bin_.edge is None else bin_.edge[0],
            "closed": None if bin_.edge is None else "up_to" if bin_.edge[1] else "below",
            **_amount(bin_.value),
            "unmatched": bin_.unmatched,
            "text": function.part_in_words(index, None),
        }
        for index, bin_ in enumerate(function.bins)
    ]


def categories_of(
    function: ValueFunction, live: ValueFunction | None, rows: Mapping[Any, int]
) -> list[dict[str, Any]] | None:
    """Return the categories as they are written, and `other` as the last; None for what has none.

    rows: how many rows have each value of the input. branch: categories with the same number
    have one value together. Of `other`, key and branch are None.
    """
    if not isinstance(function, Categories):
        return None
    before = live if isinstance(live, Categories) else None
    counts = {_typed(key): count for key, count in rows.items() if key is not None}
    entries = [
        {
            "key": key,
            "text": name_of(key),
            "branch": number,
            **_amount(branch.value),
            "live": _live_value(before, key),
            "rows": counts.pop(_typed(key), 0),
        }
        for number, branch in enumerate(function.categories)
        for key in branch.in_
    ]
    if function.other is not None:
        entries.append(
            {
                "key": None,
                "text": OTHER,
                "branch": None,
                **_amount(function.other.value),
                "live": _live_value(before, None),
                "rows": sum(counts.values()),
            }
        )
    return entries


def can_snap(criterion: Criterion) -> bool:
    """Return whether snapping the values of knots or bins would change them."""
    function = criterion.value
    if isinstance(function, PiecewiseLinear):
        values = [value for _, value in function.knots]
    elif isinstance(function, Bins) and function.has_plain_values:
        values = [float(branch.value) for branch in function.branches if not branch.unmatched]
    else:
        return False
    return snapped(values, criterion.monotone or direction_of(values)) != values


def formula_of(card: Scorecard, criterion: Criterion) -> str:
    """Return a value function in words, as plain text.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.example("book_club").scorecard
    >>> formula_of(card, card.criteria[2])
    '30 at 50 dollars and below, 50 at 250, 100 at 400 and above; straight lines between.'
    """
    words = criterion.value.in_words(axis_of(card, criterion))
    return unescape(re.sub(r"<[^>]*>", "", words))


def _amount(value: float | str | None) -> dict[str, Any]:
    if isinstance(value, str):
        return {"value": None, "expression": value}
    return {"value": value, "expression": None}


def _typed(key: Key) -> tuple[type, Key]:
    """Return a category with its type, as 1 and true are equal in Python."""
    return (bool, key) if isinstance(key, bool) else (str if isinstance(key, str) else float, key)


def _live_value(function: Categories | None, key: Key | None) -> float | None:
    if function is None:
        return None
    found = None if function.other is None else function.other.value
    for branch in function.categories:
        if key is not None and _typed(key) in map(_typed, branch.in_):
            found = branch.value
    return found if isinstance(found, float) else None
