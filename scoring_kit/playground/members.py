"""The values of a group's members in 32 bits, and their weighted sum, kept up to date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.values import CodedColumn, Codes, Column
from scoring_kit.playground.workers import Scratch

Matrix = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_MOST_APART = 3
"""Weights that a sum is corrected for, one by one; with more of them it is made anew."""
_MOST_CHANGES = 256
"""Changes of values after which a sum is made anew, as each adds to its error of rounding."""
_LEAST = np.float32(1e-30)
"""In the place of a present weight of 0, whose rows have no value anyway."""
_ONE = np.float32(1.0)


@dataclass(frozen=True, slots=True)
class _Turn:
    """How the sums of the last weights become those of the next ones.

    By a factor, plus members by what their weight changes beside it; or anew. gaps: the same
    of members that are absent in some rows, by their place among these. recoded: members that
    have other values first, by place.
    """

    weights: Column
    is_anew: bool = True
    factor: np.float32 = _ONE
    apart: tuple[tuple[int, np.float32], ...] = ()
    gaps: tuple[tuple[int, np.float32], ...] = ()
    recoded: tuple[tuple[int, CodedColumn], ...] = ()


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
        self._turn = _Turn(np.zeros(members, np.float32))
        self._changes = 0
        self._coded: dict[int, tuple[Codes, Flags]] = {}
        self._recoded: dict[int, CodedColumn] = {}

    # ---- values ----------------------------------------------------------------------------

    def put(self, index: int, values: Column) -> None:
        """Set the values of a member, NaN where it is absent; the sums are made anew."""
        lacking = np.isnan(values)
        np.copyto(self._values[index], values)
        self._values[index, lacking] = 0.0
        self._weights = None
        self._coded.pop(index, None)
        self._recoded.pop(index, None)
        if index not in self._places and lacking.any():
            self._places.append(index)
            self._absent = np.vstack([self._absent, lacking[np.newaxis]], dtype=np.float32)
        elif index in self._places:
            self._absent[self._places.index(index)] = lacking

    def put_coded(self, index: int, column: CodedColumn) -> None:
        """Set the values of a member at the next turn, unless other rows lack one than before."""
        lacking = np.isnan(column.values)
        known = self._coded.get(index)
        if known is None or known[0] is not column.codes or (known[1] != lacking).any():
            self.put(index, column.full)
            self._coded[index] = (column.codes, lacking)
            return
        self._recoded[index] = CodedColumn(column.codes, np.where(lacking, 0.0, column.values))

    def put_block(self, index: int, block: slice, values: Column, scratch: Scratch) -> None:
        """Set the values of some rows of a member, 0 where it is absent as before."""
        row = self._values[index, block]
        if not self._turn.is_anew and self._weights is not None:
            change = np.subtract(values, row, out=scratch.floats(3, block))
            change *= self._weights[index]
            self._sum[block] += change
        np.copyto(row, values)

    # ---- sums ------------------------------------------------------------------------------

    def turn_to(self, weights: Column, *, changes: int = 0) -> None:
        """Get ready for `sums` of these weights; then they must be asked for all rows, once.

        changes: how many members will have other values by `put_block`.
        """
        recoded = tuple(self._recoded.items())
        self._recoded.clear()
        self._changes += len(recoded) + changes
        factor, apart = self._change_to(weights)
        if apart is None or self._changes > _MOST_CHANGES:
            self._weights, self._changes = weights.copy(), 0
            self._turn = _Turn(weights, recoded=recoded)
        else:
            gaps = tuple((self._places.index(i), by) for i, by in apart if i in self._places)
            self._turn = _Turn(weights, False, factor, apart, gaps, recoded)

    def _change_to(
        self, weights: Column
    ) -> tuple[np.float32, tuple[tuple[int, np.float32], ...] | None]:
        """Return the factor that most weights change by, and the others with their difference."""
        before = self._weights
        if before is None:
            return _ONE, None
        used = before > 0.0
        factor = np.float32(np.median(weights[used] / before[used])) if used.any() else _ONE
        beside = weights - factor * before
        apart = np.flatnonzero(np.abs(beside) > 1e-6 * np.abs(weights)).tolist()
        if len(apart) > _MOST_APART:
            return factor, None
        return factor, tuple((index, beside[index]) for index in apart)

    def sums(self, block: slice, out: Column, scratch: Scratch) -> Column | np.float32:
        """Put sum(w v) over present members into `out`; return the sum of weights present.

        The latter is one number where all are present.
        """
        turn, kernels = self._turn, scratch.kernels
        for index, column in turn.recoded:
            self._recode(index, column, block, scratch)
        if turn.is_anew:
            self._sum_anew(block, scratch)
        whole = np.float32(turn.weights.sum(dtype=np.float32))
        if kernels is not None:
            start, apart = block.start, _arrays(turn.apart)
            kernels.add_up(self._sum[block], turn.factor, self._values, start, *apart, out)
            return self._present(block, whole, scratch) if self._places else whole
        np.multiply(self._sum[block], turn.factor, out=out)
        part = scratch.floats(1, block)
        for index, change in turn.apart:
            out += np.multiply(self._values[index, block], change, out=part)
        return self._present(block, whole, scratch) if self._places else whole

    def _recode(self, index: int, column: CodedColumn, block: slice, scratch: Scratch) -> None:
        """Set the values of some rows of a member by their codes."""
        code, weights = column.codes.code[block], self._weights
        if scratch.kernels is not None and not self._turn.is_anew and weights is not None:
            row, sums = self._values[index, block], self._sum[block]
            scratch.kernels.recode(column.values, code, row, sums, weights[index])
            return
        values = scratch.floats(2, block)
        np.take(column.values, code, out=values, mode="clip")
        self.put_block(index, block, values, scratch)

    def _sum_anew(self, block: slice, scratch: Scratch) -> None:
        # not by a product of matrices: the threads of a BLAS would wait for each other's
        weights, part = self._turn.weights, scratch.floats(1, block)
        both = (
            (self._sum, self._values, weights),
            (self._lack, self._absent, weights[self._places]),
        )
        for out, rows, factors in both:
            out[block] = 0.0
            for row, factor in zip(rows, factors, strict=True):
                out[block] += np.multiply(row[block], factor, out=part)

    def _present(self, block: slice, whole: np.float32, scratch: Scratch) -> Column:
        turn, part, out = self._turn, scratch.floats(1, block), scratch.floats(2, block)
        lack, kernels = self._lack[block], scratch.kernels
        if kernels is not None:
            gaps = _arrays(turn.gaps)
            kernels.present(lack, turn.factor, self._absent, block.start, *gaps, whole, _LEAST, out)
            return out
        present = np.multiply(lack, -turn.factor, out=out)
        present += whole
        for place, change in turn.gaps:
            present -= np.multiply(self._absent[place, block], change, out=part)
        return np.maximum(present, _LEAST, out=present)


def _arrays(changes: tuple[tuple[int, np.float32], ...]) -> tuple[npt.NDArray[np.int64], Column]:
    """Return places and changes as kernels take them."""
    places = np.array([place for place, _ in changes], np.int64)
    return places, np.array([change for _, change in changes], np.float32)
