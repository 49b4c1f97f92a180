"""The facts of the panels that are open on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.playground.bars import Bars
from scoring_kit.playground.board import Board
from scoring_kit.playground.explaining import Explaining
from scoring_kit.playground.exporting import exported
from scoring_kit.playground.headline import headline
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.looking import Look
from scoring_kit.playground.missing_choices import missing_choices
from scoring_kit.playground.session import Session
from scoring_kit.playground.session_state import State
from scoring_kit.playground.shown import Shown
from scoring_kit.playground.shown_sample import shown_sample
from scoring_kit.playground.value_facts import ValueFacts
from scoring_kit.scorecard.models import Scorecard


class Panels:
    """What the panels know beside the frame, each asked for only while it is open."""

    def __init__(
        self,
        board: Board,
        keys: Keys,
        segments: Sequence[str] = (),
        outcome: str | None = None,
    ) -> None:
        self._board, self._keys = board, keys
        self.bars = Bars(board)
        self._values = ValueFacts(board)
        self._explaining = Explaining(board, keys, segments=segments, outcome=outcome)

    def segment(self, name: str) -> str:
        """Return the name of a column that parts rows; refuse one that the table lacks."""
        return self._explaining.segment(name)

    def setting(self) -> Shown:
        """Return what stays as it is while the session lasts."""
        return {"rows": self._board.rows, "key": list(self._keys.columns)}

    def quick(self, card: Scorecard, look: Look) -> Shown:
        """Return the facts that every step of a drag changes."""
        if "value" not in look.panels:
            return {}
        return {"value": self._values.of(self._board.live, card, _looked_at(card, look))}

    def facts(self, state: State, look: Look) -> Shown:
        """Return the facts of all panels that are open."""
        card = state.scorecard
        found = {**self.quick(card, look), **self._explaining.facts(state, look)}
        if "value" in look.panels:
            found["missing_choices"] = missing_choices(card, _looked_at(card, look))
        found["headline"] = {
            **headline(self._board, card, look.view.top),
            "version": state.version,
        }
        return found

    def sample(self, state: State, have: object) -> Shown:
        """Return rows from which a screen foresees what a drag does; without rows if it cannot.

        have: the key of the values that the screen has already, which then are left out.
        """
        return shown_sample(self._board, state.scorecard, have)

    def export(self, what: str, session: Session) -> Shown:
        """Return a file for the person: its name, its kind and its text."""
        return exported(what, session, self._board, self._keys.columns)


def _looked_at(card: Scorecard, look: Look) -> str:
    """Return the criterion whose value function is open; the first where there is no such one."""
    names = [criterion.name for criterion in card.criteria]
    return look.criterion if look.criterion in names else names[0]
