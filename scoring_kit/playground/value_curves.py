"""The line of a value function as it is drawn: calculated by the engine, policies included."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.expression.words import Column, Type
from scoring_kit.playground.value_histogram import Axis
from scoring_kit.scorecard.html_pictures import thinned
from scoring_kit.scorecard.models import Criterion, Root, Scorecard
from scoring_kit.scorecard.value_functions import ValueFunction
from scoring_kit.scorecard.value_functions.lines import Identity, LinearFunction
from scoring_kit.scorecard.value_functions.normalisation import Percentile

Point = list[float | None]

POINTS = 97
"""Points of a curve that is not made of straight lines."""
MOST_PLACES = 400
"""Places where a line turns or steps that are drawn."""


def curve_of(
    card: Scorecard,
    criterion: Criterion,
    name: str,
    kind: Type,
    axis: Axis,
    parameters: Mapping[str, Any],
) -> list[Point]:
    """Return points [x, value] of a criterion over an axis, in the order of x.

    name, kind: the only input that it reads, also where that is derived. A step is two points at
    one x; where the criterion has no value, the value is None.
    """
    plan = value_plan(card, criterion, name, kind, parameters)
    codes = {special.code for special in card.inputs[name].special} if name in card.inputs else ()
    asked = [
        (x, math.nextafter(at, math.inf) if at in codes else at)
        for x, at in _asked(card, criterion, name, axis)
    ]
    columns = {name: np.array([at for _, at in asked], np.float64)}
    values: list[float] = numpy_engine.run(plan, columns, rows=len(asked))[
        f"value_{criterion.name}"
    ].tolist()
    return _tidied([(x, at, value) for (x, at), value in zip(asked, values, strict=True)])


def value_plan(
    card: Scorecard, criterion: Criterion, name: str, kind: Type, parameters: Mapping[str, Any]
) -> Plan:
    """Return the plan of a criterion's value alone, its input a column even if it is derived."""
    alone = card.model_copy(
        update={
            "score": Root.model_validate({"aggregate": "sum", "of": [criterion]}),
            "derived": {},
            "inputs": {name: card.inputs[name]} if name in card.inputs else {},
            "adjustments": (),
            "knock_outs": (),
            "tiers": (),
            "reasons": None,
            "scaling": None,
            "rounding": None,
            "probability": None,
            "coverage": None,
        }
    )
    columns = {name: Column(name, kind, False)}
    plan = compile_scorecard(alone, columns, parameters, with_contributions=False)
    return plan.only([f"value_{criterion.name}"])


def _asked(
    card: Scorecard, criterion: Criterion, name: str, axis: Axis
) -> list[tuple[float, float]]:
    """Return where points are drawn, and the inputs that give their values, just beside steps."""
    low, high = axis.low, axis.high
    turns, jumps = _places(criterion.value)
    valid = card.inputs[name].valid if name in card.inputs else None
    jumps = [*jumps, *(end for end in valid or () if end is not None)]
    asked = {(low, low), (high, high)}
    asked |= {(x, x) for x in turns if low < x < high}
    if not _is_straight(criterion.value):
        shares = np.linspace(0.0, 1.0, POINTS).tolist()
        between = [low * (1.0 - share) + high * share for share in shares]
        asked |= {(x, x) for x in between}
    for x in jumps:
        if low < x < high:
            beside = (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))
            asked |= {(x, at) for at in beside}
    return sorted(asked, key=lambda pair: pair[1])


def _places(function: ValueFunction) -> tuple[Sequence[float], Sequence[float]]:
    """Return where a value function turns, and where it may jump."""
    places = thinned(function.places, MOST_PLACES)
    if function.shape == "steps":
        return (), places
    is_broken = isinstance(function, Percentile) or getattr(function, "outside", "") == "invalid"
    return places, (places[0], places[-1]) if places and is_broken else ()


def _is_straight(function: ValueFunction) -> bool:
    """Return whether it is made of straight lines and steps at its places."""
    return function.shape == "steps" or isinstance(function, LinearFunction | Percentile | Identity)


def _tidied(points: Sequence[tuple[float, float, float]]) -> list[Point]:
    """Return points (x, input, value) as [x, value], none like the one before.

    Just beside a place that is no step, the value is the one of the place itself.
    """
    known = {x: value for x, at, value in points if x == at}
    near = 1e-9 * max((abs(value) for _, _, value in points if math.isfinite(value)), default=0.0)
    found: list[Point] = []
    for x, _, value in points:
        exact = known.get(x, value)
        shown = exact if abs(value - exact) <= near else value
        point: Point = [x, shown if math.isfinite(shown) else None]
        if found and found[-1][1] == point[1] and (point[1] is None or found[-1][0] == x):
            continue
        found.append(point)
    return found
