"""What a draft means, against live, on the rows of a board: `impact`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scoring_kit.engines.arrays import Texts, plan_arrays
from scoring_kit.engines.pairs import pair_sums
from scoring_kit.impact.figures import PairedRows, figures_of
from scoring_kit.impact.impact import Impact
from scoring_kit.impact.pair import Pair, pair_of
from scoring_kit.impact.rows import DeltaRows, check_key_columns
from scoring_kit.playground.board import Board
from scoring_kit.playground.segments import Segments
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.names import column_names


def impact(
    board: Board,
    live: Scorecard,
    draft: Scorecard,
    keys: str | Sequence[str] | None = None,
    segments: Segments | None = None,
    by: str | Sequence[str] = (),
) -> Impact:
    """Return what changes from one scorecard to another, as `compare` does of a table.

    Parameters
    ----------
    board
        The rows.
    live, draft
        The scorecards to compare.
    keys
        Columns of the board's table that identify a row; None for the key of the draft as far
        as the table has it, else the number of the row. They may repeat: rows stand in the order
        of the table.
    segments
        Where the segments of the columns `by` are taken from; None to find them anew.
    by
        Columns whose segments are wanted.

    Raises
    ------
    DataError
        When the board's table lacks a column, or a key has the name of a result.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> board = Board(card, "data/book_club.parquet")
    >>> impact(board, card, card)
    Impact
      Nothing changes: all 4,000 rows keep their score, rank, tier and status.
    """
    pair, rows = paired(board, live, draft, keys)
    segments = segments or Segments(board)
    reasons = [pair.reasons(side) for side in ("live.", "candidate.")]
    found = plan_arrays(board.engine, pair.plan.only([*reasons[0], *reasons[1]]), board.table)
    was, now = ([cast("Texts", found[name]) for name in names] for names in reasons)
    parts = {column: segments.parts(column) for column in column_names(by)}
    every = PairedRows(board.scores(live), board.scores(draft), was, now, parts)
    sums = pair_sums(board.engine, pair.plan, board.table)
    return Impact(live, draft, figures_of(pair, every, sums, None), rows)


def paired(
    board: Board, live: Scorecard, draft: Scorecard, keys: str | Sequence[str] | None = None
) -> tuple[Pair, DeltaRows]:
    """Return two scorecards compiled for a board, and its rows under both; see `impact`."""
    if keys is None:
        has_all = all(name in board.table.columns for name in draft.key)
        keys = draft.key if has_all else ()
    names = column_names(keys)
    check_key_columns(board.table, names)
    given = {**live.parameters, **draft.parameters}
    parameters = {name: value for name, value in board.parameters.items() if name in given}
    pair = pair_of(live, draft, board.table, parameters)
    return pair, DeltaRows(board.engine, pair.plan, board.table, names)
