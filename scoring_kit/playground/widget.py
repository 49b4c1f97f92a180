"""The playground as a widget of a notebook."""

from __future__ import annotations

import atexit
from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Any
from weakref import WeakSet

import anywidget

from scoring_kit.playground.board import Board
from scoring_kit.playground.desk import Desk
from scoring_kit.playground.explaining import Explaining
from scoring_kit.playground.keys import Keys
from scoring_kit.playground.page import module_text
from scoring_kit.playground.panels import Panels
from scoring_kit.playground.session import Session
from scoring_kit.playground.shown import Shown
from scoring_kit.scorecard.changes import Changes
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.shapes import is_mapping

_OPEN: WeakSet[Playground] = WeakSet()


@atexit.register
def _close_all() -> None:
    """Close what is open: a table in memory must not outlive the interpreter."""
    for playground in list(_OPEN):
        playground.close()


class Playground(anywidget.AnyWidget):
    """A scorecard to play with, on rows of a table, against the version that is live."""

    _esm = module_text()

    def __init__(
        self,
        card: Scorecard,
        data: object,
        live: Scorecard | None = None,
        *,
        key: str | Sequence[str] | None = None,
        segments: str | Sequence[str] = (),
        outcome: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        table: str | None = None,
        author: str = "me",
    ) -> None:
        card = checked(card)
        self.session = Session(card, live, author=author)
        keys = tuple([key] if isinstance(key, str) else key or card.key)
        parted = tuple([segments] if isinstance(segments, str) else segments)
        also = (*keys, *parted, *([] if outcome is None else [outcome]))
        self.board = Board(
            self.session.live, data, draft=card, also=also, parameters=parameters, table=table
        )
        known = Keys(self.board, keys)
        explaining = Explaining(self.board, known, segments=parted, outcome=outcome)
        self._sending = RLock()
        panels = Panels(self.board, known, explaining)
        self._desk = Desk(self.session, self.board, known, panels, self._tell)
        super().__init__()
        self.on_msg(self._on_message)  # pyright: ignore[reportUnknownMemberType] - has no types

        _OPEN.add(self)

    def close(self) -> None:
        """Let go of the table and of what runs in the background; the draft stays."""
        self._desk.close()
        super().close()

    def __repr__(self) -> str:
        return f"Playground of {self.session.scorecard.name}, {self.board.rows:,} rows"

    @property
    def scorecard(self) -> Scorecard:
        """The draft."""
        return self.session.scorecard

    def changes(self) -> Changes:
        """Return what differs between the live version and the draft."""
        return self.session.changes()

    def _on_message(self, widget: object, content: object, buffers: object) -> None:
        del widget, buffers
        if is_mapping(content):
            answer = self._desk.answer(content)
            if answer is not None:
                self._tell(answer)

    def _tell(self, answer: Shown) -> None:
        with self._sending:
            self.send(answer)  # pyright: ignore[reportUnknownMemberType] - has no types
