"""The history of edits: who changed what, undone and redone by each person for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scoring_kit.playground.errors import EditError
from scoring_kit.playground.paths import Data, Difference, overlap, value_at, with_values
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.writing_changes import is_same

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit that was made.

    number: from 1, kept for good. label: what changed, in one line. author: who made it.
    differences: the places in the document that it changed, with the values before and after.
    kind, target: of the edit. name: what a person called it, None where nobody did. effect: how
    much it changed, as the session measured it. below: numbers of the edits by others, of the
    same places, that were in force when it was made. is_undone: whether it is out of force, and
    may be made again.
    """

    number: int
    label: str
    author: str
    differences: tuple[Difference, ...]
    kind: str = ""
    target: tuple[object, ...] = ()
    name: str | None = None
    effect: object = field(default=None, compare=False)
    below: frozenset[int] = frozenset()
    is_undone: bool = False

    def __str__(self) -> str:
        named = f"{self.name}: " if self.name else ""
        undone = " (undone)" if self.is_undone else ""
        return f"{self.number} {named}{self.label}{undone}"


@dataclass(frozen=True, slots=True)
class History:
    """All edits in the order in which they were first made; a change is a new history.

    Of each person the edits in force come first and the undone ones last, so that undo and redo
    walk along a line. An edit may be undone or redone while of the same places just those edits
    of others are in force that were so when it was made: then it meets what it met, or left.
    """

    entries: tuple[Entry, ...] = ()
    made: int = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def entry(self, number: int) -> Entry:
        """Return the entry with a number."""
        for entry in self.entries:
            if entry.number == number:
                return entry
        last = f"the last is {self.entries[-1].number}" if self.entries else "there are none yet"
        message = f"no entry {number!r}; {last}, and what was undone goes with the next edit"
        raise EditError("unknown_entry", "history", message)

    def own(self, author: str, *, undone: bool) -> list[Entry]:
        """Return the edits of a person that are in force, or those that are undone."""
        return [e for e in self.entries if e.author == author and e.is_undone == undone]

    def recorded(self, entry: Entry) -> History:
        """Return the history with a new entry at its end, which takes the next number.

        What its author had undone can be redone no more.
        """
        kept = [e for e in self.entries if e.author != entry.author or not e.is_undone]
        entry = replace(entry, number=self.made + 1, below=self._below(entry))
        return History((*kept, entry), self.made + 1)

    def merged(self, entry: Entry) -> History:
        """Return the history with an entry in place of that with the same number.

        An entry that changes nothing any more is gone.
        """
        if not entry.differences:
            return replace(self, entries=tuple(e for e in self if e.number != entry.number))
        return self._with(replace(entry, below=self._below(entry)))

    def renamed(self, number: int, name: str | None) -> History:
        """Return the history with another name for an entry; None takes the name away."""
        entry = self.entry(number)
        if name is not None:
            name = " ".join(str(name).split())
            if not 0 < len(name) <= LONGEST_NAME:
                message = f"a name has 1 to {LONGEST_NAME} signs, found {len(name)}"
                raise EditError("out_of_range", f"history.{number}", message)
        return self._with(replace(entry, name=name))

    def measured(self, entry: Entry, effect: object) -> History:
        """Return the history with the effect of an entry, if it still stands as it was."""
        known = [e for e in self.entries if e.number == entry.number]
        if not known or known[0].differences != entry.differences:
            return self
        return self._with(replace(known[0], effect=effect))

    def next_to_undo(self, author: str) -> Entry:
        """Return the last edit of a person; refuse where it cannot be undone."""
        own = self.own(author, undone=False)
        if not own:
            raise EditError("nothing_to_undo", "history", f"{author!r} has no edit to undo")
        self._check_order(own[-1], "undone")
        return own[-1]

    def next_to_redo(self, whole: Data, author: str) -> Entry:
        """Return the first undone edit of a person; refuse where it cannot be made again."""
        own = self.own(author, undone=True)
        if not own:
            raise EditError("nothing_to_redo", "history", f"{author!r} has undone nothing")
        self._check_order(own[0], "redone")
        for one in own[0].differences:
            # The edit below may have been merged with another step of a drag.
            if not is_same(value_at(whole, one.place), one.before):
                raise _refused(own[0], next(reversed(self._others(own[0])), None), "redone")
        return own[0]

    def undo(self, whole: Data, author: str) -> tuple[Data, History]:
        """Return the document and the history without the last edit of a person in force."""
        entry = self.next_to_undo(author)
        return with_values(whole, values_before(entry)), self._with(replace(entry, is_undone=True))

    def redo(self, whole: Data, author: str) -> tuple[Data, History]:
        """Return the document and the history with the first undone edit of a person again."""
        entry = self.next_to_redo(whole, author)
        whole = with_values(whole, [(one.place, one.after) for one in entry.differences])
        return whole, self._with(replace(entry, is_undone=False))

    def jump(self, whole: Data, number: int, author: str) -> tuple[Data, History]:
        """Return both after a person's own edits up to a number are in force, and no later ones.

        number: 0 for the beginning.
        """
        history = self
        if number != 0:
            self.entry(number)
        while any(entry.number > number for entry in history.own(author, undone=False)):
            whole, history = history.undo(whole, author)
        while any(entry.number <= number for entry in history.own(author, undone=True)):
            whole, history = history.redo(whole, author)
        return whole, history

    def _others(self, entry: Entry) -> list[Entry]:
        """Return the edits in force by others that changed the same places, oldest first."""
        return [
            other
            for other in self.entries
            if other.author != entry.author
            and not other.is_undone
            and any(overlap(x.place, y.place) for x in entry.differences for y in other.differences)
        ]

    def _below(self, entry: Entry) -> frozenset[int]:
        return frozenset(other.number for other in self._others(entry))

    def _check_order(self, entry: Entry, done: str) -> None:
        """Refuse where others have changed the same, or undone what the entry changed."""
        changed = self._below(entry) ^ entry.below
        if changed:
            other = next((e for e in self.entries if e.number == max(changed)), None)
            raise _refused(entry, other, done)

    def _with(self, entry: Entry) -> History:
        entries = tuple(entry if e.number == entry.number else e for e in self.entries)
        return replace(self, entries=entries)


def values_before(entry: Entry) -> list[tuple[Place, object]]:
    """Return the values that stood in the document before an edit, with their places."""
    return [(one.place, one.before) for one in entry.differences]


def _refused(entry: Entry, other: Entry | None, done: str) -> EditError:
    message = f"edit {entry.number} ({entry.label}) cannot be {done}: "
    if other is None:
        message += "what it built on is gone; make a new edit"
    else:
        did, undo = ("undone", "redone") if other.is_undone else ("changed", "undone")
        message += f"{other.author!r} has {did} the same since ({other.number}: {other.label}); "
        message += f"let that be {undo} first, or make a new edit"
    return EditError("changed_since", spell(entry.differences[0].place), message)
