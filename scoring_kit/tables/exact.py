"""Columns of Python objects that a database holds as they are: integers, decimals, moments, ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np

from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import Array
from scoring_kit.tables.values import is_missing


class ExactColumn(NamedTuple):
    """A column as texts or integers, the SQL of its type over {x}, and what scoring reads it as."""

    values: Any
    sql: str
    kind: Type | None


def exact_column(values: Sequence[Any]) -> ExactColumn | None:
    """Return values of one Python type in a form that loses nothing; None for all other columns.

    Examples
    --------
    >>> exact_column([Decimal("1.50"), None]).sql
    '{x}::DECIMAL(3,2)'
    """
    types: set[type] = {type(value) for value in values if not is_missing(value)}
    if len(types) != 1:
        return None
    make = _MAKERS.get(types.pop())
    return None if make is None else make(values)


_SMALL = range(-(2**63), 2**63)
_LARGE = range(-(2**127), 2**127)
_MOST_DIGITS = 38


def _integers(values: Sequence[Any]) -> ExactColumn | None:
    present = [value for value in values if not is_missing(value)]
    if all(value in _SMALL for value in present):
        import pandas

        cells = [None if is_missing(value) else value for value in values]
        return ExactColumn(pandas.array(cells, dtype="Int64"), "{x}::BIGINT", Type.NUMBER)
    if all(value in _LARGE for value in present):
        return ExactColumn(_texts(values, str), "{x}::HUGEINT", Type.NUMBER)
    return None


def _decimals(values: Sequence[Any]) -> ExactColumn | None:
    present = [value for value in values if not is_missing(value)]
    if not all(value.is_finite() for value in present):
        return None
    if any(value.is_zero() and value.is_signed() for value in present):
        return None  # no database has a decimal -0
    scale = max(max(-value.as_tuple().exponent, 0) for value in present)
    before = max(max(value.adjusted() + 1, 1) for value in present)
    width = before + scale
    if width > _MOST_DIGITS:
        return None
    return ExactColumn(
        _texts(values, "{:f}".format), f"{{x}}::DECIMAL({width},{scale})", Type.NUMBER
    )


def _moments(values: Sequence[Any]) -> ExactColumn | None:
    zones = {value.tzinfo is None for value in values if not is_missing(value)}
    if len(zones) > 1:
        return None
    if zones == {True}:
        return ExactColumn(_texts(values, datetime.isoformat), "{x}::TIMESTAMP", Type.DATE)
    try:
        texts = _texts(values, _in_utc)
    except OverflowError:  # in UTC it is beyond the first or the last year
        return None
    return ExactColumn(texts, "timezone('UTC', {x}::TIMESTAMP)", Type.DATE)


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat()


def _ids(values: Sequence[Any]) -> ExactColumn:
    return ExactColumn(_texts(values, str), "{x}::UUID", None)


def _times(values: Sequence[Any]) -> ExactColumn | None:
    if any(value.tzinfo is not None for value in values if not is_missing(value)):
        return None
    return ExactColumn(_texts(values, time.isoformat), "{x}::TIME", None)


def _texts(values: Sequence[Any], form: Callable[[Any], str]) -> Array:
    return np.array([None if is_missing(value) else form(value) for value in values], object)


_MAKERS: dict[type, Callable[[Sequence[Any]], ExactColumn | None]] = {
    int: _integers,
    Decimal: _decimals,
    datetime: _moments,
    UUID: _ids,
    time: _times,
}
