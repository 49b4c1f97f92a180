"""What a plan gives for a few rows of a board, calculated for these rows only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.lookup import run_rows
from scoring_kit.engines.places import rows_at
from scoring_kit.playground.errors import EditError

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board


def checked_rows(board: Board, rows: Iterable[Any]) -> list[int]:
    """Return rows as whole numbers; refuse one that the board does not have."""
    places = [int(row) for row in rows]
    strange = [place for place in places if not 0 <= place < board.rows]
    if strange:
        allowed = f"rows count from 0 to {board.rows - 1}" if board.rows else "there are no rows"
        raise EditError("no_row", "row", f"there is no row {strange[0]}; {allowed}")
    return places


def outputs_of(board: Board, plan: Plan, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what a plan gives for each of these rows, in their order, by output.

    None for NULL.
    """
    places = checked_rows(board, rows)
    found = run_rows(board.engine, plan, rows_at(board.table, places))
    by_place = dict(zip(sorted(set(places)), found, strict=True))
    return [by_place[place] for place in places]
