"""The values of a group's members in 32 bits, and their weighted sum, kept up to date."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.values import Column

Matrix = npt.NDArray[np.float32]

_MOST_APART = 3
"""Weights that a sum is corrected for, one by one; with more of them it is made anew."""
_LEAST = np.float32(1e-30)
"""In the place of a present weight of 0, whose rows have no value anyway."""


class Members:
    """Sums over the members of a group, (rows,) each, of weights that change little by little.

    Where all weights but a few change by one factor, as they do when one is moved and the others
    make room for it, the last sum is scaled and corrected: two additions instead of one for
    each member.
    """

    def __init__(self, members: int, rows: int) -> None:
        self._values: Matrix = np.zeros((members, rows), np.float32)
        self._absent: Matrix = np.zeros((0, rows), np.float32)
        self._places: list[int] = []
        self._weights: Column | None = None
        self._sum: Column = np.zeros(rows, np.float32)
        self._lack: Column = np.zeros(rows, np.float32)
        self._out: Matrix = np.zeros((3, rows), np.float32)

    def put(self, index: int, values: Column) -> None:
        """Set the values of a member, NaN where it is absent."""
        lacking = np.isnan(values)
        row, change = self._values[index], self._out[2]
        is_somewhere = bool(lacking.any())
        if is_somewhere:
            values = np.where(lacking, np.float32(0.0), values)
        if self._weights is not None:
            np.subtract(values, row, out=change)
            change *= self._weights[index]
            self._sum += change
        np.copyto(row, values)
        if is_somewhere or index in self._places:
            self._put_absent(index, lacking)

    def _put_absent(self, index: int, lacking: npt.NDArray[np.bool_]) -> None:
        if index not in self._places:
            self._places.append(index)
            self._absent = np.vstack([self._absent, lacking[np.newaxis]], dtype=np.float32)
            self._weights = None
            return
        row = self._absent[self._places.index(index)]
        if not np.array_equal(row, lacking):
            row[:] = lacking
            self._weights = None

    def weighted(self, weights: Column) -> tuple[Column, Column]:
        """Return sum(w v) over present members, and the sum of the weights that are present.

        The first is used again by the next call; the second is one number where all are present.
        """
        factor, apart = self._change_to(weights)
        if len(apart) > _MOST_APART:
            self._start(weights)
            factor, apart = np.float32(1.0), np.zeros(0, np.int64)
        total, lack, _ = self._out
        self._corrected(self._sum, factor, weights, apart, total)
        whole: Column = weights.sum(dtype=np.float32)
        if not self._places:
            return total, whole
        self._corrected(self._lack, factor, weights, apart, lack, absent=True)
        np.subtract(whole, lack, out=lack)
        return total, np.maximum(lack, _LEAST, out=lack)

    def _change_to(self, weights: Column) -> tuple[np.float32, npt.NDArray[np.int64]]:
        """Return the factor that most weights change by, and the places of the others."""
        before = self._weights
        if before is None:
            return np.float32(1.0), np.arange(_MOST_APART + 1)
        used = before > 0.0
        factor = (
            np.float32(np.median(weights[used] / before[used])) if used.any() else np.float32(1)
        )
        return factor, np.flatnonzero(np.abs(weights - factor * before) > 1e-6 * np.abs(weights))

    def _start(self, weights: Column) -> None:
        self._weights = weights.copy()
        np.matmul(weights, self._values, out=self._sum)
        if self._places:
            np.matmul(weights[self._places], self._absent, out=self._lack)

    def _corrected(
        self,
        known: Column,
        factor: np.float32,
        weights: Column,
        apart: npt.NDArray[np.int64],
        out: Column,
        *,
        absent: bool = False,
    ) -> None:
        """Set `out` to the known sum with other weights."""
        before, part = self._weights, self._out[2]
        assert before is not None
        np.multiply(known, factor, out=out)
        for index in apart.tolist():
            if absent and index not in self._places:
                continue
            row = self._absent[self._places.index(index)] if absent else self._values[index]
            np.multiply(row, weights[index] - factor * before[index], out=part)
            out += part
