"""What is valid and probably wrong in criteria: dead branches, constants, repeats, turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring_kit.scorecard.aggregation import Interval
from scoring_kit.scorecard.findings import Finding
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.ranges import EVERYWHERE, Ranges
from scoring_kit.scorecard.value_functions import ValueFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.scorecard.value_functions.curves import Curve, Decay, LogisticCurve
from scoring_kit.scorecard.value_functions.lines import Identity, LinearFunction
from scoring_kit.scorecard.value_functions.normalisation import Percentile, Rank, ZScore

Point = tuple[str, float]
"""Where a value stands, in words, and the value."""


def criterion_findings(card: Scorecard, ranges: Ranges) -> Iterator[Finding]:
    """Yield what is odd about each criterion, in document order."""
    seen: dict[str, str] = {}
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion):
            yield from _not_fitted(card, member, place)
            yield from _dead_branches(card, ranges, member, place)
            yield from _turns(member, place)
            yield from _constant(ranges, member, place)
            yield from _repeated(member, place, seen)


def _not_fitted(card: Scorecard, criterion: Criterion, place: Place) -> Iterator[Finding]:
    if not criterion.value.is_fitted:
        message = (
            f"the statistics of {criterion.value.kind} of {criterion.name!r} are not there yet; "
            "complete them with fit_references(card, data)"
        )
        yield Finding("not_fitted", "error", spell((*place, "value")), message)
    against_mean = card.reasons is not None and card.reasons.against == "mean"
    if against_mean and criterion.reference is None and criterion.mean is None:
        message = (
            f"reasons are against the mean, and {criterion.name!r} has none yet; complete it "
            "with fit_references(card, data) or give a `reference`"
        )
        yield Finding("not_fitted", "error", spell(place), message)


# ---- branches that nothing reaches ---------------------------------------------------------


def _dead_branches(
    card: Scorecard, ranges: Ranges, criterion: Criterion, place: Place
) -> Iterator[Finding]:
    value, column = criterion.value, criterion.column or ""
    interval = ranges.inputs.get(column, EVERYWHERE)
    if isinstance(value, Bins):
        yield from _dead_bins(value, column, interval, place)
    if isinstance(value, Categories):
        specials = card.inputs[column].special if column in card.inputs else ()
        labels = {special.code: special.label for special in specials}
        yield from _dead_categories(value, column, interval, labels, place)


def _dead_bins(value: Bins, column: str, interval: Interval, place: Place) -> Iterator[Finding]:
    before: tuple[float, bool] | None = None
    for index, bin_ in enumerate(value.bins):
        reached = _meets(interval, before, bin_.edge)
        before = bin_.edge
        if not reached and not bin_.unmatched:
            message = (
                f"bin {index + 1} is never reached: {column!r} lies in {_spelt(interval)}; "
                "take the bin out, or change its edge or the valid range"
            )
            yield Finding(
                "dead_branch", "warning", spell((*place, "value", "bins", index)), message
            )


def _meets(
    interval: Interval, before: tuple[float, bool] | None, edge: tuple[float, bool] | None
) -> bool:
    """Return whether a bin between two upper edges holds a number of the interval."""
    low, high = interval
    if low > high:
        return True  # always NULL: not the fault of the bin
    if before is not None and (before[0] > high or (before[0] == high and before[1])):
        return False
    return edge is None or edge[0] > low or (edge[0] == low and edge[1])


def _dead_categories(
    value: Categories,
    column: str,
    interval: Interval,
    labels: dict[str | float | bool, str],
    place: Place,
) -> Iterator[Finding]:
    low, high = interval
    for index, branch in enumerate(value.categories):
        for key in branch.in_:
            why = ""
            if key in labels and type(key) in {type(code) for code in labels}:
                why = f"it is the special code {labels[key]!r}, which is tested first"
            elif isinstance(key, float) and low <= high and not low <= key <= high:
                why = f"{column!r} lies in {_spelt(interval)}"
            if why:
                here = spell((*place, "value", "categories", index))
                message = f"category {_key(key)} is never reached: {why}; take it out"
                yield Finding("dead_branch", "warning", here, message)


def _key(key: str | float | bool) -> str:
    return repr(key) if isinstance(key, str | bool) else f"{key:g}"


def _spelt(interval: Interval) -> str:
    low, high = interval
    return f"{'(-inf' if low == -float('inf') else f'[{low:g}'}, " + (
        "inf)" if high == float("inf") else f"{high:g}]"
    )


# ---- monotone ------------------------------------------------------------------------------


def _turns(criterion: Criterion, place: Place) -> Iterator[Finding]:
    wanted = criterion.monotone
    if wanted is None:
        return
    points = points_of(criterion.value)
    if points is None:
        message = (
            f"{criterion.name!r} is declared monotone, which cannot be told of "
            f"{_what_it_is(criterion.value)}; leave `monotone` out"
        )
        yield Finding("monotone_unknown", "warning", spell((*place, "monotone")), message)
        return
    for (where, before), (there, after) in pairwise(points):
        if after < before if wanted == "up" else after > before:
            direction = "falls" if wanted == "up" else "rises"
            message = (
                f"{criterion.name!r} is declared monotone {wanted} but {direction} from "
                f"{before:g} at {where} to {after:g} at {there}"
            )
            yield Finding("not_monotone", "error", spell((*place, "value")), message)


def _what_it_is(value: ValueFunction) -> str:
    if isinstance(value, Categories):
        return "categories without an order"
    return f"{value.kind} with expressions" if isinstance(value, Bins) else value.kind


def points_of(value: ValueFunction) -> Sequence[Point] | None:
    """Return values over a rising input that show every turn; None where nobody can say."""
    if isinstance(value, LinearFunction | Percentile):
        return [(f"{x:g}", y) for x, y in value.knots]
    if isinstance(value, Curve):
        return [(f"{x:g}", y) for x, y in value.ends]
    if isinstance(value, LogisticCurve):
        ends = value.logistic.to if value.logistic.slope > 0 else value.logistic.to[::-1]
        return [("the low end", ends[0]), ("the high end", ends[1])]
    if isinstance(value, Identity | ZScore | Rank | Decay):
        return [("the low end", 0.0), ("the high end", 1.0)]
    if isinstance(value, Bins):
        return _bin_points(value)
    return _category_points(value) if isinstance(value, Categories) else None


def _bin_points(value: Bins) -> Sequence[Point] | None:
    if not value.has_plain_values:
        return None
    return [
        (f"bin {index + 1}", float(branch.value))
        for index, branch in enumerate(value.branches)
        if not branch.unmatched
    ]


def _category_points(value: Categories) -> Sequence[Point] | None:
    pairs = [(key, branch.value) for branch in value.categories for key in branch.in_]
    if any(isinstance(key, str) or isinstance(amount, str) for key, amount in pairs):
        return None
    return [(_key(key), float(amount)) for key, amount in sorted(pairs)]


# ---- constants and repeats -----------------------------------------------------------------


def _constant(ranges: Ranges, criterion: Criterion, place: Place) -> Iterator[Finding]:
    if not criterion.value.is_fitted:
        return
    low, high = ranges.criterion(criterion)
    if low == high:
        message = (
            f"criterion {criterion.name!r} is always {low:g}, so it tells no two rows apart; "
            "give it different values or take it out"
        )
        yield Finding("inert", "warning", spell((*place, "value")), message)


def _repeated(criterion: Criterion, place: Place, seen: dict[str, str]) -> Iterator[Finding]:
    meaning = f"{criterion.column}: {criterion.value!r}"
    if meaning in seen:
        message = (
            f"criterion {criterion.name!r} has the input and the value function of "
            f"{seen[meaning]!r}, so the same thing counts twice; take one of them out"
        )
        yield Finding("duplicate_criterion", "warning", spell(place), message)
    seen.setdefault(meaning, criterion.name)
