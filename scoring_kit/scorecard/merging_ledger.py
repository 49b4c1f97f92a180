"""What a merge has decided and what it leaves open, place by place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from scoring_kit.errors import Problem
from scoring_kit.scorecard.changes_data import LONGEST, from_difference, spelt
from scoring_kit.scorecard.shapes import is_list
from scoring_kit.scorecard.writing_changes import is_same
from scoring_kit.scorecard.writing_layout import items_of

T = TypeVar("T", covariant=True)
U = TypeVar("U")

Side = Literal["base", "mine", "theirs"]
Winner = Literal["same", "both", "mine", "theirs"]
Kind = Literal["changed", "removed", "moved", "order", "problem"]

SIDES: tuple[Side, ...] = ("base", "mine", "theirs")
OPPOSITES: dict[Side, Side] = {"mine": "theirs", "theirs": "mine"}
ORDER = "<order>"
"""The last part of a place that stands for the order of a list."""

_PLAIN = re.compile(r"[\w$-]+")


@dataclass(frozen=True, slots=True)
class Three(Generic[T]):
    """The same thing in all three documents; None where it is not there."""

    base: T
    mine: T
    theirs: T

    def side(self, side: Side) -> T:
        """Return the thing as one of them has it."""
        return getattr(self, side)

    def __iter__(self) -> Iterator[T]:
        return iter((self.base, self.mine, self.theirs))

    def each(self, read: Callable[[T], U]) -> Three[U]:
        """Return what a function makes of each."""
        return Three(read(self.base), read(self.mine), read(self.theirs))

    @property
    def winner(self) -> Winner | None:
        """Who changed it: nobody (same), both alike, one; None where both did differently."""
        if is_same(self.mine, self.theirs):
            return "same" if is_same(self.base, self.mine) else "both"
        if is_same(self.base, self.mine):
            return "theirs"
        return "mine" if is_same(self.base, self.theirs) else None


@dataclass(frozen=True, slots=True)
class Given:
    """A value that somebody gave in place of those of all three documents."""

    value: Any


Choice = Side | Given


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by names, and what it is called: owner "recency", label "weight"."""

    path: tuple[str, ...] = ()
    owner: str = ""
    label: str = ""

    @property
    def place(self) -> str:
        """The place as text: ``criteria.recency.weight``."""
        return ".".join(self.path)

    @property
    def title(self) -> str:
        """What it is called: "recency: weight"."""
        return ": ".join(part for part in (self.owner, self.label) if part)

    def at(self, part: str, label: str | None = None) -> Spot:
        """Return the spot of a part of it."""
        below = f"{self.label} {part}".strip() if label is None else label
        return Spot((*self.path, part), self.owner, below)

    def thing(self, part: str, owner: str) -> Spot:
        """Return the spot of something in it that is a thing by itself."""
        return Spot((*self.path, part), owner)


def quoted(name: str) -> str:
    """Return a name as it stands in a place, in quotes where it holds odd signs.

    Examples
    --------
    >>> quoted("recency"), quoted("a.b")
    ('recency', '"a.b"')
    """
    return name if _PLAIN.fullmatch(name) else json.dumps(name, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a merge leaves to people.

    place: where, by names: ``criteria.recency.weight``. kind: changed or moved by both, removed
    by one and changed by the other, in two orders, or a problem, which shows only once both are
    put together. base, mine, theirs: plain data, None where there is none. mine_at, theirs_at:
    of a problem, the places at which one side has to be taken so that it is gone.
    """

    place: str
    kind: Kind
    words: str
    base: object = None
    mine: object = None
    theirs: object = None
    mine_at: tuple[str, ...] = ()
    theirs_at: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.words} [{self.place}]"


@dataclass(slots=True)
class Ledger:
    """Decides place after place, and keeps what was decided.

    choices: what people chose, by place. taken: whose value holds, by place; "value" for one that
    was given. known: all places at which something differs. refused: choices that cannot be.
    """

    choices: Mapping[str, Choice]
    conflicts: dict[str, Conflict] = field(default_factory=dict[str, Conflict])
    taken: dict[str, str] = field(default_factory=dict[str, str])
    known: dict[str, None] = field(default_factory=dict[str, None])
    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    refused: list[str] = field(default_factory=list[str])

    def chosen(self, spot: Spot) -> Choice | None:
        """Return what was chosen for a place at which something differs; None if nothing was."""
        self.known[spot.place] = None
        choice = self.choices.get(spot.place)
        if choice is not None:
            self.taken[spot.place] = "value" if isinstance(choice, Given) else choice
        return choice

    def verdict(
        self,
        spot: Spot,
        three: Three[Any],
        *,
        kind: Kind | None = None,
        words: str | None = None,
        clash: bool = False,
    ) -> Choice:
        """Return whose value holds; that of the base for the time being where it is a conflict.

        clash: whether it is one although the values alone would not say so.
        """
        winner = None if clash else three.winner
        if winner == "same":
            return "base"
        choice = self.chosen(spot)
        if choice is not None:
            return choice
        if winner is None:
            self.clash(spot, three, kind=kind, words=words)
            return "base"
        self.taken[spot.place] = winner
        return "mine" if winner == "both" else winner

    def decide(self, spot: Spot, three: Three[Any]) -> Any:
        """Return the value that holds."""
        choice = self.verdict(spot, three)
        return choice.value if isinstance(choice, Given) else three.side(choice)

    def clash(
        self, spot: Spot, three: Three[Any], *, kind: Kind | None = None, words: str | None = None
    ) -> None:
        """Leave a place to people."""
        found = words or spelt_out(spot.title, three)
        kind = kind or ("removed" if None in (three.mine, three.theirs) else "changed")
        self.known[spot.place] = None
        self.conflicts[spot.place] = Conflict(spot.place, kind, found, *three)

    def refuse(self, spot: Spot, message: str) -> None:
        """Note a choice that does not fit its place."""
        self.refused.append(f"{spot.place}: {message}")


def spelt_out(title: str, three: Three[Any]) -> str:
    """Return what each side has, in one line."""
    mine, theirs = three.mine, three.theirs
    if isinstance(mine, str) and isinstance(theirs, str) and max(len(mine), len(theirs)) > LONGEST:
        mine, theirs = from_difference(mine, theirs)
    return f"{title}: {spelt(mine)} in mine, {spelt(theirs)} in theirs; it was {spelt(three.base)}"


def union(three: Three[Any]) -> list[Any]:
    """Return all keys: those of the base in its order, then the new ones by name.

    Where one side has those of the base, or those of the other, the order is that of the other;
    so nothing depends on which of the two is mine.
    """
    base, mine, theirs = ([*keys] for keys in three)
    first = theirs if mine == base else mine if theirs in (base, mine) else base
    known = dict.fromkeys(first)
    rest = {key for keys in (base, mine, theirs) for key in keys if key not in known}
    return [*known, *sorted(rest, key=by_name)]


def by_name(key: object) -> tuple[str, ...]:
    """Return what keys are sorted by: the name, then what sort of thing it is."""
    return tuple(map(str, reversed(items_of(key)))) if is_list(key) else (str(key),)
