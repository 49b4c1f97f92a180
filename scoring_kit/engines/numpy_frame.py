"""What a word may ask of the columns it is calculated from, and the forms of arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.base import NULL_PACKED
from scoring_kit.expression.words import Type, Word

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a word is true and where it is false; it is NULL in other rows."""

    true: Callable[[], Array]
    false: Callable[[], Array]

    def value(self) -> Array:
        """Return 1, 0 and -1 for NULL."""
        return np.where(self.true(), 1, np.where(self.false(), 0, -1)).astype(np.int8)


class Frame(Protocol):
    """Calculates the operands of a word."""

    @property
    def rows(self) -> int: ...
    def value(self, word: Word) -> Array: ...
    def full(self, word: Word) -> Array: ...
    def condition(self, word: Word) -> Condition: ...
    def column(self, name: str) -> Array: ...
    def reference(self, name: str) -> Array: ...


def to_lists(values: Array) -> Array:
    """Return reasons that are held as columns, one a rank, as a list for each row."""
    if values.ndim < 2:
        return values
    kept = (values != NULL_PACKED).sum(axis=1).tolist()
    return objects(row[:count] for row, count in zip(values.tolist(), kept, strict=True))


def objects(values: Iterable[object]) -> Array:
    """Return an array of Python objects; numpy would make a matrix of lists of equal length."""
    return np.fromiter(values, dtype=object)


def scalar(value: object, kind: Type) -> Array:
    """Return one value for all rows, in the form of its type."""
    return np.array(value, dtype=DTYPES[kind])


DTYPES: dict[Type, Any] = {
    Type.NUMBER: np.float64,
    Type.DATE: np.float64,
    Type.TEXT: object,
    Type.BOOLEAN: np.int8,
    Type.PACKED: np.int64,
    Type.LIST: object,
}

NULLS: dict[Type, object] = {
    Type.NUMBER: math.nan,
    Type.DATE: math.nan,
    Type.TEXT: None,
    Type.BOOLEAN: -1,
    Type.PACKED: NULL_PACKED,
    Type.LIST: None,
}


def is_known(values: Array, kind: Type) -> Array:
    """Return where the values are not NULL."""
    if kind in (Type.NUMBER, Type.DATE):
        return values == values
    if kind in (Type.BOOLEAN, Type.PACKED):
        return values != NULLS[kind]
    return np.asarray(to_lists(values) != np.array(None, dtype=object), dtype=bool)
