"""Quick standings of one draft after another on all rows, for drafts made of means and sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.playground.columns import Columns, same_values
from scoring_kit.playground.quick import Given, QuickScores, is_quick
from scoring_kit.playground.room import Room
from scoring_kit.playground.standing import Scale, Standing
from scoring_kit.playground.workers import Workers
from scoring_kit.scorecard.models import Criterion, GroupParts, Scorecard


class Drags:
    """The last quick draft and what the next one changes. One thread at a time.

    given: what the exact scores of a card tell, asked for where a draft is unlike the last one.
    """

    def __init__(
        self, columns: Columns, given: Callable[[Scorecard], Given], workers: Workers, rows: int
    ) -> None:
        self._columns = columns
        self._given = given
        self._workers = workers
        self._room = Room(rows, workers)
        self._scores: QuickScores | None = None
        self._base: Scorecard | None = None

    @property
    def moves(self) -> npt.NDArray[np.int32]:
        """Memory for how far each row moved."""
        return self._room.moves

    def begin(self, card: Scorecard) -> QuickScores:
        """Get ready for drafts like this one."""
        self._scores = QuickScores(card, self._given(card), self._workers)
        self._base = card
        return self._scores

    def standing(self, card: Scorecard, scale: Scale) -> Standing | None:
        """Return where rows stand, gone with the next call; None for a draft that is not quick."""
        if not is_quick(card):
            return None
        try:
            scores = self._ready(card)
            scores.turn_to(card)
            self._base = card
            return self._room.standing(card, scores.scores, scale)
        except BaseException:
            self._scores = None  # half of its sums may be those of this draft
            raise

    def _ready(self, card: Scorecard) -> QuickScores:
        """Return what calculates the scores, told of the criteria that were edited."""
        base = self._base
        if self._scores is None or base is None or not _is_alike(card, base):
            return self.begin(card)
        for criterion, before in zip(card.criteria, base.criteria, strict=True):
            if not same_values(criterion, before):
                self._scores.put(criterion.name, self._columns.edited(card, criterion))
        return self._scores


def _is_alike(card: Scorecard, base: Scorecard) -> bool:
    """Return whether two cards differ in weights, values, limits and amounts only."""
    plain = {"rounding", "tiers", "scaling", "reasons", "score", "adjustments", "coverage"}
    same = all(
        getattr(card, name) is getattr(base, name) or getattr(card, name) == getattr(base, name)
        for name in type(card).model_fields
        if name not in plain | {"title", "description", "owner"}
    )
    whens = [(item.name, item.when, item.if_missing) for item in card.adjustments]
    return (
        same
        and whens == [(item.name, item.when, item.if_missing) for item in base.adjustments]
        and _shape(card.score) == _shape(base.score)
    )


def _shape(group: GroupParts) -> list[Any]:
    return [
        (member.name, None if isinstance(member, Criterion) else (_shape(member), member.missing))
        for member in group.of
    ]
