"""Edits of value functions that are branches: edges and points of bins, points of categories."""

from __future__ import annotations

from dataclasses import dataclass

from scoring_kit.playground.draft import Draft, unknown
from scoring_kit.playground.edits_base import (
    PlacedEdit,
    Values,
    amount,
    check_between,
    function_of,
    position,
)
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.playground.paths import ABSENT
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories, Key


@dataclass(frozen=True)
class SetBinEdge(PlacedEdit):
    """Move the upper edge of a bin between those of its neighbours.

    criterion: its name. bin: its position, 0 for the lowest; the last one has no edge. edge:
    `below` stays `below`, and `up_to` stays `up_to`.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetBinEdge("frequency", 0, 2)
    >>> edit.label(draft, edit.apply(draft))
    'frequency: bin below 3 became below 2'
    """

    kind = "bin edge"
    target_fields = ("criterion", "bin")

    criterion: str
    bin: int
    edge: float

    def values(self, draft: Draft) -> Values:
        place, bins = _bins(draft, self.criterion)
        here = position(self.bin, len(bins.bins), place, "bin")
        at = (*place, here)
        changed = bins.bins[here]
        if changed.edge is None:
            message = "the last bin takes all that is higher and has no edge; move the one before"
            raise EditError("not_here", spell(at), message)
        edge = finite(self.edge, spell(at), "an edge")
        edges = [None, *(edge for edge, _ in bins.edges), None]
        check_between(edge, (edges[here], edges[here + 2]), at, "this edge")
        return [((*at, "below" if changed.below is not None else "up_to"), edge)]


@dataclass(frozen=True)
class SetBinPoints(PlacedEdit):
    """Give a bin another value: a number, or an expression. A gap becomes a bin by it.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetBinPoints("frequency", 1, 65)
    >>> edit.label(draft, edit.apply(draft))
    'frequency: bin below 6: value 60 -> 65'
    """

    kind = "bin points"
    target_fields = ("criterion", "bin")

    criterion: str
    bin: int
    points: float | str

    def values(self, draft: Draft) -> Values:
        place, bins = _bins(draft, self.criterion)
        at = (*place, position(self.bin, len(bins.bins), place, "bin"))
        points = amount(self.points, at, "the value of a bin")
        return [((*at, "unmatched"), ABSENT), ((*at, "value"), points)]


@dataclass(frozen=True)
class SetCategoryPoints(PlacedEdit):
    """Give a category another value, and with it all that stand in the same branch.

    category: as in the document, a text, number or boolean; None for `other`, which is added
    where there is none. points: a number, or an expression.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = SetCategoryPoints("shelf", "travel", 75)
    >>> edit.label(draft, edit.apply(draft))
    'shelf: category travel 70 -> 75'
    """

    kind = "category points"
    target_fields = ("criterion", "category")

    criterion: str
    category: Key | None
    points: float | str

    @property
    def target(self) -> tuple[object, ...]:
        """The category with its type, as 1 and true are equal in Python."""
        return self.criterion, isinstance(self.category, bool), self.category

    def values(self, draft: Draft) -> Values:
        here, function = function_of(draft, self.criterion, (Categories,), "categories")
        points = amount(self.points, here, "the value of a category")
        if self.category is None:
            reason = function.other.reason if function.other is not None else None
            other = points if reason is None else {"value": points, "reason": reason}
            return [((*here, "other"), other)]
        return [((*here, "categories", self._branch(function), "value"), points)]

    def _branch(self, function: Categories) -> int:
        kind = isinstance(self.category, bool)
        for index, branch in enumerate(function.categories):
            if any(key == self.category and isinstance(key, bool) == kind for key in branch.in_):
                return index
        raise unknown("category", self.category, [str(key) for key in function.keys])


def _bins(draft: Draft, name: str) -> tuple[Place, Bins]:
    """Return the place of a criterion's bins, and the bins."""
    place, function = function_of(draft, name, (Bins,), "bins")
    return (*place, "bins"), function
