"""Winners and losers: how the rows of each segment fare under a draft, against live."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.parts import KINDS, Parts, part_columns, parts_of
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.playground.board import Board
from scoring_kit.playground.exact import ExactScores
from scoring_kit.playground.tier_places import tier_places
from scoring_kit.scorecard.models import Scorecard

Rows = npt.NDArray[np.intp]

MOST_VALUES = 200
"""Different values up to which a column is offered."""
MOST_SEGMENTS = 40
"""Segments that are told apart; smaller ones are joined."""
SMALL = 30
"""Rows below which a segment is too small to be drawn."""
Z = 1.959963984540054
"""Standard deviations on either side of the mean that hold 95 % of a normal distribution."""


class Segments:
    """The rows of a board parted by one of its columns, and what a draft means to each part.

    columns: those of the board's table that hold text, booleans or whole numbers, with 2 to
    200 different values, but for the key. A column that no scorecard reads is in the table
    where it was named in the board's `also`.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> found = Segments(Board(card, "data/book_club.parquet", also=["gender"]))
    >>> [(row["segment"], row["rows"]) for row in found.facts(card, "gender")["rows"]]
    [('female', 2818), ('male', 1182)]
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._live = board.scores(board.live)
        self._columns: tuple[str, ...] | None = None
        self._parts: dict[str, Parts] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns by which rows can be parted, in the order of the table."""
        if self._columns is None:
            table = self._board.table
            names = [name for name in table.columns if name not in self._board.live.key]
            self._columns = part_columns(self._board.engine, table, names, MOST_VALUES)
        return self._columns

    def facts(self, draft: Scorecard, column: str) -> dict[str, Any]:
        """Return how each segment of a column fares under a draft, largest segment first.

        The mean change is that of published scores, over rows with a score under both; its
        95 % interval is normal, 1.96 standard errors on either side, where there are two such
        rows or more. Up and down count rows with a tier under both, and another one.

        Returns
        -------
        dict
            ``column``, ``columns`` (all that can be chosen), ``small`` (how many segments have
            fewer than 30 rows), ``rows``: of each segment ``segment`` (its name), ``kind``
            (``value``; ``other`` for all beyond the 40 largest, ``missing`` for rows without a
            value, which come last), ``rows``, ``scored`` (under both), ``up``, ``down``,
            ``mean_change`` and ``half_width`` (None where unknown), ``small``.

        Raises
        ------
        DataError
            When the table has no such column, or one by whose values rows cannot be parted.
        """
        parts = self.parts(column)
        rows = segment_rows(parts, self._live, self._board.scores(draft))
        return {
            "column": column,
            "columns": list(self.columns),
            "rows": rows,
            "small": sum(row["small"] for row in rows),
        }

    def parts(self, column: str) -> Parts:
        """Return the segment of each row by a column; kept, so that it is found once."""
        if column not in self._parts:
            table = self._board.table
            if column not in table.columns:
                known = ", ".join(self.columns) or "none"
                message = f"the table in memory has no column {column!r}; rows can be parted by "
                message += f"{known}{nearest(column, list(self.columns))}; others are there when "
                message += "they are named in `also`"
                raise _refused("unknown_column", column, message)
            kind = table.columns[column].kind
            if kind not in KINDS:
                found = "lists" if kind is None else f"{kind.value}s"
                message = f"column {column!r} holds {found}; rows can be parted by text, booleans "
                message += "and numbers; name another column, or make a text of it"
                raise _refused("column_type", column, message)
            self._parts[column] = parts_of(self._board.engine, table, column, MOST_SEGMENTS)
        return self._parts[column]


def _refused(code: str, column: str, message: str) -> DataError:
    return DataError([Problem(code, column, message)], refusal="cannot be parted")


def segment_rows(parts: Parts, live: ExactScores, draft: ExactScores) -> list[dict[str, Any]]:
    """Return how each segment fares from one scorecard to another; see `Segments.facts`."""
    count = len(parts.names)
    change = draft.score - live.score
    lacking = np.flatnonzero(np.isnan(change))
    change[lacking] = 0.0
    scored = parts.sizes - np.bincount(parts.codes[lacking], minlength=count)
    means = np.bincount(parts.codes, change, minlength=count) / np.maximum(scored, 1)
    was, now = tier_places(live, draft)
    moved = np.flatnonzero(now != was)
    codes, was, now = parts.codes[moved], was[moved], now[moved]
    had_both = (was >= 0) & (now >= 0)
    columns = (
        parts.sizes,
        scored,
        np.bincount(codes[had_both & (now < was)], minlength=count),
        np.bincount(codes[had_both & (now > was)], minlength=count),
        means,
        _squares(parts, change, lacking, scored, means),
    )
    cells = zip(*(column.tolist() for column in columns), strict=True)
    return [
        _row(name, kind, *row)
        for name, kind, row in zip(parts.names, parts.kinds, cells, strict=True)
    ]


def _squares(parts: Parts, change: Floats, lacking: Rows, scored: Rows, means: Floats) -> Floats:
    """Return the sum of squared differences from the mean of each segment; spends `change`.

    They are taken about the mean of all rows first: the differences are then small, and the
    digits that the correction by the segment's own mean costs are none that matter.
    """
    middle = float(change.sum()) / max(int(scored.sum()), 1)
    change -= middle
    change[lacking] = 0.0
    np.square(change, out=change)
    found = np.bincount(parts.codes, change, minlength=len(parts.names))
    return np.maximum(found - scored * np.square(means - middle), 0.0)


def _row(
    name: str, kind: str, rows: int, scored: int, up: int, down: int, mean: float, squares: float
) -> dict[str, Any]:
    return {
        "segment": name,
        "kind": kind,
        "rows": rows,
        "scored": scored,
        "up": up,
        "down": down,
        "mean_change": mean if scored else None,
        "half_width": Z * math.sqrt(squares / (scored - 1) / scored) if scored > 1 else None,
        "small": rows < SMALL,
    }
