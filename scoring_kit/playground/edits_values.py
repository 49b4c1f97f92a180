"""Edits of value functions that are lines: their knots."""

from __future__ import annotations

from dataclasses import dataclass

from scoring_kit.playground.draft import Draft
from scoring_kit.playground.edits_base import (
    PlacedEdit,
    Values,
    check_between,
    function_of,
    position,
)
from scoring_kit.playground.errors import EditError, finite
from scoring_kit.playground.monotone import Direction, direction_of, snapped
from scoring_kit.scorecard.changes_data import number
from scoring_kit.scorecard.models import Criterion
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.lines import Knot, Linear, PiecewiseLinear


@dataclass(frozen=True)
class MoveKnot(PlacedEdit):
    """Give a knot another input or value; None leaves that one as it is.

    criterion: its name. knot: its position, 0 for the leftmost. x: between its neighbours.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = MoveKnot("recency", 1, value=70)
    >>> edit.label(draft, edit.apply(draft))
    'recency: knot 6 -> 80 became 6 -> 70'
    """

    kind = "move knot"
    target_fields = ("criterion", "knot")

    criterion: str
    knot: int
    x: float | None = None
    value: float | None = None

    def values(self, draft: Draft) -> Values:
        place, found, knots = _knots(draft, self.criterion)
        here = position(self.knot, len(knots), place, "knot")
        old_x, old_value = knots[here]
        at = (*place, here)
        x = old_x if self.x is None else finite(self.x, spell(at), "the input of a knot")
        value = old_value if self.value is None else finite(self.value, spell(at), "its value")
        _check_place(knots[:here], x, knots[here + 1 :], at)
        return _written(place, found, [*knots[:here], (x, value), *knots[here + 1 :]])


@dataclass(frozen=True)
class AddKnot(PlacedEdit):
    """Put a knot between others, or beyond them; a straight line becomes piecewise.

    x: its input, other than that of a knot. value: None for the value that the function has
    there, so that nothing changes before the knot is moved.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = AddKnot("recency", 9)
    >>> edit.label(draft, edit.apply(draft))
    'recency: added knot 9 -> 65'
    """

    kind = "add knot"
    merges = False
    target_fields = ("criterion",)

    criterion: str
    x: float
    value: float | None = None

    def values(self, draft: Draft) -> Values:
        place, found, knots = _knots(draft, self.criterion)
        x = finite(self.x, spell(place), "the input of a knot")
        before = [knot for knot in knots if knot[0] < x]
        after = [knot for knot in knots if knot[0] > x]
        if len(before) + len(after) < len(knots):
            message = f"there is a knot at {number(x)} already; move it instead"
            raise EditError("not_increasing", spell(place), message)
        if self.value is None:
            value = _between(before, x, after)
        else:
            value = finite(self.value, spell(place), "the value of a knot")
        return _written(place, found, [*before, (x, value), *after])


@dataclass(frozen=True)
class DeleteKnot(PlacedEdit):
    """Take a knot away; two stay at least.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> edit = DeleteKnot("spend", 1)
    >>> edit.label(draft, edit.apply(draft))
    'spend: removed knot 250 -> 50'
    """

    kind = "delete knot"
    merges = False
    target_fields = ("criterion", "knot")

    criterion: str
    knot: int

    def values(self, draft: Draft) -> Values:
        place, found, knots = _knots(draft, self.criterion)
        here = position(self.knot, len(knots), place, "knot")
        if len(knots) == 2:
            message = "a line needs two knots or more, and has two; move one instead"
            raise EditError("too_few", spell(place), message)
        return _written(place, found, [*knots[:here], *knots[here + 1 :]])


@dataclass(frozen=True)
class SnapMonotone(PlacedEdit):
    """Change the values of knots or bins as little as possible, so that they only rise or fall.

    direction: ``up`` or ``down``; None for what the criterion declares as `monotone`, else the
    one that changes less. The squares of the changes have the smallest sum that is possible.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = Draft.of(sk.example("book_club").scorecard)
    >>> bent = MoveKnot("recency", 1, value=40).apply(draft)
    >>> edit = SnapMonotone("recency")
    >>> edit.label(bent, edit.apply(bent))
    'recency: snapped to fall, 2 values changed'
    """

    kind = "snap monotone"
    merges = False
    target_fields = ("criterion",)

    criterion: str
    direction: Direction | None = None

    def values(self, draft: Draft) -> Values:
        place, criterion = draft.criterion(self.criterion)
        function = criterion.value
        here = (*place, "value", function.kind)
        if isinstance(function, PiecewiseLinear):
            before = [value for _, value in function.knots]
            places = [(*here, index, 1) for index in range(len(before))]
        elif isinstance(function, Bins) and function.has_plain_values:
            # A gap has no value, and its neighbours are neighbours of each other.
            filled = [index for index, bin_ in enumerate(function.bins) if not bin_.unmatched]
            before = [float(function.branches[index].value) for index in filled]
            places = [(*here, index, "value") for index in filled]
        else:
            message = f"{self.criterion!r} has a value function of the kind {function.kind}; "
            message += "only knots and bins with plain numbers can be snapped"
            raise EditError("not_here", spell((*place, "value")), message)
        after = snapped(before, self._direction(criterion, before))
        return [(at, new) for at, old, new in zip(places, before, after, strict=True) if old != new]

    def _direction(self, criterion: Criterion, values: list[float]) -> Direction:
        chosen = self.direction or criterion.monotone or direction_of(values)
        if chosen not in ("up", "down"):
            message = f"a direction is up or down, found {chosen!r}"
            raise EditError("not_allowed", self.criterion, message)
        return chosen

    def label(self, before: Draft, after: Draft) -> str:
        _, criterion = before.criterion(self.criterion)
        function = criterion.value
        if isinstance(function, PiecewiseLinear):
            values = [value for _, value in function.knots]
        else:
            values = [float(b.value) for b in function.branches if not b.unmatched]
        rising = self._direction(criterion, values) == "up"
        count = len(self.values(before))
        changed = "1 value changed" if count == 1 else f"{count} values changed"
        return f"{self.criterion}: snapped to {'rise' if rising else 'fall'}, {changed}"


def _knots(draft: Draft, name: str) -> tuple[Place, Linear | PiecewiseLinear, list[Knot]]:
    """Return the place of a criterion's knots, its value function, and the knots."""
    place, function = function_of(draft, name, (Linear, PiecewiseLinear), "knots")
    return (*place, function.kind), function, list(function.knots)


def _written(place: Place, function: Linear | PiecewiseLinear, knots: list[Knot]) -> Values:
    """Return the values of the document for other knots; a line of two may stay a line."""
    if isinstance(function, PiecewiseLinear):
        return [(place, [list(knot) for knot in knots])]
    if len(knots) == 2:
        falling = function.linear.from_[0] > function.linear.from_[1]
        first, second = reversed(knots) if falling else knots
        return [((*place, "from"), [first[0], second[0]]), ((*place, "to"), [first[1], second[1]])]
    outside = {} if function.outside == "clamp" else {"outside": function.outside}
    return [(place[:-1], {"piecewise": [list(knot) for knot in knots], **outside})]


def _check_place(before: list[Knot], x: float, after: list[Knot], place: Place) -> None:
    low = before[-1][0] if before else None
    high = after[0][0] if after else None
    check_between(x, (low, high), place, "the input of this knot")


def _between(before: list[Knot], x: float, after: list[Knot]) -> float:
    """Return the value at x of lines through knots on both sides, level beyond them."""
    if not before or not after:
        return (before[-1] if before else after[0])[1]
    (left, low), (right, high) = before[-1], after[0]
    part = (x - left) / (right - left)
    return float(f"{low * (1.0 - part) + high * part:.15g}")
