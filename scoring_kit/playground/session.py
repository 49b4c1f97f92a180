"""A session of play: a draft beside the live version, with edits, locks, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import RLock
from typing import Any

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits import Edit
from scoring_kit.playground.history import Entry, History, values_before
from scoring_kit.playground.listeners import Event, What
from scoring_kit.playground.paths import Data, Difference, differences
from scoring_kit.playground.rebalance import Rebalancing
from scoring_kit.playground.saving import Saved, read_saved, saved_data
from scoring_kit.playground.session_state import SessionState
from scoring_kit.scorecard.models import Scorecard

Measure = Callable[[Scorecard, Scorecard], object]
"""(before, after) -> how much an edit changed, in whatever form the screen shows it."""


class Session(SessionState):
    """A scorecard that is played with, beside the version that is live.

    Every state is a valid scorecard. What is refused raises a `ScorecardError` and changes
    nothing. Several people may edit, each under a name of their own, and from several threads:
    each undoes their own edits only.

    Parameters
    ----------
    card
        The scorecard to begin with.
    live
        The version to compare with; None for `card` itself. Criteria are matched by name.
    measure
        Called with the scorecards before and after an edit that was made; its result is kept
        as the `effect` of the entry. Not called for previews, and never twice at once.
    author
        The name under which edits are made, unless they say another.
    rebalancing
        What the other weights of a group do when one of them changes; see `rebalanced`.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> session = Session(sk.example("book_club").scorecard)
    >>> print(session.set_weight("recency", 0.46))
    1 recency: weight 0.55 -> 0.46 (2 others follow)
    >>> session.changes()
    recency: weight 0.55 -> 0.46
    frequency: weight 0.35 -> 0.42
    spend: weight 0.10 -> 0.12
    >>> print(session.undo())
    1 recency: weight 0.55 -> 0.46 (2 others follow) (undone)
    >>> session.changes()
    no changes
    """

    def __init__(
        self,
        card: Scorecard,
        live: Scorecard | None = None,
        *,
        measure: Measure | None = None,
        author: str = "me",
        rebalancing: Rebalancing = "proportional",
    ) -> None:
        super().__init__(card, live, author, rebalancing)
        self._measure = measure
        self._measuring = RLock()  # a measure may itself make an edit

    # ---- keeping it ----------------------------------------------------------------------------

    def saved(self) -> dict[str, Any]:
        """Return all that makes the session, as plain data for JSON.

        Draft, live version, history, locks, rebalancing and author. An effect is among it where
        JSON holds it as it is. The order of fields has a meaning: tiers stand in theirs.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> session = Session(sk.example("book_club").scorecard)
        >>> entry = session.set_tier("A", 65)
        >>> again = Session.restored(session.saved())
        >>> print(again.undo())
        1 tier A: 60 -> 65 (undone)
        """
        return saved_data(Saved(self.state, self.live, self.author))

    @classmethod
    def restored(cls, data: Mapping[str, Any], *, measure: Measure | None = None) -> Session:
        """Return the session that `saved` made plain data of, with undo and redo as they were.

        Raises
        ------
        ScorecardError
            When the data, one of its documents or the history is not right, with all problems.
        """
        saved = read_saved(data)
        session = cls(saved.state.scorecard, saved.live, measure=measure, author=saved.author)
        session._state = saved.state
        return session

    # ---- edits ------------------------------------------------------------------------------

    def apply(self, edit: Edit, *, author: str | None = None, merge: bool = False) -> Entry | None:
        """Make an edit, and return its entry in the history; None if it changes nothing.

        merge: whether it goes on with this person's last edit, where that was of the same kind
        and target, as the next step of a drag does. The edit is then made anew from where that
        one began, so that it does not matter by which way it got there.
        """
        author = self.author if author is None else author
        with self._lock:
            base, last = self._base(edit, author, merge)
            after = edit.apply(base)
            found = tuple(differences(base.whole, after.whole))
            if last is None and not found:
                return None
            entry = Entry(0, edit.label(base, after), author, found, edit.kind, edit.target)
            history = self._state.history
            if last is None:
                history = history.recorded(entry)
                entry = history.entries[-1]
            else:
                entry = replace(entry, number=last.number, name=last.name)
                history = history.merged(entry)
            event = self._become(after, history, "apply" if last is None else "merge", entry)
        self._listeners.tell(event)
        return self._measured(entry, base, after) if found else None

    def preview(self, edit: Edit, *, author: str | None = None, merge: bool = False) -> Scorecard:
        """Return the scorecard that `apply` with the same arguments would lead to."""
        base, _ = self._base(edit, self.author if author is None else author, merge)
        return edit.apply(base).scorecard

    def _base(self, edit: Edit, author: str, merge: bool) -> tuple[Draft, Entry | None]:
        """Return the draft that an edit starts from, and the entry that it goes on with."""
        state = self._state
        own = state.history.own(author, undone=False)
        is_going_on = merge and edit.merges and own and not state.history.own(author, undone=True)
        if not is_going_on or (own[-1].kind, own[-1].target) != (edit.kind, edit.target):
            return state.draft, None
        try:
            last = state.history.next_to_undo(author)
            return state.draft.changed(values_before(last)), last
        except ScorecardError:  # another person has edited the same meanwhile
            return state.draft, None

    def _measured(self, entry: Entry, before: Draft, after: Draft) -> Entry:
        """Return the entry with its effect; without one where measuring fails."""
        if self._measure is None:
            return entry
        event = Event("measure", self._state.version, entry.author, entry)
        try:
            # Beside the lock: it may take long, and previews go on meanwhile.
            with self._measuring:
                effect = self._measure(before.scorecard, after.scorecard)
        except Exception as error:
            self._listeners.failed(event, error)
            return entry
        self.set_effect(entry.number, effect, entry.differences)
        return replace(entry, effect=effect)

    def set_effect(
        self, number: int, effect: object, differences: Sequence[Difference] | None = None
    ) -> bool:
        """Say how much an edit changed, where that was measured beside the session.

        differences: those of the entry when measuring began. Where the entry has others by now,
        as after the next step of a drag, or is gone, the effect comes too late and is left out.
        Returns whether it was kept.
        """
        with self._lock:
            known = [entry for entry in self.history if entry.number == number]
            if not known or not _is_as_it_was(known[0], differences):
                return False
            history = self.history.measured(known[0], effect)
            event = self._become(self._state.draft, history, "measure", history.entry(number))
        self._listeners.tell(event)
        return True

    # ---- undo and redo ----------------------------------------------------------------------

    def undo(self, *, author: str | None = None) -> Entry:
        """Undo the last edit of one person, and return it.

        Raises
        ------
        EditError
            When there is none, or another person has changed the same since.
        """
        author = self.author if author is None else author
        with self._lock:
            number = self.history.next_to_undo(author).number
            event = self._step("undo", *self.history.undo(self._state.draft.whole, author), number)
        return self._told(event)

    def redo(self, *, author: str | None = None) -> Entry:
        """Make the edit that one person undid last again, and return it; see `undo`."""
        author = self.author if author is None else author
        with self._lock:
            number = self.history.next_to_redo(self._state.draft.whole, author).number
            event = self._step("redo", *self.history.redo(self._state.draft.whole, author), number)
        return self._told(event)

    def jump(self, number: int, *, author: str | None = None) -> None:
        """Undo or redo one person's edits until those up to an entry are in force; 0 for none."""
        author = self.author if author is None else author
        with self._lock:
            state = self._state
            whole, history = state.history.jump(state.draft.whole, number, author)
            event = self._become(state.draft.with_whole(whole), history, "jump", None, author)
        self._listeners.tell(event)

    def can_undo(self, *, author: str | None = None) -> bool:
        """Return whether a person has an edit that nobody else has changed since."""
        author = self.author if author is None else author
        return self._state.next_to_undo(author) is not None

    def can_redo(self, *, author: str | None = None) -> bool:
        """Return whether a person has an undone edit whose places are as they were before it."""
        author = self.author if author is None else author
        return self._state.next_to_redo(author) is not None

    def rename(self, number: int, name: str | None) -> Entry:
        """Call an entry of the history by a name; None takes the name away."""
        with self._lock:
            history = self.history.renamed(number, name)
            event = self._become(self._state.draft, history, "rename", history.entry(number))
        return self._told(event)

    def _step(self, what: What, whole: Data, history: History, number: int) -> Event:
        draft = self._state.draft.with_whole(whole)
        return self._become(draft, history, what, history.entry(number))

    def _told(self, event: Event) -> Entry:
        assert event.entry is not None
        self._listeners.tell(event)
        return event.entry


def _is_as_it_was(entry: Entry, differences: Sequence[Difference] | None) -> bool:
    return differences is None or tuple(differences) == entry.differences
