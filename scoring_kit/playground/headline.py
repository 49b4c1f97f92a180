"""What a draft means to all rows of a board, in a few numbers."""

from __future__ import annotations

from typing import Any

from scoring_kit.impact.headline import compared
from scoring_kit.playground.board import Board
from scoring_kit.scorecard.models import Scorecard


def headline(
    board: Board, draft: Scorecard, top: int | None = None, *, live: Scorecard | None = None
) -> dict[str, Any]:
    """Return what changes for all rows from live to a draft, by exact scores.

    Parameters
    ----------
    board, draft
        The rows, and the scorecard to compare with the live version.
    top
        Rows that count as the top; None for a tenth of all, at least 1 and at most 1000.
    live
        What to compare with; None for the live version of the board.

    Returns
    -------
    dict
        As `impact.headline.compared`, the draft being the candidate.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> headline(Board(card, "data/book_club.parquet"), card)["top"]
    {'n': 400, 'stay': 400, 'enter': 0, 'leave': 0}
    """
    return compared(board.scores(live or board.live), board.scores(draft), top)
