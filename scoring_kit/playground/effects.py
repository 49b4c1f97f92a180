"""How much each edit changed, measured after it was made."""

from __future__ import annotations

from threading import Lock

import numpy as np

from scoring_kit.impact.tier_places import none_last, tier_places
from scoring_kit.playground.board import Board
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.history import Entry, values_before
from scoring_kit.playground.listeners import Event
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.models import Scorecard


class Effects:
    """Rows that an edit brought into a better or worse tier, for each entry of the history."""

    def __init__(self, session: Session, board: Board) -> None:
        self._session, self._board = session, board
        self._waiting: dict[int, tuple[Entry, Draft]] = {}
        self._lock = Lock()
        session.subscribe(self._remember)

    def measure(self) -> None:
        """Measure the edits that were made since the last time."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for number, (entry, after) in waiting.items():
            before = after.changed(values_before(entry))
            effect = self._between(before.scorecard, after.scorecard)
            self._session.set_effect(number, effect, differences=entry.differences)

    def _remember(self, event: Event) -> None:
        if event.what in ("apply", "merge") and event.entry is not None:
            with self._lock:
                self._waiting[event.entry.number] = (event.entry, self._session.state.draft)

    def _between(self, before: Scorecard, after: Scorecard) -> dict[str, int]:
        scores = self._board.scores
        old, new = map(none_last, tier_places(scores(before), scores(after)))
        return {
            "up": int(np.count_nonzero(new < old)),
            "down": int(np.count_nonzero(new > old)),
        }
