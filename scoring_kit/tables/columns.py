"""Columns in memory, in the canonical forms of the numpy engine."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.values import is_missing, kind_of_value, to_value

Array = npt.NDArray[Any]


def to_column(values: object, kind: Type, name: str) -> Array:
    """Return a column as the numpy engine reads it.

    Parameters
    ----------
    values
        (rows,): a list, a numpy array, a pandas Series, or another iterable of scalars.
    kind
        NUMBER and DATE give float64 with NaN where missing (dates in days since
        1970-01-01), TEXT gives objects with None, BOOLEAN int8 with -1.
    name
        The column, for the error.

    Raises
    ------
    DataError
        Where the column, or a value in it, is of another kind.

    Examples
    --------
    >>> to_column([1, None, 2.5], Type.NUMBER, "age")
    array([1. , nan, 2.5])
    """
    plain = plain_values(values)
    if not isinstance(plain, np.ndarray):
        return _by_value(plain, kind, name)
    array = cast(Array, plain)
    if _KINDS[array.dtype.kind] is not kind:
        raise DataError([_wrong_dtype(array, kind, name)])
    return _CONVERSIONS[array.dtype.kind](array)


def is_of(package: str, name: str, data: object) -> bool:
    """Return whether data are of a class of a package, which need not be there.

    One that another thread is just importing has no class yet, and has made nothing.
    """
    found: type | None = getattr(sys.modules.get(package), name, None)
    return found is not None and isinstance(data, found)


def plain_values(values: object) -> Array | Iterable[object]:
    """Return an array of a numpy type that scoring knows, or else the values one by one."""
    if is_of("pandas", "Series", values):
        values = _from_pandas(values)
    if isinstance(values, np.ma.MaskedArray):
        masked = cast(Any, values)
        is_date = masked.dtype.kind == "M"
        values = masked.filled(np.datetime64("NaT")) if is_date else masked.tolist()
    if isinstance(values, np.ndarray):
        array = cast(Array, values)
        return array if array.dtype.kind in _KINDS else list(array)
    if hasattr(values, "to_pylist"):  # Arrow's own scalars know neither None nor arithmetic
        return cast(list[object], cast(Any, values).to_pylist())
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        problem = f"a {type(values).__name__} is no column; use a list, an array or a Series"
        raise DataError([Problem("table_unusable", "", problem)])
    return cast(Iterable[object], values)


def kind_of(values: object) -> Type | None:
    """Return the kind that all values have; None if they have several or one of no use.

    A column in which everything is missing counts as text.
    """
    plain = plain_values(values)
    if isinstance(plain, np.ndarray):
        return _KINDS[cast(Array, plain).dtype.kind]
    kinds = {kind_of_value(value) for value in plain if not is_missing(value)}
    return (kinds or {Type.TEXT}).pop() if len(kinds) < 2 else None


def _from_pandas(series: Any) -> Any:
    dtype = series.dtype
    if str(dtype) == "category":
        return _from_pandas(series.astype(dtype.categories.dtype))
    if getattr(dtype, "tz", None) is not None:
        return series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
    if isinstance(dtype, np.dtype):
        return series.to_numpy()
    if dtype.kind in "iuf" and series.notna().all():
        return series.to_numpy(dtype=np.dtype(f"{dtype.kind}8"))
    return series.to_numpy(dtype=object)


def _by_value(values: Iterable[object], kind: Type, name: str) -> Array:
    if kind is Type.BOOLEAN:
        truths = [to_value(value, kind, name) for value in values]
        return np.array([-1 if value is None else int(value) for value in truths], dtype=np.int8)
    if kind is Type.TEXT:
        return np.array([to_value(value, kind, name) for value in values], dtype=object)
    numbers = (value if type(value) is float else to_value(value, kind, name) for value in values)
    if kind is Type.DATE:
        numbers = (to_value(value, kind, name) for value in values)
    return np.fromiter(cast(Iterable[float], numbers), dtype=np.float64)


def _days(array: Array) -> Array:
    missing = np.isnat(array)
    days = np.where(missing, np.datetime64(0, "D"), array.astype("datetime64[D]"))
    return np.where(missing, math.nan, days.astype(np.int64).astype(np.float64))


def _texts(array: Array) -> Array:
    return _by_value(cast(list[object], array.tolist()), Type.TEXT, "")


_KINDS: dict[str, Type] = {
    "f": Type.NUMBER,
    "i": Type.NUMBER,
    "u": Type.NUMBER,
    "b": Type.BOOLEAN,
    "M": Type.DATE,
    "U": Type.TEXT,
}
"""What numpy's kinds of arrays hold."""

_CONVERSIONS: dict[str, Callable[[Array], Array]] = {
    "f": lambda array: array.astype(np.float64),
    "i": lambda array: array.astype(np.float64),
    "u": lambda array: array.astype(np.float64),
    "b": lambda array: array.astype(np.int8),
    "M": _days,
    "U": _texts,
}


def _wrong_dtype(array: Array, kind: Type, name: str) -> Problem:
    message = f"column {name!r} should hold {kind.value}s, but is {array.dtype}; convert it"
    return Problem("column_type", name, message)
