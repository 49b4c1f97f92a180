"""The playground from plain ipywidgets, for where the other one cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock, get_ident

from scoring_kit.display.markup import element
from scoring_kit.playground.board import Board
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.frame import View
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.listeners import Event, Failure
from scoring_kit.playground.session import Session
from scoring_kit.playground.session_state import State
from scoring_kit.playground.simple_controls import (
    Buttons,
    Cuts,
    Knots,
    Weights,
    widgets,
)
from scoring_kit.playground.simple_html import rows_html, summary_html
from scoring_kit.scorecard.models import Scorecard

ROWS_SHOWN = 20


class SimplePlayground(widgets.VBox):
    """A scorecard to play with in sliders and number boxes; see `simple_playground`."""

    session: Session

    def __init__(self, session: Session, board: Board, keys: Keys | None = None) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType] - has no types
        self.session, self._board = session, board
        self._row_keys = Keys(board, None) if keys is None else keys
        self._shown: Draft | None = None
        self._showing, self._thread = RLock(), 0
        self._failure: Failure | None = None
        self._buttons = Buttons(session, self._do)
        self._weights = Weights(session, self._do)
        self._cuts = Cuts(session, self._do)
        self._knots = Knots(session, self._do)
        self._error, self._summary, self._rows = (widgets.HTML() for _ in range(3))
        self.children = [
            self._buttons.widget,
            self._error,
            widgets.HBox(
                [
                    widgets.VBox([self._weights.widget, self._cuts.widget, self._knots.widget]),
                    widgets.VBox([self._summary, self._rows]),
                ],
                layout={"flex_flow": "row wrap"},
            ),
        ]
        self._leave = session.subscribe(self._heard)
        self._show()

    def __repr__(self) -> str:
        # That of ipywidgets names every control, and a notebook would change with each run.
        return f"SimplePlayground of {self.scorecard.name}, {self._board.rows:,} rows"

    @property
    def scorecard(self) -> Scorecard:
        """The draft."""
        return self.session.scorecard

    def close(self) -> None:
        """Take the widget off the screen, and hear no more of the session."""
        self._leave()
        super().close()  # pyright: ignore[reportUnknownMemberType] - has no types

    def _do(self, action: Callable[[], object]) -> None:
        """Do what a control asks for; show the error where it is refused."""
        if self._thread == get_ident():  # the control was set to what the session is
            return
        self._tell("")
        try:
            action()
        except Exception as error:  # nothing may escape into the front end
            self._tell(_in_words(error))
        self._show()

    def _heard(self, event: Event) -> None:
        """Show what happened, in whatever thread, be it from here or from Python."""
        del event
        if self._thread != get_ident():
            self._tell("")
            self._show()

    def _show(self) -> None:
        """Show what the session is."""
        with self._showing:
            self._thread = get_ident()
            try:
                self._show_state(self.session.state)
            except Exception as error:  # such as a draft that the table cannot be scored by
                self._tell(_in_words(error))
            finally:
                self._thread = 0

    def _show_state(self, state: State) -> None:
        for part in (self._buttons, self._weights, self._cuts, self._knots):
            part.show(state)
        failures = self.session.failures
        if failures and failures[-1] is not self._failure:
            self._failure = failures[-1]
            self._tell(str(self._failure))
        if state.draft is not self._shown:
            self._show_rows(state)
            self._shown = state.draft

    def _show_rows(self, state: State) -> None:
        frame = self._board.exact(state.scorecard, View(limit=ROWS_SHOWN))
        edits = sum(not entry.is_undone for entry in state.history)
        live = self.session.live
        self._summary.value = summary_html(state.scorecard, live, frame, edits)
        self._rows.value = rows_html(state.scorecard, frame, self._row_keys)

    def _tell(self, problem: str) -> None:
        """Say a problem in the line for it; nothing for an empty text."""
        said = element("div", problem, role="alert") if problem else ""
        self._error.value = str(said)


def simple_playground(session: Session, board: Board, keys: Keys | None = None) -> SimplePlayground:
    """Return a playground from plain ipywidgets, driven by a session.

    Sliders and boxes for weights, tier cuts and the knots of a criterion; tiers, movers and the
    first 20 rows beside them. A slider acts when it is let go, so each edit is one entry of the
    history. What is refused is said in a line, and the session stays as it was.

    Parameters
    ----------
    session
        What is played with; edits from Python show on the screen.
    board
        The table, against the live version of the session.
    keys
        What rows are called; None for their numbers from 1.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> example = sk.example("book_club")
    >>> session = Session(example.scorecard)
    >>> simple_playground(session, Board(session.live, example.data))
    SimplePlayground of book_club, 4,000 rows
    """
    return SimplePlayground(session, board, keys)


def _in_words(error: Exception) -> str:
    found = [problem.message for problem in getattr(error, "problems", ())]
    return "; ".join(found) or f"{type(error).__name__}: {error}"
