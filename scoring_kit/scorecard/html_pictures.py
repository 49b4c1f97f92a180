"""The picture of a value function, drawn from its own words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from scoring_kit.display.markup import Markup, join, some
from scoring_kit.display.numbers import count, exact, rounded
from scoring_kit.display.pictures import (
    Bar,
    Column,
    Frame,
    Point,
    Range,
    Tick,
    bar_list,
    line_picture,
    steps,
)
from scoring_kit.display.style import note
from scoring_kit.display.tables import marked
from scoring_kit.expression.bounds import bounds
from scoring_kit.expression.words import Reference, Type
from scoring_kit.scorecard.models import Criterion
from scoring_kit.scorecard.value_functions import ValueFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.scorecard.value_functions.normalisation import Percentile, Rank

MOST_BARS = 8
MOST_POINTS = 60
"""Points of a curve."""
MOST_PLACES = 400
"""Places of a line or stair; with more of them there is no picture, as one with fewer would lie.

What only rises, such as a rank, may be drawn with fewer.
"""
MOST_TICKS = 8


def value_picture(
    criterion: Criterion, behind: Sequence[Column] = (), live: Criterion | None = None
) -> Markup | None:
    """Return a picture of the values that a criterion gives; None where there is none to draw.

    behind: the data, as columns with heights from 0 to 1 within `picture_range`. live: the
    criterion in the live version, of which the values stand there as well, where they differ.
    """
    function, label = criterion.value, f"values of {criterion.name}"
    other = None if live is None or live.value == function else live.value
    if isinstance(function, Categories):
        return _bars(function, label, other) if function.has_plain_values else None
    is_rising = isinstance(function, Rank | Percentile)
    if not function.places or (len(function.places) > MOST_PLACES and not is_rising):
        return None
    places = thinned(function.places, MOST_PLACES)
    pieces = _stair(function, places) if function.shape == "steps" else _line(function, places)
    values = [value for piece in pieces for _, value in piece]
    if not values or not all(map(math.isfinite, values)):
        return None
    ends = (pieces[0][0][0], pieces[-1][-1][0])
    ghost = [] if other is None else _within(other, ends)
    values += [value for piece in ghost for _, value in piece]
    # zero belongs to the picture where it is near: a rise from 90 to 100 is not one from nothing
    frame = Frame(ends, (min(*values, 0.0), max(*values, 0.0)))
    marked = thinned(places, MOST_TICKS)
    ticks = [Tick(x, exact(x) if len(exact(x)) <= 9 else rounded(x)) for x in marked]
    return line_picture(pieces, frame, ticks, label=label, behind=behind, ghost=ghost)


def picture_range(criterion: Criterion) -> Range | None:
    """Return which inputs the picture of a criterion shows; None where it has no such axis.

    Examples
    --------
    >>> from scoring_kit.scorecard.models import Criterion
    >>> knots = {"piecewise": [[0, 100], [12, 60], [36, 0]]}
    >>> picture_range(Criterion(criterion="recency", value=knots, missing=0))
    (0.0, 36.0)
    """
    function = criterion.value
    if isinstance(function, Categories) or not function.places:
        return None
    places = thinned(function.places, MOST_PLACES)
    if function.shape != "steps":
        return places[0], places[-1]
    ends = _ends(places)
    return ends[0], ends[-1]


def thinned(places: Sequence[float], most: int) -> Sequence[float]:
    """Return places, of more than `most` only some, the two ends among them."""
    if len(places) <= most:
        return places
    last = len(places) - 1
    return [places[round(index * last / (most - 1))] for index in range(most)]


def _line(function: ValueFunction, places: Sequence[float]) -> list[list[Point]]:
    if function.shape == "curve":
        low, high = places[0], places[-1]
        # closer together at the ends, where a logarithm or a power turns
        turns = [math.pi * index / MOST_POINTS for index in range(MOST_POINTS + 1)]
        shares = [(1.0 - math.cos(turn)) / 2.0 for turn in turns]
        places = [low * (1.0 - share) + high * share for share in shares]
    return [[(x, value_at(function, x)) for x in places]]


def _stair(function: ValueFunction, edges: Sequence[float]) -> list[list[Point]]:
    """Return the steps, the open ones at both ends as long as the mean of the others."""
    ends = _ends(edges)
    values = [value_at(function, low / 2 + high / 2) for low, high in pairwise(ends)]
    if isinstance(function, Bins) and len(function.bins) == len(values):
        gaps = zip(function.bins, values, strict=True)
        return steps(ends, [None if bin_.unmatched else value for bin_, value in gaps])
    return steps(ends, values)


def _within(function: ValueFunction, ends: Range) -> list[list[Point]]:
    """Return the line or stair of another function between two inputs; nothing where it has none.

    A stair with a gap has none either: values within the gap would be made up.
    """
    has_gap = isinstance(function, Bins) and any(bin_.unmatched for bin_ in function.bins)
    if not function.places or len(function.places) > MOST_PLACES or has_gap:
        return []
    inner = [place for place in function.places if ends[0] < place < ends[1]]
    if function.shape == "steps":
        edges = [ends[0], *inner, ends[1]]
        middle = [value_at(function, low / 2 + high / 2) for low, high in pairwise(edges)]
        pieces = steps(edges, middle)
    else:
        step = (ends[1] - ends[0]) / MOST_POINTS
        more = [ends[0] + step * index for index in range(1, MOST_POINTS)]
        between = more if function.shape == "curve" else inner
        pieces = [[(x, value_at(function, x)) for x in (ends[0], *between, ends[1])]]
    is_known = all(math.isfinite(value) for piece in pieces for _, value in piece)
    return pieces if is_known else []


def _ends(edges: Sequence[float]) -> list[float]:
    reach = (edges[-1] - edges[0]) / (len(edges) - 1) if len(edges) > 1 else 1.0
    return [edges[0] - reach, *edges, edges[-1] + reach]


def value_at(function: ValueFunction, x: float) -> float:
    """Return the value at x: what its words are bounded by when x is all that it can be."""
    low, high = bounds(function.drawn(Reference("x", Type.NUMBER)), {"x": (x, x)})
    return low / 2 + high / 2


def _bars(function: Categories, label: str, live: ValueFunction | None) -> Markup:
    shown, left = some(_branches(function), MOST_BARS)
    values = [(name, value) for name, value in shown if isinstance(value, float)]
    before = dict(_branches(live)) if isinstance(live, Categories) else {}
    bars = [Bar(name, value, _figure(value, before.get(name, value))) for name, value in values]
    drawn = bar_list(bars, label=label)
    return drawn if not left else Markup(drawn + note(f"… and {count(left)} more"))


def _branches(function: Categories) -> list[tuple[str, object]]:
    return [
        *((branch.label, branch.value) for branch in function.categories),
        *([("any other", function.other.value)] if function.other else []),
    ]


def _figure(value: float, before: object) -> Markup:
    """Return a value, and beside it the one that it had."""
    if value == before or not isinstance(before, float):
        return Markup(exact(value))
    return join([marked("quiet", f"live {exact(before)}"), " ", exact(value)])
