"""What every edit of a scorecard is, and how edits check what they are given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, TypeVar, cast

from scoring_kit.playground.draft import Draft
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.scorecard.changes import changes
from scoring_kit.scorecard.changes_data import number
from scoring_kit.scorecard.fields import describe
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.value_functions.base import ValueFunction

Function = TypeVar("Function", bound=ValueFunction)

Values = Sequence[tuple[Place, object]]
"""New values by their place in `Draft.whole`; `ABSENT` takes a field away."""


@dataclass(frozen=True)
class Edit(ABC):
    """One change of a scorecard, by the names that stand in the document.

    An edit knows no session: the same edit of the same draft always gives the same draft.

    kind: what the edit does, in a few words. merges: whether the last one of several edits of
    the same target stands for all of them, as while a knot is dragged. target: the fields that
    say what is edited.
    """

    kind: ClassVar[str]
    merges: ClassVar[bool] = True
    target_fields: ClassVar[tuple[str, ...]] = ()

    @property
    def target(self) -> tuple[object, ...]:
        """What is edited, so that edits of one thing can be told from others."""
        return tuple(getattr(self, name) for name in self.target_fields)

    @abstractmethod
    def apply(self, draft: Draft) -> Draft:
        """Return the draft after the edit.

        Raises
        ------
        ScorecardError
            When the edit is refused: an `EditError` for what it asks, else what is wrong with
            the scorecard that it would lead to.
        """

    def label(self, before: Draft, after: Draft) -> str:
        """Return the edit in one line, as `scoring_kit.changes` words it."""
        return in_one_line(self.lines(before, after))

    @staticmethod
    def lines(before: Draft, after: Draft) -> list[str]:
        """Return what `scoring_kit.changes` says about two drafts."""
        return [change.text for change in changes(before.scorecard, after.scorecard)]


@dataclass(frozen=True)
class PlacedEdit(Edit):
    """An edit that puts values into places of the document, and leaves all else as it is."""

    def apply(self, draft: Draft) -> Draft:
        return draft.changed(self.values(draft))

    @abstractmethod
    def values(self, draft: Draft) -> Values:
        """Return the values that the edit puts into the document."""


def in_one_line(lines: Sequence[str]) -> str:
    """Return the first of some lines, and how many more there are."""
    if not lines:
        return "no change"
    return lines[0] if len(lines) == 1 else f"{lines[0]} (and {len(lines) - 1} more)"


def function_of(
    draft: Draft, name: str, wanted: tuple[type[Function], ...], parts: str
) -> tuple[Place, Function]:
    """Return a criterion's value function and its place; refuse one without such parts."""
    place, criterion = draft.criterion(name)
    function, here = criterion.value, (*place, "value")
    if not isinstance(function, wanted):
        message = f"{name!r} has a value function of the kind {function.kind}, which has no {parts}"
        raise EditError("not_here", spell(here), message)
    return here, function


def as_written(value: object) -> object:
    """Return what stands in a document for a word, or for the fields of a mapping."""
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else value


def amount(value: object, place: Place, noun: str) -> float | str:
    """Return a finite number, or the text of an expression, which the document checks."""
    return value if isinstance(value, str) else finite(value, spell(place), noun)


def position(value: object, count: int, place: Place, noun: str) -> int:
    """Return a position from 0 to count - 1; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        message = f"a {noun} is named by its position, 0 for the first; found {describe(value)}"
        raise EditError("wrong_type", spell(place), message)
    if not 0 <= int(value) < count:
        message = f"no {noun} {int(value)}; there are {count}, from 0 to {count - 1}"
        raise EditError("out_of_range", spell(place), message)
    return int(value)


def check_between(
    value: float, neighbours: tuple[float | None, float | None], place: Place, what: str
) -> None:
    """Refuse a value that would reach or pass one of its neighbours (None where there is none)."""
    low, high = neighbours
    if (low is None or low < value) and (high is None or value < high):
        return
    ends = [f"above {number(low)}"] if low is not None else []
    ends += [f"below {number(high)}"] if high is not None else []
    message = f"{what} stays {' and '.join(ends)}, where its neighbours stand; found "
    message += f"{number(value)}: move the neighbour first"
    raise EditError("not_increasing", spell(place), message)
