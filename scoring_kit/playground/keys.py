"""What rows are called: their keys as texts, and rows found by a key or by a part of it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from scoring_kit.engines.places import (
    keep_small_letters,
    places_containing,
    places_with_key,
    places_with_text,
    texts_at,
)
from scoring_kit.errors import nearest
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.some_rows import checked_rows
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board

MOST_FOUND = 100_000
"""Rows that a search finds at most."""
MOST_KEPT = 5_000
"""Rows whose texts are remembered."""


class Keys:
    """The keys of a board's rows; without a key column, rows are called by their number from 1.

    key: columns that the board's table has, so give them to it by `also`. NULL is called –,
    and the texts of several columns are joined by " · ".

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.board import Board
    >>> example = sk.example("book_club")
    >>> board = Board(example.scorecard, example.data, also=["customer_id"])
    >>> keys = Keys(board, "customer_id")
    >>> keys.of([0, 2]), keys.find("399")[:3], keys.row_of(25)
    (['25', '46'], (444, 744, 1016), 0)
    """

    def __init__(self, board: Board, key: str | Sequence[str] | None) -> None:
        self.columns = (key,) if isinstance(key, str) else tuple(key or ())
        self._board = board
        self._engine = board.engine
        self._table = board.table
        self._small: Table | None = None
        self._texts: dict[int, str] = {}
        self._lock = threading.Lock()
        unknown = [name for name in self.columns if name not in self._table.columns]
        if unknown:
            hint = nearest(unknown[0], self._table.columns)
            message = f"the table in memory has no column {unknown[0]!r}{hint}; read it with `also`"
            raise EditError("unknown_name", "key", message)

    def of(self, rows: Iterable[Any]) -> list[str]:
        """Return what rows are called, in their order; rows count from 0.

        Raises
        ------
        EditError
            When there is no such row.
        """
        places = checked_rows(self._board, rows)
        if not self.columns:
            return [str(place + 1) for place in places]
        # those that are on the screen are asked for again with every step of a drag
        known = self._texts
        unknown = [place for place in places if place not in known]
        if unknown:
            found = texts_at(self._engine, self._table, self.columns, unknown)
            known = {**known, **found} if len(known) < MOST_KEPT else found
            known |= {place: self._texts[place] for place in places if place in self._texts}
            self._texts = known
        return [known[place] for place in places]

    def find(self, text: str) -> tuple[int, ...]:
        """Return the first rows whose key contains a text, literally, whatever its letters' case.

        At most MOST_FOUND of them. The first search makes ready for the others.
        """
        with self._lock:
            if self._small is None:
                self._small = keep_small_letters(self._engine, self._table, self.columns)
        return tuple(places_containing(self._engine, self._small, text, MOST_FOUND))

    def row_of(self, key: object) -> int:
        """Return the row of a key: a value, a tuple or mapping by column, or the text of `of`.

        Raises
        ------
        EditError
            When no row has the key, or several.
        """
        found = self._with_key(key) if self.columns else self._numbered(key)
        if len(found) == 1:
            return found[0]
        if found:
            message = f"several rows have the key {key!r}; use a key that names one row"
            raise EditError("key_repeats", "key", message)
        called = ", ".join(self.columns) or f"a number from 1 to {self._board.rows}"
        raise EditError("no_row", "key", f"no row has the key {key!r}; a key is {called}")

    def _with_key(self, key: object) -> list[int]:
        values = self._values(key)
        found = places_with_key(self._engine, self._table, values, 2) if values else []
        if not found and isinstance(key, str):
            return places_with_text(self._engine, self._table, self.columns, key, 2)
        return found

    def _values(self, key: object) -> dict[str, object] | None:
        if isinstance(key, Mapping):
            given = cast("Mapping[str, object]", key)
            return dict(given) if set(given) == set(self.columns) else None
        values = cast("Sequence[object]", key) if isinstance(key, tuple | list) else (key,)
        if len(values) != len(self.columns):
            return None
        return dict(zip(self.columns, values, strict=True))

    def _numbered(self, key: object) -> list[int]:
        text = str(key)
        is_number = text.isascii() and text.isdigit() and not isinstance(key, bool)
        return [int(text) - 1] if is_number and 1 <= int(text) <= self._board.rows else []
