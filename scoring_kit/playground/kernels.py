"""What a step of a drag does to each row, as loops that numba makes into machine code.

Each says in one pass what several passes of numpy say, to the bit but for sums of changes; see
`compiled`, and what calls them for the passes of numpy. They are plain functions, so that this
module can be read without numba. Arrays lie without gaps; (rows,) is as long as a block.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.int8]
Number = Any
"""A number of 32 bits; what is calculated from such numbers has 32 bits too."""

_PART = 4096
"""Rows whose changes are summed in 32 bits, before they are added up in 64."""

SIGNATURES = {
    "recode": "void(f4[::1], u2[::1], f4[::1], f4[::1], f4)",
    "add_up": "void(f4[::1], f4, f4[:, ::1], i8, i8[::1], f4[::1], f4[::1])",
    "present": "void(f4[::1], f4, f4[:, ::1], i8, i8[::1], f4[::1], f4, f4, f4[::1])",
    "place": "void(f4[::1], f4, f4, f4, u2[::1], i8[::1])",
    "grade": "void(f4[::1], f4[::1], i1[::1], i8[::1])",
    "rank_moves": "void(u2[::1], i4[::1], i4[::1], i8[::1])",
    "changes": "void(f4[::1], f4[::1], u2[::1], u2[::1], f4[::1], i4[::1], f8[::1])",
    "crossings": "void(i1[::1], i1[::1], i8[::1])",
}
"""Types of what each of them takes, as numba writes them."""

IN_ANY_ORDER = frozenset({"changes"})
"""Those whose sums may be taken in any order."""


def recode(values: Floats, code: Shorts, row: Floats, sums: Floats, weight: Number) -> None:
    """Set the values of a member by the code of each row, and correct weighted sums for it."""
    for i in range(len(row)):
        value = values[code[i]]
        sums[i] += (value - row[i]) * weight
        row[i] = value


def add_up(
    sums: Floats,
    factor: Number,
    values: npt.NDArray[np.float32],
    start: int,
    apart: Longs,
    changes: Floats,
    out: Floats,
) -> None:
    """Put sums times a factor into `out`, and add some members times a number each.

    values: (members, all rows), of which the block begins at `start`.
    """
    rows, count = len(out), len(apart)
    if count == 0:
        for i in range(rows):
            out[i] = sums[i] * factor
    for k in range(count):
        row, change = values[apart[k], start : start + rows], changes[k]
        if k == 0:  # in one pass with the first, as most often there is no other
            for i in range(rows):
                out[i] = sums[i] * factor + row[i] * change
        else:
            for i in range(rows):
                out[i] += row[i] * change


def present(
    lack: Floats,
    factor: Number,
    absent: npt.NDArray[np.float32],
    start: int,
    apart: Longs,
    changes: Floats,
    whole: Number,
    least: Number,
    out: Floats,
) -> None:
    """Put the weights that are present into `out`, in the manner of `add_up`."""
    rows, count = len(out), len(apart)
    if count == 0:
        for i in range(rows):
            out[i] = max(lack[i] * -factor + whole, least)
    for k in range(count):
        row, change = absent[apart[k], start : start + rows], changes[k]
        lowest = least if k == count - 1 else np.float32(-np.inf)
        if k == 0:
            for i in range(rows):
                out[i] = max(lack[i] * -factor + whole - row[i] * change, lowest)
        else:
            for i in range(rows):
                out[i] = max(out[i] - row[i] * change, lowest)


def place(
    scores: Floats, factor: Number, shift: Number, most: Number, codes: Shorts, counts: Longs
) -> None:
    """Set the part of a scale that each score is in; the rows of each part are added to counts."""
    one = np.float32(1.0)
    for i in range(len(scores)):
        score = scores[i]
        part = min(max(score * factor + shift, one), most)
        codes[i] = np.uint16(np.int32(part)) if score == score else np.uint16(0)
    for i in range(len(codes)):
        counts[codes[i]] += 1


def grade(scores: Floats, cuts: Floats, tiers: Bytes, reached: Longs) -> None:
    """Set the tier of each score, and tell how many rows reach each cut."""
    for i in range(len(tiers)):
        tiers[i] = len(cuts)
    never, many = np.float32(np.nan), len(cuts)  # which infinity does not reach either
    for k in range(0, many, 4):  # four in one pass; sums kept to 32 bits are made many at a time
        a = cuts[k]
        b = cuts[k + 1] if k + 1 < many else never
        c = cuts[k + 2] if k + 2 < many else never
        d = cuts[k + 3] if k + 3 < many else never
        of_a, of_b, of_c, of_d = np.int32(0), np.int32(0), np.int32(0), np.int32(0)
        for i in range(len(scores)):
            score = scores[i]
            is_a, is_b = np.int32(score >= a), np.int32(score >= b)
            is_c, is_d = np.int32(score >= c), np.int32(score >= d)
            of_a, of_b = np.int32(of_a + is_a), np.int32(of_b + is_b)
            of_c, of_d = np.int32(of_c + is_c), np.int32(of_d + is_d)
            all_four = np.int32(np.int32(is_a + is_b) + np.int32(is_c + is_d))
            tiers[i] = np.int8(tiers[i] - np.int8(all_four))
        reached[k] = of_a
        if k + 1 < many:
            reached[k + 1] = of_b
        if k + 2 < many:
            reached[k + 2] = of_c
        if k + 3 < many:
            reached[k + 3] = of_d


def rank_moves(codes: Shorts, ranks: Ints, was_ranks: Ints, found: Longs) -> None:
    """Tell how many rows have ranks in both, gained some, lost some, and how many in all.

    The moves of rows are not kept: between writes, ranks could not be read many at a time.
    ranks: of each part, 0 for the first, which is without a score. was_ranks: of each row.
    """
    both, up, down, far = np.int32(0), np.int32(0), np.int32(0), np.int64(0)
    for i in range(len(codes)):
        now, was = codes[i], was_ranks[i]
        has_both = (now != 0) & (was != 0)
        gained = np.int32(was - ranks[now])  # read in any case, so that there is no branch
        move = gained if has_both else np.int32(0)
        both = np.int32(both + np.int32(has_both))
        up = np.int32(up + np.int32(move > 0))
        down = np.int32(down + np.int32(move < 0))
        far += np.int64(abs(move))
    found[0], found[1], found[2], found[3] = both, up, down, far


def changes(
    scores: Floats,
    was_scores: Floats,
    codes: Shorts,
    was_codes: Shorts,
    room: Floats,
    bits: Ints,
    found: npt.NDArray[np.float64],
) -> None:
    """Tell the sum of the changes of scores without sign, and the largest as the bits of it.

    room: memory for `_PART` of them. bits: the same memory, read as integers, which rise as
    floats do that are not negative, and are compared many at a time.
    """
    total, largest = 0.0, np.int32(0)
    for start in range(0, len(scores), _PART):
        rows = min(_PART, len(scores) - start)
        now, was = scores[start : start + rows], was_scores[start : start + rows]
        part, was_part = codes[start : start + rows], was_codes[start : start + rows]
        for i in range(rows):
            has_both = (part[i] != 0) & (was_part[i] != 0)
            room[i] = abs(now[i] - was[i]) if has_both else np.float32(0.0)
        some = np.float32(0.0)
        for i in range(rows):
            some += room[i]
        for i in range(rows):
            largest = max(largest, bits[i])
        total += some
    found[0], found[1] = total, largest


def crossings(tiers: Bytes, was_tiers: Bytes, found: Longs) -> None:
    """Tell how many rows came to a better tier, and to a worse one."""
    up, down = np.int32(0), np.int32(0)
    for i in range(len(tiers)):
        up = np.int32(up + np.int32(tiers[i] < was_tiers[i]))
        down = np.int32(down + np.int32(tiers[i] > was_tiers[i]))
    found[0], found[1] = up, down
