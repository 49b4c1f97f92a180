"""Values as the engines hold them: floats, texts, truths and days, whatever they came as.

A number is a double, correctly rounded; NaN is NULL. A date is its days since 1970-01-01;
a moment with a time zone is its date in UTC. Nothing is guessed: a truth is no number, a
text is no date.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any

from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Type

EPOCH = date(1970, 1, 1).toordinal()


def to_value(value: object, kind: Type, name: str) -> float | str | bool | None:
    """Return one value in the form that the row engine reads.

    Parameters
    ----------
    value
        A Python, numpy or pandas scalar; None, NaN, NaT and pandas' NA are missing.
    kind
        NUMBER and DATE give a float, NaN where missing; TEXT and BOOLEAN give None there.
    name
        The column, for the error.

    Raises
    ------
    DataError
        Where the value is of another kind.

    Examples
    --------
    >>> from datetime import date
    >>> to_value(2**70, Type.NUMBER, "x"), to_value(date(1970, 1, 3), Type.DATE, "x")
    (1.1805916207174113e+21, 2.0)
    """
    if is_missing(value):
        return math.nan if kind in (Type.NUMBER, Type.DATE) else None
    converted = _CONVERSIONS[kind](value) if kind_of_value(value) is kind else None
    if converted is None:
        raise DataError([_wrong_type(value, kind, name)])
    return converted


def is_missing(value: object) -> bool:
    """Whether a value is None, NaN, NaT or pandas' NA."""
    if value is None:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    if isinstance(value, str | bool | int | date) and value == value:
        return False
    return type(value).__name__ == "NAType" or _differs_from_itself(value)


def kind_of_value(value: object) -> Type | None:
    """Return what a value that is not missing holds; None where scoring has no use for it."""
    if is_truth(value):
        return Type.BOOLEAN
    if type(value).__name__ == "timedelta64":  # which numpy calls an integer
        return None
    for kind, types in _PYTHON_TYPES.items():
        if isinstance(value, types):
            return kind
    return Type.DATE if type(value).__name__ == "datetime64" else None


def is_truth(value: object) -> bool:
    """Whether a value is True or False, as Python or numpy writes them."""
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def missing_columns(wanted: Iterable[str], row: Mapping[str, object]) -> DataError:
    """Return the error for a row that lacks columns, naming all of them."""
    names = [str(name) for name in row]
    problems = [
        Problem(
            "column_missing",
            name,
            f"the row has no column {name!r}{nearest(name, names)}; pass None if it is missing",
        )
        for name in wanted
        if name not in row
    ]
    return DataError(problems, source="row")


def _differs_from_itself(value: object) -> bool:
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return False


def _to_number(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(str(value)) if value.is_finite() else float(value)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _to_text(value: Any) -> str | None:
    """A text that UTF-8 can hold; half a surrogate pair cannot be sent to a database."""
    text = str(value)
    return None if any("\ud800" <= letter <= "\udfff" for letter in text) else text


def _to_truth(value: Any) -> bool:
    return bool(value)


def _to_days(value: Any) -> float:
    if isinstance(value, datetime):
        value = value if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    return float(value.astype("datetime64[D]").astype("int64"))


_CONVERSIONS: dict[Type, Callable[[Any], float | str | bool | None]] = {
    Type.NUMBER: _to_number,
    Type.TEXT: _to_text,
    Type.BOOLEAN: _to_truth,
    Type.DATE: _to_days,
}

_PYTHON_TYPES: dict[Type, tuple[type, ...]] = {
    Type.NUMBER: (Real, Decimal),
    Type.TEXT: (str,),
    Type.DATE: (date,),
}


def _wrong_type(value: object, kind: Type, name: str) -> Problem:
    found = f"{type(value).__name__} {_shortened(value)}"
    how = ", with pandas.to_datetime say" if kind is Type.DATE else ""
    return Problem(
        "column_type",
        name,
        f"column {name!r} should hold a {kind.value}, but holds {found}; convert the column{how}",
    )


def _shortened(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
