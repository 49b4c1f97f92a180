"""Why one row moved: from its score under the live version to that under the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.ranks import rank_among
from scoring_kit.playground.what_if import HeldRow, held_row
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
    versions = [_Version.of(board, card) for card in (live, draft)]
    held = held_row(board, [version.plan for version in versions], row)
    before, after = (version.seen(held, {}) for version in versions)
    other = versions[1].seen(held, inputs) if inputs else None
    return {
        "row": int(row),
        "key": (keys or Keys(board, None)).of([row])[0],
        "live": before.standing(versions[0].rank(row)),
        "draft": after.standing(versions[1].rank(row)),
        "steps": steps_between(before.side, after.side),
        "inputs": inputs_read(
            [
                (draft, versions[1].plan, after.explanation),
                (live, versions[0].plan, before.explanation),
            ],
            None if other is None else other.explanation,
        ),
        "reasons": after.reasons,
        "what_if": None
        if other is None
        else {
            **other.standing(versions[1].rank_of_other(row, other)),
            "steps": steps_between(before.side, other.side),
            "reasons": other.reasons,
        },
    }


@dataclass(frozen=True)
class _Version:
    """A version with what the board knows of it."""

    card: Scorecard
    plan: Plan
    scores: ExactScores

    @staticmethod
    def of(board: Board, card: Scorecard) -> _Version:
        return _Version(card, board.plan(card), board.scores(card))

    def seen(self, held: HeldRow, inputs: Mapping[str, object]) -> _Seen:
        return _Seen(self.card, held.under(self.card, self.plan, inputs))

    def rank(self, row: int) -> int | None:
        return int(self.scores.rank[row]) or None

    def rank_of_other(self, row: int, other: _Seen) -> int | None:
        """Return where a what-if would stand among the rows that stay as they are."""
        if other.explanation.score is None or other.unrounded is None:
            return None
        scores = self.scores.unrounded
        was_above = rank_among(other.unrounded, scores[[row]]) - 1
        return rank_among(other.unrounded, scores) - was_above


class _Seen:
    """A row under one version."""

    def __init__(self, card: Scorecard, row: Row) -> None:
        self.unrounded: float | None = row.outputs["score.unrounded"]
        self.explanation: Explanation = explain_row(card, {}, row)
        self.side = Side(card, self.explanation)

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
