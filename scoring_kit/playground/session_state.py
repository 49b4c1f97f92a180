"""What a session is at a moment, how it is set, and who is told that it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import RLock

from scoring_kit.errors import nearest
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits_groups import weights_of
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.history import Entry, History
from scoring_kit.playground.listeners import Event, Failure, Listener, Listeners, What
from scoring_kit.playground.rebalance import REBALANCINGS, Rebalancing, room
from scoring_kit.playground.session_edits import SessionEdits
from scoring_kit.scorecard.changes import Changes, changes
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.models import Scorecard


@dataclass(frozen=True, slots=True)
class State:
    """What a session is at one moment, all of it from the same moment.

    version: counts what happened since the session began. locks: names of members whose weight
    stays when others change.
    """

    version: int
    draft: Draft
    history: History
    locks: frozenset[str]
    rebalancing: Rebalancing

    @property
    def scorecard(self) -> Scorecard:
        """The draft as a scorecard."""
        return self.draft.scorecard

    def next_to_undo(self, author: str) -> Entry | None:
        """Return the edit that undo of a person would undo; None where it would be refused."""
        return _found(lambda: self.history.next_to_undo(author))

    def next_to_redo(self, author: str) -> Entry | None:
        """Return the edit that redo of a person would make; None where it would be refused."""
        return _found(lambda: self.history.next_to_redo(self.draft.whole, author))

    def weight_room(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest weight that a member can be given."""
        parent = self.draft.placed(name).parent
        rebalancing = self.rebalancing if parent.aggregation.is_mean else "none"
        return room(weights_of(parent), name, locked=self.locks, rebalancing=rebalancing)


class SessionState(SessionEdits):
    """The part of a session that edits stand on: its state, locks, and callbacks."""

    def __init__(
        self, card: Scorecard, live: Scorecard | None, author: str, rebalancing: Rebalancing
    ) -> None:
        draft = Draft.of(card)
        self.live = draft.scorecard if live is None else checked(live)
        self.author = author
        self._lock = RLock()
        self._listeners = Listeners()
        rebalancing = _checked_rebalancing(rebalancing)
        self._state = State(0, draft, History(), frozenset(), rebalancing)

    def __repr__(self) -> str:
        made = sum(not entry.is_undone for entry in self.history)
        edits = "1 edit" if made == 1 else f"{made} edits"
        return f"Session of {self.scorecard!r}, {edits}"

    # ---- what it is ------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """Everything at one moment, for those who read more than one thing."""
        return self._state

    @property
    def scorecard(self) -> Scorecard:
        """The draft as a scorecard."""
        return self._state.scorecard

    @property
    def history(self) -> History:
        """The edits that were made, in order; those that are undone among them."""
        return self._state.history

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The last errors of callbacks and of `measure`, oldest first; the edits stand."""
        return self._listeners.failures

    def changes(self) -> Changes:
        """Return what differs between the live version and the draft."""
        return changes(self.live, self.scorecard)

    @property
    def added(self) -> tuple[str, ...]:
        """Names of criteria that the live version lacks."""
        live = {criterion.name for criterion in self.live.criteria}
        return tuple(one.name for one in self.scorecard.criteria if one.name not in live)

    @property
    def removed(self) -> tuple[str, ...]:
        """Names of criteria that the live version alone has."""
        draft = {criterion.name for criterion in self.scorecard.criteria}
        return tuple(one.name for one in self.live.criteria if one.name not in draft)

    def weight_room(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest weight that a member can be given now."""
        return self._state.weight_room(name)

    # ---- settings ---------------------------------------------------------------------------

    @property
    def locks(self) -> frozenset[str]:
        """Names of criteria and groups whose weight stays when others change."""
        return self._state.locks

    def lock(self, *names: str) -> None:
        """Keep weights as they are while others change. Locks are no edits: undo keeps them."""
        self._set_locks(names, lambda locks: locks | set(names))

    def unlock(self, *names: str) -> None:
        """Let weights follow again."""
        self._set_locks(names, lambda locks: locks - set(names))

    @property
    def rebalancing(self) -> Rebalancing:
        """What the other weights of a group do when one of them changes."""
        return self._state.rebalancing

    @rebalancing.setter
    def rebalancing(self, rebalancing: Rebalancing) -> None:
        with self._lock:
            self._state = replace(self._state, rebalancing=_checked_rebalancing(rebalancing))
            event = self._become(self._state.draft, self.history, "settings")
        self._listeners.tell(event)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a callback after each thing that happens; return what ends that.

        Callbacks are called outside the lock, in the thread in which the thing happened. One
        that fails is found in `failures`, and the session goes on.
        """
        return self._listeners.subscribe(listener)

    def _set_locks(
        self, names: tuple[str, ...], change: Callable[[frozenset[str]], frozenset[str]]
    ) -> None:
        with self._lock:
            for name in names:
                self._state.draft.placed(name)
            self._state = replace(self._state, locks=change(self._state.locks))
            event = self._become(self._state.draft, self.history, "settings")
        self._listeners.tell(event)

    # ---- the one place where the state changes ----------------------------------------------

    def _become(
        self,
        draft: Draft,
        history: History,
        what: What,
        entry: Entry | None = None,
        author: str | None = None,
    ) -> Event:
        version = self._state.version + 1
        self._state = replace(self._state, version=version, draft=draft, history=history)
        if author is None:
            author = self.author if entry is None else entry.author
        return Event(what, version, author, entry)


def _found(find: Callable[[], Entry]) -> Entry | None:
    try:
        return find()
    except EditError:
        return None


def _checked_rebalancing(rebalancing: Rebalancing) -> Rebalancing:
    if rebalancing not in REBALANCINGS:
        allowed = ", ".join(REBALANCINGS)
        hint = nearest(str(rebalancing), REBALANCINGS)
        message = f"no rebalancing {rebalancing!r}; allowed: {allowed}{hint}"
        raise EditError("not_allowed", "rebalancing", message)
    return rebalancing
