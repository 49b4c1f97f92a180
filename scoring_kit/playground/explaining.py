"""What the panels that explain say: why a row moved, who wins and loses, what it is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

from scoring_kit.errors import ScoringError
from scoring_kit.expression.words import Type
from scoring_kit.playground.bands import bands
from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import in_words
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.looking import Look
from scoring_kit.playground.outcome import Outcome
from scoring_kit.playground.quick import is_quick
from scoring_kit.playground.segments import Segments
from scoring_kit.playground.session_state import State
from scoring_kit.playground.shown import Shown
from scoring_kit.playground.slope import slope
from scoring_kit.playground.why import why
from scoring_kit.scorecard.document import hash_of

TOP = 100
"""Rows whose stability bands tell; a quarter of all where there are few."""
KEPT = 0.9
"""The part of them that stays within a band."""

Make = Callable[[State, Look], Shown]


class Explaining:
    """The facts of the panels that explain, of exact scores only.

    Each says by `version` of which moment of the session it is, and by `problem` why there is
    nothing to say: a panel that fails takes no other with it.

    segments: columns that rows are parted by; they are offered before all others that part rows.
    outcome: a column that says what came true.
    """

    def __init__(
        self,
        board: Board,
        keys: Keys,
        *,
        segments: Sequence[str] = (),
        outcome: str | None = None,
    ) -> None:
        self._board, self._keys = board, keys
        self._named = tuple(dict.fromkeys(segments))
        self._segments = Segments(board, keys.columns or None)
        self._outcome = None if outcome is None else Outcome(board, outcome)
        self._kept: dict[str, tuple[Hashable, Shown]] = {}
        self._makes: dict[str, Make] = {
            "why": self._why,
            "slope": self._slope,
            "segments": self._by_segment,
            "outcome": self._of_outcome,
            "bands": self._bands,
        }
        for name in self._named:
            self.segment(name)

    def segment(self, name: str) -> str:
        """Return the name of a column that parts rows; refuse one that the table lacks."""
        if name not in self._board.table.columns:
            self._segments.parts(name)  # says which names there are
        return name

    def facts(self, state: State, look: Look) -> Shown:
        """Return the facts of those panels that are open."""
        return {
            name: {**_safely(make, state, look), "version": state.version}
            for name, make in self._makes.items()
            if name in look.panels
        }

    # ---- the panels -------------------------------------------------------------------------

    def _why(self, state: State, look: Look) -> Shown:
        """Say why a row moved; a what-if that cannot be tried is answered without it."""
        if look.row is None:
            return {"row": None}
        sides = self._board, self._board.live, state.scorecard, look.row
        asked = {"asked": dict(look.what_if), "problem": None}
        try:
            return {**why(*sides, look.what_if, keys=self._keys), **asked}
        except ScoringError as error:
            if not look.what_if:
                raise
            return {**why(*sides, keys=self._keys), **asked, "problem": in_words(error)}

    def _slope(self, state: State, look: Look) -> Shown:
        del look
        card = state.scorecard
        return self._once("slope", hash_of(card), lambda: slope(self._board, card, keys=self._keys))

    def _by_segment(self, state: State, look: Look) -> Shown:
        names = list(dict.fromkeys([*self._named, *self._in_order()]))
        column = look.segment if look.segment in names else next(iter(names), None)
        if column is None:
            return {"column": None, "columns": [], "rows": [], "small": 0}
        card = state.scorecard
        found = self._once(
            "segments", (hash_of(card), column), lambda: self._segments.facts(card, column)
        )
        return {**found, "columns": names}

    def _in_order(self) -> list[str]:
        """Return the columns that part rows, numbers last: they seldom mean a group."""
        columns = self._board.table.columns
        return sorted(self._segments.columns, key=lambda name: columns[name].kind is Type.NUMBER)

    def _of_outcome(self, state: State, look: Look) -> Shown:
        outcome, card = self._outcome, state.scorecard
        if outcome is None:
            return {"column": None, "share": look.share, "problem": None}
        key = (hash_of(card), look.share)
        return self._once("outcome", key, lambda: outcome.facts(card, look.share))

    def _bands(self, state: State, look: Look) -> Shown:
        """Say how far each weight may move; takes long, so a screen asks for it by itself.

        Where each step has to be scored by the whole document, only of the criterion that is open.
        """
        card, locks, how = state.scorecard, state.locks, state.rebalancing
        top = min(TOP, max(1, self._board.rows // 4))
        keep = math.ceil(KEPT * top)
        one = None if is_quick(card) else look.criterion
        names = None if one is None else [one]
        key = (hash_of(card), locks, how, one)
        found = self._once(
            "bands", key, lambda: bands(self._board, card, top, keep, locks, how, names)
        )
        return {**found, "of": one}

    def _once(self, panel: str, key: Hashable, make: Callable[[], Shown]) -> Shown:
        """Return what a panel said last if it is asked the same again."""
        kept = self._kept.get(panel)
        if kept is None or kept[0] != key:
            kept = self._kept[panel] = (key, make())
        return kept[1]


def _safely(make: Make, state: State, look: Look) -> Shown:
    try:
        return make(state, look)
    except ScoringError as error:
        return {"problem": in_words(error)}
    except Exception as error:  # the frame and the other panels are right all the same
        return {"problem": f"{type(error).__name__}: {error}"}
