"""The lowest and highest score that a scorecard can publish."""

from __future__ import annotations

import math
from itertools import product

from scoring_kit.expression.bounds import bounds
from scoring_kit.expression.words import Type
from scoring_kit.scorecard.aggregation import Interval
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.ranges import Ranges, union
from scoring_kit.scorecard.sections import Adjustment, Rounding, Scaling


def score_range(card: Scorecard, ranges: Ranges) -> Interval:
    """Return the lowest and highest published score; infinite where there is no bound.

    Low above high where no row can have a score.
    """
    interval = ranges.group(card.score)
    if interval[0] > interval[1]:
        return interval
    if card.scaling is not None:
        interval = _scaled(card.scaling, interval)
    for adjustment in card.adjustments:
        changed = _adjusted(adjustment, ranges, interval)
        interval = changed if adjustment.when is None else union(interval, changed)
    if card.rounding is None:
        return interval
    return _rounded(card.rounding, interval)


def _scaled(scaling: Scaling, interval: Interval) -> Interval:
    ends = sorted(
        scaling.offset + scaling.factor * (end - scaling.root_at_offset) for end in interval
    )
    return ends[0], ends[1]


def _adjusted(adjustment: Adjustment, ranges: Ranges, interval: Interval) -> Interval:
    amount = adjustment.amount
    low, high = (amount, amount) if isinstance(amount, float) else _of_text(str(amount), ranges)
    if low > high:
        return interval
    match adjustment.action:
        case "add":
            return interval[0] + low, interval[1] + high
        case "cap":
            return min(interval[0], low), min(interval[1], high)
        case "floor":
            return max(interval[0], low), max(interval[1], high)
        case _:
            ends = [_times(left, right) for left, right in product(interval, (low, high))]
            return min(ends), max(ends)


def _of_text(text: str, ranges: Ranges) -> Interval:
    return bounds(ranges.scope.word(text, Type.NUMBER), ranges.inputs)


def _times(left: float, right: float) -> float:
    return 0.0 if left == 0.0 or right == 0.0 else left * right


def _rounded(rounding: Rounding, interval: Interval) -> Interval:
    """Return the interval with its ends rounded outwards: no mode goes further."""
    unit = 10.0**rounding.digits
    low, high = (end * unit for end in interval)
    return (
        math.floor(low) / unit if math.isfinite(low) else interval[0],
        math.ceil(high) / unit if math.isfinite(high) else interval[1],
    )
