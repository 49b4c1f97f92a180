"""What each criterion adds to the score of a few rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from scoring_kit.explanation.explanation_lines import lines_of
from scoring_kit.playground.some_rows import outputs_of
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    from scoring_kit.playground.board import Board


def contributions(board: Board, card: Scorecard, rows: Iterable[Any]) -> dict[str, Any]:
    """Return the amounts of `Scores.explain` that are those of criteria, for a few rows.

    Returns
    -------
    dict
        names: of the criteria, in document order. amounts: for each row one number a criterion.
        other: for each row what no criterion owns: scaling, adjustments, what groups add, and
        rounding; with it, the amounts add up to the score, or to the one that a knock-out took.
        A row without either has None for both.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.board import Board
    >>> example = sk.example("book_club")
    >>> board = Board(example.scorecard, example.data)
    >>> found = contributions(board, example.scorecard, [0])
    >>> found["names"][:3], [round(amount, 3) for amount in found["amounts"][0][:3]]
    (['recency', 'frequency', 'spend'], [12.146, 5.25, 3.283])
    """
    plan = board.plan(card)
    lines = plan.only(out.name for out in plan.outputs if out.name.startswith("line."))
    names = [criterion.name for criterion in card.criteria]
    found = [_split(card, names, outputs) for outputs in outputs_of(board, lines, rows)]
    return {
        "names": names,
        "amounts": [amounts for amounts, _ in found],
        "other": [other for _, other in found],
    }


def _split(
    card: Scorecard, names: list[str], outputs: Mapping[str, Any]
) -> tuple[list[float] | None, float | None]:
    """Return the amounts of criteria, and the sum of all others."""
    lines = lines_of(card, outputs)
    if not lines:
        return None, None
    own = {line.name: line.amount for line in lines if line.kind == "criterion"}
    others = math.fsum(line.amount for line in lines if line.kind != "criterion")
    return [own.get(name, 0.0) for name in names], others
