"""Stability bands: how far each weight alone may move before the top rows are others."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.frames import read_columns
from scoring_kit.playground.bands_tree import Array, Rows, Tree, given_of
from scoring_kit.playground.board import Board
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits_groups import SetWeight, weights_of
from scoring_kit.playground.quick import is_quick
from scoring_kit.playground.rebalance import Rebalancing, rebalanced, room
from scoring_kit.scorecard.models import GroupParts, Scorecard, placed_members
from scoring_kit.summing import plain_sum
from scoring_kit.tables.table import table_columns

STEPS = 64
"""Weights that are tried on either side of the present one before the band's end is narrowed."""
STEPS_ELSEWHERE = 8
"""The same where each takes a scorecard to be compiled."""
HALVINGS = 6
SAME = 1e-6
"""Scores nearer than this part of the largest one count as equal, as values have 32 bits."""

Scores = Callable[[float], Array]
"""A weight -> the scores of some rows."""


def bands(
    board: Board,
    card: Scorecard,
    top: int = 100,
    keep: int = 90,
    locks: Collection[str] = frozenset(),
    rebalancing: Rebalancing = "proportional",
    names: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return how far each weight alone may move while most of the top rows stay in the top.

    The top rows are those of the card as it is, with ranks up to `top`; a row stays while its
    rank is. A band goes from the present weight to where fewer than `keep` of them stay for the
    first time; it may be that more do beyond. The others of the group follow, as
    `rebalanced` says. Which rows have a score, which groups are missing and where adjustments
    apply is taken to stay as it is.

    64 weights are tried on each side, so that a band ends within a thousandth of the way to the
    lowest or highest weight, and what happens between two of those weights only is not seen.
    Without rebalancing there is no highest weight: it is then taken to be the present one and
    all of its group together, in a sum twice the present one.

    For cards that are no trees of means and sums, 8 weights are tried with exact scores on the
    highest rows only, ten times `top`: bands are then `approximate`.

    Parameters
    ----------
    board, card
        The rows, and the draft.
    top, keep
        Rows; of fewer in all, all must stay.
    locks, rebalancing
        As those of the session.
    names
        The criteria and groups whose bands are wanted; None for all.

    Returns
    -------
    dict
        ``top``, ``keep``, ``approximate``, and ``bands``: [lowest, highest] weight by
        name, of all weights that can move.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> found = bands(Board(card, "data/book_club.parquet"), card, names=["spend"])
    >>> found["approximate"], [round(end, 2) for end in found["bands"]["spend"]]
    (False, [0.0, 0.31])
    """
    moves = [
        move
        for move in _moves(card, frozenset(locks), rebalancing)
        if names is None or move.name in names
    ]
    found = {"top": top, "keep": keep, "approximate": not is_quick(card)}
    ranks = board.scores(card).rank
    if top < 1 or not ranks.any():
        return {**found, "bands": {move.name: [move.low, move.high] for move in moves}}
    place = _Quick(board, card, top, keep) if is_quick(card) else _Other(board, card, top, keep)
    return {**found, "bands": {move.name: place.band(move) for move in moves}}


@dataclass(frozen=True)
class _Move:
    """A weight that moves between two others, and what the weights of its group then are."""

    name: str
    group: GroupParts
    present: float
    low: float
    high: float
    locks: frozenset[str]
    rebalancing: Rebalancing

    def weights(self, weight: float) -> list[float]:
        """Return the weights of the group, in document order."""
        moved = rebalanced(
            weights_of(self.group),
            self.name,
            weight,
            locked=self.locks,
            rebalancing=self.rebalancing,
        )
        return list(moved.values())

    def bends(self, end: float) -> list[float]:
        """Return weights up to `end`, it too, between which each score only rises or falls.

        Scores are ratios of lines of the weight; where the difference is shared equally they
        bend where one of the others reaches 0.
        """
        if self.rebalancing != "equal" or end <= self.present:
            return [end]
        others = {k: v for k, v in weights_of(self.group).items() if k != self.name}
        free = [weight for name, weight in others.items() if name not in self.locks]
        found = {self.present + plain_sum(min(one, other) for other in free) for one in free}
        return [*sorted(weight for weight in found if self.present < weight < end), end]


def _moves(card: Scorecard, locks: frozenset[str], rebalancing: Rebalancing) -> Iterator[_Move]:
    """Yield the weights that can move."""
    for _, member, group in placed_members(card.score):
        if not group.aggregation.has_weights:
            continue
        is_mean = group.aggregation.is_mean
        how: Rebalancing = rebalancing if is_mean else "none"
        weights = weights_of(group)
        low, high = room(weights, member.name, locked=locks, rebalancing=how)
        if math.isinf(high):
            rest = plain_sum(weights.values()) if is_mean else max(member.weight, 1.0)
            high = member.weight + rest
        if low < high:
            yield _Move(member.name, group, member.weight, low, high, locks, how)


class _Place(ABC):
    """The rows near the top of a card, and whether those in the top stay there."""

    steps: ClassVar[int]

    def __init__(self, board: Board, card: Scorecard, top: int, keep: int, near: int) -> None:
        ranks = board.scores(card).rank
        self.board, self.card, self.top = board, card, top
        self.rows: Rows = np.flatnonzero((ranks > 0) & (ranks <= near))
        self.first = np.flatnonzero(ranks[self.rows] <= top)
        self.keep = min(keep, len(self.first))

    def band(self, move: _Move) -> list[float]:
        """Return the lowest and the highest weight of a band."""
        return [self.reach(move, end) for end in (move.low, move.high)]

    @abstractmethod
    def reach(self, move: _Move, end: float) -> float:
        """Return how far a weight may move towards an end."""

    def follow(self, scores: Scores, move: _Move, end: float, last: float) -> float:
        """Return how far a weight may move towards an end, by the scores of `rows` and others.

        last: where to stop on the way, as it is known that more rows leave beyond.
        """
        before = move.present
        for step in range(1, self.steps + 1):
            weight = move.present + (end - move.present) * (step / self.steps)
            is_last = step == self.steps or abs(weight - move.present) >= abs(last - move.present)
            weight = last if is_last else weight
            if not self._stay(scores(weight)):
                return self._narrowed(scores, before, weight)
            if is_last:
                break
            before = weight
        return last

    def _narrowed(self, scores: Scores, inside: float, outside: float) -> float:
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2.0
            if self._stay(scores(middle)):
                inside = middle
            else:
                outside = middle
        return inside

    def _stay(self, scores: Array) -> bool:
        lowest = least(scores, self.top) - SAME * float(np.abs(scores[self.first]).max())
        return int(np.count_nonzero(scores[self.first] >= lowest)) >= self.keep


def least(scores: Array, top: int) -> float:
    """Return the lowest score of the top, without NaN among them.

    Examples
    --------
    >>> least(np.array([3.0, 1.0, 2.0]), 2), least(np.array([3.0]), 2)
    (2.0, -inf)
    """
    return float(np.partition(scores, -top)[-top]) if len(scores) > top else -math.inf


class _Quick(_Place):
    """Rows of a tree of means and sums, of which a group is calculated again for each weight.

    The highest rows are followed in 64 bits. Whether others could have come in on the way is
    then looked up among all, in 32 bits: between two bends the score of each row lies between
    its scores at both, so that it comes in nowhere if it is too low at both.
    """

    steps = STEPS

    def __init__(self, board: Board, card: Scorecard, top: int, keep: int) -> None:
        super().__init__(board, card, top, keep, near=max(20 * top, 2000))
        self.given = given_of(board, card)
        self.all = Tree(card, self.given, None, np.float32)
        self.near = Tree(card, self.given, self.rows, np.float64)
        self.is_near = np.zeros(board.rows, np.bool_)
        self.is_near[self.rows] = True

    def reach(self, move: _Move, end: float) -> float:
        last = self.follow(self._scores(self.near, move), move, end, end)
        others = self._others(move, last)
        if not len(others):
            return last
        rows = np.concatenate([self.rows, others])
        tree = Tree(self.card, self.given, rows, np.float64)
        return self.follow(self._scores(tree, move), move, end, last)

    def _scores(self, tree: Tree, move: _Move) -> Scores:
        return lambda weight: tree.moved(move.group, move.weights(weight))

    def _others(self, move: _Move, last: float) -> Rows:
        """Return the rows that may be in the top somewhere on the way, beside those near it."""
        if last == move.present:
            return self.rows[:0]
        before = self.all.scores
        seen = [self._scores(self.all, move)(weight) for weight in move.bends(last)]
        lowest = np.minimum.reduce([scores[self.rows] for scores in (before, *seen)])
        bound = least(lowest, self.top) - 10.0 * SAME * float(np.abs(lowest).max())
        is_high = before >= bound
        for scores in seen:
            is_high |= scores >= bound
        return np.flatnonzero(is_high & ~self.is_near)


class _Other(_Place):
    """The highest rows of a card of another kind, scored exactly for each weight."""

    steps = STEPS_ELSEWHERE

    def __init__(self, board: Board, card: Scorecard, top: int, keep: int) -> None:
        super().__init__(board, card, top, keep, near=10 * top)
        numbers = ", ".join(map(str, self.rows.tolist()))
        chosen = f"(FROM {board.table.relation} WHERE rowid IN ({numbers}) ORDER BY rowid)"
        table = replace(board.table, relation=chosen)
        self.draft = Draft.of(card)
        self.columns = read_columns(board.engine, self._plan(card), table)[1]

    def reach(self, move: _Move, end: float) -> float:
        return self.follow(lambda weight: self._scores(move, weight), move, end, end)

    def _scores(self, move: _Move, weight: float) -> Array:
        edit = SetWeight(move.name, weight, move.rebalancing, move.locks)
        plan = self._plan(edit.apply(self.draft).scorecard)
        columns = {column.name: self.columns[column.name] for column in plan.columns}
        found = numpy_engine.run(plan, columns, rows=len(self.rows))
        scores = np.where(np.isnan(found["score"]), np.nan, found["unrounded"])
        return np.where(np.isnan(scores), -np.inf, scores)

    def _plan(self, card: Scorecard) -> Plan:
        columns = table_columns(self.board.table)
        plan = compile_scorecard(card, columns, self.board.parameters, with_contributions=False)
        return plan.only(("score", "unrounded"))
