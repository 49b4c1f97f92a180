"""The history of edits: who changed what, undone and redone by each person for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scoring_kit.playground.errors import EditError
from scoring_kit.playground.paths import Data, Difference, overlap, value_at, with_values
from scoring_kit.scorecard.problems import spell
from scoring_kit.scorecard.writing_changes import is_same

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit that was made.

    number: from 1, kept for good. label: what changed, in one line. author: who made it.
    differences: the places in the document that it changed, with the values before and after.
    kind, target: of the edit. name: what a person called it, None where nobody did. effect: how
    much it changed, as the session measured it. moment: when it was last made or made again,
    counted in steps. is_undone: whether it is out of force, and may be made again.
    """

    number: int
    label: str
    author: str
    differences: tuple[Difference, ...]
    kind: str = ""
    target: tuple[object, ...] = ()
    name: str | None = None
    effect: object = field(default=None, compare=False)
    moment: int = 0
    is_undone: bool = False

    def __str__(self) -> str:
        named = f"{self.name}: " if self.name else ""
        undone = " (undone)" if self.is_undone else ""
        return f"{self.number} {named}{self.label}{undone}"


@dataclass(frozen=True, slots=True)
class History:
    """All edits in the order in which they were first made; a change is a new history.

    Of each person the edits in force come first and the undone ones last, so that undo and redo
    walk along a line. An edit can be undone while no other person has since changed what it
    changed: then the values at its places are those it put there.
    """

    entries: tuple[Entry, ...] = ()
    steps: int = 0
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
        entry = replace(entry, number=self.made + 1, moment=self.steps + 1)
        return History((*kept, entry), self.steps + 1, self.made + 1)

    def merged(self, entry: Entry) -> History:
        """Return the history with an entry in place of that with the same number.

        An entry that changes nothing any more is gone.
        """
        if not entry.differences:
            kept = tuple(e for e in self.entries if e.number != entry.number)
            return replace(self, entries=kept, steps=self.steps + 1)
        return self._with(replace(entry, moment=self.steps + 1))

    def renamed(self, number: int, name: str | None) -> History:
        """Return the history with another name for an entry; None takes the name away."""
        entry = self.entry(number)
        if name is not None:
            name = " ".join(str(name).split())
            if not 0 < len(name) <= LONGEST_NAME:
                message = f"a name has 1 to {LONGEST_NAME} signs, found {len(name)}"
                raise EditError("out_of_range", f"history.{number}", message)
        return replace(self, entries=self._replaced(replace(entry, name=name)))

    def measured(self, entry: Entry, effect: object) -> History:
        """Return the history with the effect of an entry, if it still stands as it was."""
        known = [e for e in self.entries if e.number == entry.number]
        if not known or known[0].differences != entry.differences:
            return self
        return replace(self, entries=self._replaced(replace(known[0], effect=effect)))

    def next_to_undo(self, whole: Data, author: str) -> Entry:
        """Return the last edit of a person; refuse where it cannot be undone."""
        own = self.own(author, undone=False)
        if not own:
            raise EditError("nothing_to_undo", "history", f"{author!r} has no edit to undo")
        entry = own[-1]
        for later in reversed(self.entries):
            if later.moment > entry.moment and not later.is_undone and later.author != author:
                for one in _shared(entry, later):
                    raise _changed_since(entry, later, one, "undone")
        self._check_values(whole, entry, is_undone=False)
        return entry

    def next_to_redo(self, whole: Data, author: str) -> Entry:
        """Return the first undone edit of a person; refuse where it cannot be made again."""
        own = self.own(author, undone=True)
        if not own:
            raise EditError("nothing_to_redo", "history", f"{author!r} has undone nothing")
        self._check_values(whole, own[0], is_undone=True)
        return own[0]

    def undo(self, whole: Data, author: str) -> tuple[Data, History]:
        """Return the document and the history without the last edit of a person in force."""
        entry = self.next_to_undo(whole, author)
        return values_before(whole, entry), self._stepped(entry, is_undone=True)

    def redo(self, whole: Data, author: str) -> tuple[Data, History]:
        """Return the document and the history with the first undone edit of a person again."""
        entry = self.next_to_redo(whole, author)
        whole = with_values(whole, [(one.place, one.after) for one in entry.differences])
        return whole, self._stepped(entry, is_undone=False)

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

    def _check_values(self, whole: Data, entry: Entry, *, is_undone: bool) -> None:
        """Refuse where something else stands at the places than what the entry left there."""
        for one in entry.differences:
            expected = one.before if is_undone else one.after
            if not is_same(value_at(whole, one.place), expected):
                later = self._last_change(entry, one)
                raise _changed_since(entry, later, one, "redone" if is_undone else "undone")

    def _last_change(self, entry: Entry, difference: Difference) -> Entry | None:
        """Return the last edit of another person at a place, in force or undone."""
        others = [e for e in self.entries if e.author != entry.author]
        found = [
            e for e in others if any(overlap(o.place, difference.place) for o in e.differences)
        ]
        return max(found, key=lambda e: e.moment, default=None)

    def _stepped(self, entry: Entry, *, is_undone: bool) -> History:
        return self._with(replace(entry, is_undone=is_undone, moment=self.steps + 1))

    def _with(self, entry: Entry) -> History:
        return replace(self, entries=self._replaced(entry), steps=self.steps + 1)

    def _replaced(self, entry: Entry) -> tuple[Entry, ...]:
        return tuple(entry if e.number == entry.number else e for e in self.entries)


def values_before(whole: Data, entry: Entry) -> Data:
    """Return a document with the values that stood there before an edit."""
    return with_values(whole, [(one.place, one.before) for one in reversed(entry.differences)])


def _shared(entry: Entry, later: Entry) -> Iterator[Difference]:
    """Yield what an entry changed and a later one changed as well."""
    for one in entry.differences:
        if any(overlap(one.place, other.place) for other in later.differences):
            yield one


def _changed_since(entry: Entry, later: Entry | None, one: Difference, done: str) -> EditError:
    if later is None:
        who, what = "something else", ""
    else:
        who, what = repr(later.author), f" ({later.number}: {later.label})"
    message = f"edit {entry.number} ({entry.label}) cannot be {done}: {who} has changed the same "
    message += f"since{what}; ask for that to be undone first, or make a new edit"
    return EditError("changed_since", spell(one.place), message)
