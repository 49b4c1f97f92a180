"""Where a row of a result differs from the oracle's opinion on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.agreement.occurrences import groups_of
from tests.agreement.oracle import Opinion, probability_of, round_score, tier_of
from tests.agreement.oracle_groups import leaves_of, name_of

NEAR_OVERFLOW = 1e300
TOLERANCE = 1e-9
SHORTFALL_LIMIT = 2.0**50
"""Shortfalls of more millionths of a point count as this many."""

Row = Mapping[str, Any]


def differences(document: dict[str, Any], opinion: Opinion, row: Row) -> Iterator[str]:
    """Every difference between an opinion and a row of a result, as text."""
    if row["status"] != opinion.other_status:
        yield from _equal("status", opinion.status, row["status"])
    yield from _equal("knock_outs", opinion.knock_outs, list(row["knock_outs"] or []))
    if not opinion.group_fails:
        yield from _equal("coverage", opinion.coverage, row["coverage"])
    scale = _scale(opinion) * _sensitivity(document, opinion)
    for name, outcome in opinion.outcomes.items():
        yield from _equal(f"state_{name}", outcome.state, row[f"state_{name}"])
        yield from _close(f"value_{name}", outcome.value, row[f"value_{name}"], 1.0)
    for name, group in opinion.groups.items():
        if name != "score" and not group.fails:
            yield from _equal(f"coverage_{name}", group.coverage, row[f"coverage_{name}"])
            yield from _close(f"value_{name}", group.value, row[f"value_{name}"], scale)
    yield from _scores(document, opinion, row, scale)
    yield from _reasons(document, opinion, row, scale)


def _scale(opinion: Opinion) -> float:
    """The size of the numbers that a row's sums are made of: errors are relative to it."""
    values = [outcome.value for outcome in opinion.outcomes.values()]
    values += [value for group in opinion.groups.values() for value in group.members]
    values += [group.aggregate for group in opinion.groups.values()]
    values += [group.changed for group in opinion.groups.values()]
    values += list(opinion.lines.values())
    return max([1.0, *(abs(value) for value in values if value is not None)])


def _sensitivity(document: dict[str, Any], opinion: Opinion) -> float:
    """How much a mean of roots enlarges errors: the root of what is nearly 0 is not."""
    for group in groups_of(document["score"]):
        aggregate = group["aggregate"]
        power = aggregate.get("power_mean", 1) if isinstance(aggregate, dict) else 1
        members = opinion.groups[name_of(group)].members
        if 0 < power < 1 and any(v is not None and abs(v) < TOLERANCE for v in members):
            return 1e4
    return 1.0


def _equal(name: str, expected: Any, found: Any) -> Iterator[str]:
    if expected != found:
        yield f"{name}: {expected!r} expected, found {found!r}"


def _is_close(expected: float | None, found: float | None, scale: float) -> bool:
    if expected is None or found is None:
        return expected is found
    return math.isclose(expected, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE * scale)


def _close(name: str, expected: float | None, found: float | None, scale: float) -> Iterator[str]:
    if not _is_close(expected, found, scale):
        yield f"{name}: about {expected!r} expected, found {found!r}"


def _scores(document: dict[str, Any], opinion: Opinion, row: Row, scale: float) -> Iterator[str]:
    """Differences of the score and all that is read from it.

    Tier and probability are judged by the score that was found: they follow from it alone.
    """
    found = row["score"]
    if not _is_possible(document, opinion.score, opinion.unrounded, found, scale):
        yield f"score: {opinion.score!r} expected, found {found!r} (from {opinion.unrounded!r})"
    if "knock_outs" in document:
        before = opinion.before_knock_out if opinion.score is None else opinion.score
        held = row["score_before_knock_out"]
        if not _is_possible(document, before, opinion.unrounded, held, scale):
            yield f"score_before_knock_out: {before!r} expected, found {held!r}"
    if "tiers" in document:
        yield from _equal("tier", tier_of(document, found), row["tier"])
    if "probability" in document:
        yield from _close("probability", probability_of(document, found), row["probability"], 1.0)
    yield from _contributions(opinion, row, scale)


def _is_possible(
    document: dict[str, Any],
    expected: float | None,
    unrounded: float | None,
    found: float | None,
    scale: float,
) -> bool:
    """Whether a score is the expected one, or one that the unrounded score may round to.

    Only where the unrounded score lies within the tolerance of an edge are there two.
    """
    if expected is None or found is None or unrounded is None:
        return expected is found
    if "rounding" not in document:
        return _is_close(expected, found, scale)
    error = TOLERANCE * max(scale, abs(unrounded))
    rounded = [
        round_score(unrounded + shift, document["rounding"]) for shift in (-error, 0.0, error)
    ]
    return any(_is_close(candidate, found, scale * 1e-3) for candidate in rounded) or (
        document["rounding"]["digits"] > 8 and _is_close(expected, found, scale)
    )


def _contributions(opinion: Opinion, row: Row, scale: float) -> Iterator[str]:
    lines = {name: value for name, value in row.items() if name.startswith("contribution_")}
    if not all(math.isfinite(amount) for amount in opinion.lines.values()):
        return  # a line that no double can hold
    if opinion.score is None:
        for name, value in lines.items():
            yield from _equal(name, None, value)
        return
    for name, value in lines.items():
        if name != "contribution_rounding":
            expected = opinion.lines.get(name.removeprefix("contribution_"), 0.0)
            yield from _close(name, expected, value or 0.0, scale)
    for name, amount in opinion.lines.items():
        if f"contribution_{name}" not in lines and abs(amount) > TOLERANCE * scale:
            yield f"contribution_{name}: {amount!r} expected, found no such column"


def _reasons(document: dict[str, Any], opinion: Opinion, row: Row, scale: float) -> Iterator[str]:
    """Differences of the reasons; the order of nearly equal shortfalls may be either."""
    slots = [name for name in row if name.startswith("reason_")]
    found = [row[f"reason_{rank}"] for rank in range(1, len(slots) + 1)]
    if opinion.status == "knocked_out":
        expected = opinion.knock_out_reasons[: len(found)]
        yield from _equal("reasons", expected + [None] * (len(found) - len(expected)), found)
        return
    if opinion.score is None or "reasons" not in document:
        yield from _equal("reasons", [None] * len(found), found)
        return
    named = [code for code in found if code is not None]
    yield from _equal("reasons after the last", found, named + [None] * (len(found) - len(named)))
    if any(abs(shortfall) > NEAR_OVERFLOW for shortfall in opinion.shortfalls.values()):
        return  # on the way to one of them a double may have been too small
    keep = document["reasons"].get("keep", "positive")
    ranking = _Ranking(opinion.shortfalls, code_places(document), keep, 1e-12 * scale)
    if not ranking.allows(named, len(found)):
        yield f"reasons: {named!r} found, shortfalls {opinion.shortfalls!r}"


def code_places(document: dict[str, Any]) -> dict[str, int]:
    """For each reason code the first criterion, by number, that can give it."""
    places: dict[str, int] = {}
    for place, leaf in enumerate(leaves_of(document["score"])):
        for code in (leaf.get("reason", leaf["criterion"]), *_reasons_within(leaf)):
            places.setdefault(code, place)
    return places


def _reasons_within(part: Any) -> Iterator[str]:
    """The codes that branches and policies of a criterion name."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "reason":
                yield value
            else:
                yield from _reasons_within(value)
    elif isinstance(part, list):
        for item in part:
            yield from _reasons_within(item)


@dataclass(frozen=True)
class _Ranking:
    """Judges an order of codes by their shortfalls, each known up to an error."""

    shortfalls: dict[str, float]
    places: dict[str, int]
    keep: str
    error: float

    def allows(self, named: list[str], slots: int) -> bool:
        """Whether the codes are the largest kept shortfalls, in order."""
        if any(code not in self.shortfalls for code in named) or len(set(named)) < len(named):
            return False
        least = {"positive": 1, "nonnegative": 0, "all": -math.inf}[self.keep]
        if any(self._highest(code) < least for code in named):
            return False
        if not all(self._may_precede(first, second) for first, second in pairwise(named)):
            return False
        left_out = [
            code for code in self.shortfalls if code not in named and self._lowest(code) >= least
        ]
        if len(named) < slots:
            return not left_out
        return all(self._may_precede(named[-1], code) for code in left_out)

    def _lowest(self, code: str) -> float:
        return _millionths(self.shortfalls[code] - self.error)

    def _highest(self, code: str) -> float:
        return _millionths(self.shortfalls[code] + self.error)

    def _may_precede(self, first: str, second: str) -> bool:
        is_tie = self._highest(first) == self._lowest(second)
        if is_tie and self._lowest(first) == self._highest(second):
            return self.places[first] <= self.places[second]
        return self._highest(first) >= self._lowest(second)


def _millionths(shortfall: float) -> float:
    scaled = shortfall * 1e6 + 0.5
    if not math.isfinite(scaled):
        return math.copysign(SHORTFALL_LIMIT, scaled)
    return max(-SHORTFALL_LIMIT, min(SHORTFALL_LIMIT, math.floor(scaled)))
