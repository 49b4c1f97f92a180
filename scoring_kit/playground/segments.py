"""Winners and losers: how the rows of each segment fare under a draft, against live."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from scoring_kit.engines.parts import Parts, part_columns, parts_of
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.impact.segments import MOST_SEGMENTS, check_parted, segment_rows
from scoring_kit.playground.board import Board
from scoring_kit.scorecard.models import Scorecard

MOST_VALUES = 200
"""Different values up to which a column is offered."""


class Segments:
    """The rows of a board parted by one of its columns, and what a draft means to each part.

    columns: those of the board's table that hold text, booleans or whole numbers, with 2 to
    200 different values, but for the key (that of the live version unless given). A column that
    no scorecard reads is in the table where it was named in the board's `also`.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> found = Segments(Board(card, "data/book_club.parquet", also=["gender"]))
    >>> [(row["segment"], row["rows"]) for row in found.facts(card, "gender")["rows"]]
    [('female', 2818), ('male', 1182)]
    """

    def __init__(self, board: Board, key: Collection[str] | None = None) -> None:
        self._board = board
        self._key = board.live.key if key is None else key
        self._live = board.scores(board.live)
        self._columns: tuple[str, ...] | None = None
        self._parts: dict[str, Parts] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns by which rows can be parted, in the order of the table."""
        if self._columns is None:
            table = self._board.table
            names = [name for name in table.columns if name not in self._key]
            self._columns = part_columns(self._board.engine, table, names, MOST_VALUES)
        return self._columns

    def facts(self, draft: Scorecard, column: str) -> dict[str, Any]:
        """Return how each segment of a column fares under a draft, largest segment first.

        Returns
        -------
        dict
            ``column``, ``columns`` (all that can be chosen), ``small`` (how many segments have
            fewer than 30 rows), ``rows``: see `impact.segments.segment_rows`.

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
            check_parted(column, table.columns[column].kind)
            self._parts[column] = parts_of(self._board.engine, table, column, MOST_SEGMENTS)
        return self._parts[column]


def _refused(code: str, column: str, message: str) -> DataError:
    return DataError([Problem(code, column, message)], refusal="cannot be parted")
