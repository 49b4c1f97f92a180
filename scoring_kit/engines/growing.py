"""Arrays of columns that are fetched part by part, of a number of rows that nobody knows before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas

Codes = npt.NDArray[np.signedinteger[Any]]


class GrowingArray:
    """Numbers of one kind.

    Examples
    --------
    >>> array = GrowingArray(np.int8)
    >>> array.append([1, 2])
    >>> array.append([3])
    >>> array.whole()
    array([1, 2, 3], dtype=int8)
    """

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._values = np.empty(0, kind)
        self._rows = 0

    def append(self, values: npt.ArrayLike) -> None:
        """Add numbers at the end."""
        added = np.asarray(values)
        end = self._rows + len(added)
        if end > len(self._values):
            # a quarter more: large arrays grow where they are, and what is too much is given back
            self._values.resize(max(end, len(self._values) * 5 // 4), refcheck=False)
        self._values[self._rows : end] = added
        self._rows = end

    def widen(self, kind: npt.DTypeLike) -> None:
        """Make numbers of another kind of all."""
        if self._values.dtype != kind:
            self._values = self._values.astype(kind)

    def whole(self) -> npt.NDArray[Any]:
        """Return all numbers; nothing can be added afterwards."""
        self._values.resize(self._rows, refcheck=False)
        return self._values


class GrowingTexts:
    """Texts of which there are few, as codes.

    Examples
    --------
    >>> import pandas
    >>> texts = GrowingTexts()
    >>> texts.append(pandas.Series(["x", None]))
    >>> texts.append(pandas.Series(["y", "x"]))
    >>> texts.whole()
    (array([ 0, -1,  1,  0], dtype=int8), ('x', 'y'))
    """

    def __init__(self) -> None:
        self._codes = GrowingArray(np.int8)
        self._places: dict[str, int] = {}

    def append(self, column: pandas.Series[Any]) -> None:
        """Add texts at the end, missing ones as -1."""
        found = column.astype("category").cat
        places = [self._places.setdefault(str(n), len(self._places)) for n in found.categories]
        self._codes.widen(small_kind(len(self._places)))
        self._codes.append(np.array([*places, -1])[found.codes])

    def whole(self) -> tuple[Codes, tuple[str, ...]]:
        """Return the place of each text among the different ones, and these."""
        return self._codes.whole(), tuple(self._places)


def small_kind(count: int) -> np.dtype[np.signedinteger[Any]]:
    """Return the smallest kind of integers that holds -1 to a count.

    Examples
    --------
    >>> small_kind(127), small_kind(128)
    (dtype('int8'), dtype('int16'))
    """
    return np.min_scalar_type(-count - 1)
