"""Why one row moved: from its score under the live version to that under the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.ranks import rank_among
from scoring_kit.playground.what_if import row_with
from scoring_kit.playground.why_inputs import inputs_read
from scoring_kit.playground.why_steps import Side, steps_between
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board


def why(
    board: Board,
    live: Scorecard,
    draft: Scorecard,
    row: int,
    inputs: Mapping[str, object] | None = None,
    *,
    keys: Keys | None = None,
) -> dict[str, Any]:
    """Return the steps from the live score of a row to its draft score, and what it has.

    Parameters
    ----------
    row
        Its number from 0.
    inputs
        A what-if: columns that would have other values, None for missing; dates may be ISO
        texts.
    keys
        What rows are called; else by their number from 1.

    Returns
    -------
    dict
        row, key; live, draft: how the row stands; steps: see `steps_between`; inputs, with the
        values of the what-if; reasons of the draft; what_if: None, or how the row would stand
        under the draft, its rank that among the other rows, with the steps to there and the
        reasons.

    Raises
    ------
    EditError
        When there is no such row.
    DataError
        When an input is not read by the draft or has a value of another type; with all of them.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.board import Board
    >>> example = sk.example("book_club")
    >>> card = example.scorecard
    >>> found = why(Board(card, example.data), card, card, 0, {"art_books": 3})
    >>> found["draft"]["score"], found["what_if"]["score"], found["reasons"][0]["text"]
    (23.2, 55.7, 'Has bought no art book')
    """
    before = _Seen.of(board, live, row, {})
    after = _Seen.of(board, draft, row, {})
    given = dict(inputs or {})
    other = _Seen.of(board, draft, row, given) if given else None
    sides = [
        (draft, board.plan(draft), after.explanation),
        (live, board.plan(live), before.explanation),
    ]
    return {
        "row": int(row),
        "key": (keys or Keys(board, None)).of([row])[0],
        "live": before.standing(_rank(board, live, row)),
        "draft": after.standing(_rank(board, draft, row)),
        "steps": steps_between(before.side, after.side),
        "inputs": inputs_read(sides, None if other is None else other.explanation),
        "reasons": after.reasons,
        "what_if": None
        if other is None
        else {
            **other.standing(_rank_of_other(board, draft, row, other)),
            "steps": steps_between(before.side, other.side),
            "reasons": other.reasons,
        },
    }


class _Seen:
    """A row under one version."""

    def __init__(self, card: Scorecard, row: Row) -> None:
        self.card = card
        self.unrounded: float | None = row.outputs["score.unrounded"]
        self.explanation: Explanation = explain_row(card, {}, row)
        self.side = Side(card, self.explanation)

    @staticmethod
    def of(board: Board, card: Scorecard, row: int, inputs: Mapping[str, object]) -> _Seen:
        return _Seen(card, row_with(board, card, row, inputs))

    def standing(self, rank: int | None) -> dict[str, Any]:
        found = self.explanation
        return {
            "score": found.score,
            "tier": found.tier,
            "rank": rank,
            "status": found.status,
            "score_before_knock_out": found.score_before_knock_out,
            "problems": list(found.problems),
        }

    @property
    def reasons(self) -> list[dict[str, Any]]:
        return [
            {
                "code": part.code,
                "text": part.text,
                "amount": None if part.shortfall is None else 0.0 - part.shortfall,
            }
            for part in self.explanation.reasons
        ]


def _rank(board: Board, card: Scorecard, row: int) -> int | None:
    return int(board.scores(card).rank[row]) or None


def _rank_of_other(board: Board, card: Scorecard, row: int, other: _Seen) -> int | None:
    """Return where a what-if would stand among the rows that stay as they are."""
    if other.explanation.score is None or other.unrounded is None:
        return None
    scores = board.scores(card).unrounded
    rank = rank_among(other.unrounded, scores)
    is_own_above = not np.isnan(scores[row]) and rank_among(other.unrounded, scores[[row]]) == 2
    return rank - int(is_own_above)
