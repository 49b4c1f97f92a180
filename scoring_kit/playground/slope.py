"""The rows at the top of two rankings, and where each stands in the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.keys import Keys
from scoring_kit.playground.ranks import Ranks
from scoring_kit.playground.some_rows import checked_rows
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board


def slope(
    board: Board,
    draft: Scorecard,
    n: int = 10,
    pinned: Iterable[Any] = (),
    *,
    keys: Keys | None = None,
) -> dict[str, Any]:
    """Return the best rows of the live version and of the draft, and the pinned ones.

    Parameters
    ----------
    n
        How many of each ranking; of equal rows at its end, those that come first.
    keys
        What rows are called; else by their number from 1.

    Returns
    -------
    dict
        n; stay: how many rows are at the top of both; rows, in the order of the draft: row, key,
        live_rank and draft_rank, None without a score, move: ranks gained, None where one of
        them is None, pinned, and top: whether it is at the top of "live", "draft", "both" or
        None.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.board import Board
    >>> example = sk.example("book_club")
    >>> found = slope(Board(example.scorecard, example.data), example.scorecard, 3)
    >>> found["stay"], [row["live_rank"] for row in found["rows"]]
    (3, [1, 2, 3])
    """
    was, now = board.scores(board.live).rank, board.scores(draft).rank
    best_were, best = _best(was, n), _best(now, n)
    kept = dict.fromkeys(checked_rows(board, pinned))
    rows = np.unique(np.concatenate([best_were, best, np.array([*kept], np.int64)]))
    ranks = now[rows]
    ordered: list[int] = rows[np.lexsort((rows, ranks, ranks == 0))].tolist()
    names = (keys or Keys(board, None)).of(ordered)
    tops = set(best_were.tolist()), set(best.tolist())
    return {
        "n": n,
        "stay": len(tops[0] & tops[1]),
        "rows": [
            {
                "row": row,
                "key": key,
                **_moved(int(was[row]), int(now[row])),
                "pinned": row in kept,
                "top": _top(row in tops[0], row in tops[1]),
            }
            for row, key in zip(ordered, names, strict=True)
        ],
    }


def _best(ranks: Ranks, n: int) -> npt.NDArray[np.int64]:
    """Return the rows of the first n ranks, in order; fewer where fewer have a score."""
    rows = np.flatnonzero((ranks > 0) & (ranks <= n))
    return rows[np.lexsort((rows, ranks[rows]))][:n]


def _moved(was: int, now: int) -> dict[str, int | None]:
    return {
        "live_rank": was or None,
        "draft_rank": now or None,
        "move": was - now if was and now else None,
    }


def _top(in_live: bool, in_draft: bool) -> str | None:
    if in_live and in_draft:
        return "both"
    return "live" if in_live else "draft" if in_draft else None
