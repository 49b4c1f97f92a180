"""A second opinion: scores one row by walking the plain document, without the package.

Written from the text of the document's grammar alone. It is slow and has no plan; it follows
the arithmetic that the grammar gives (balanced sums, `floor(x * 10^d + 0.5) / 10^d`), so that
most of its results are equal to the bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from tests.agreement.oracle_contributions import contributions
from tests.agreement.oracle_criteria import Outcome, judge, reference_of
from tests.agreement.oracle_groups import Groups, Result, leaves_of
from tests.agreement.oracle_inputs import Inputs


@dataclass
class Opinion:
    """What the oracle holds about one row.

    other_status: what the status may also be, where calculations go on over failed members.
    group_fails: whether a group below the root fails; what it covers is then not told.
    unrounded, lines and shortfalls stand beside the results, so that a comparison can tell a
    difference from a value that lies on the edge of a rounding.
    """

    status: str
    other_status: str
    coverage: float
    group_fails: bool
    outcomes: dict[str, Outcome]
    groups: dict[str, Result]
    knock_outs: list[str]
    knock_out_reasons: list[str]
    score: float | None = None
    before_knock_out: float | None = None
    unrounded: float | None = None
    lines: dict[str, float] = field(default_factory=dict)
    shortfalls: dict[str, float] = field(default_factory=dict)


def score_row(document: dict[str, Any], row: dict[str, Any], given: dict[str, Any]) -> Opinion:
    """The opinion on one row, whose values are as a scorecard sees them."""
    return _Row(document, row, given).opinion()


class _Row:
    def __init__(
        self, document: dict[str, Any], row: dict[str, Any], given: dict[str, Any]
    ) -> None:
        self.document = document
        self.inputs = Inputs(document, row, given)
        defaults = document.get("defaults", {})
        self.leaves = leaves_of(document["score"])
        self.outcomes: dict[str, Outcome] = {
            leaf["criterion"]: judge(leaf, self.inputs, defaults) for leaf in self.leaves
        }
        self.groups = Groups(document["score"], self.outcomes, self.inputs)
        self.multiply, self.add = _scaling(document.get("scaling"))

    def opinion(self) -> Opinion:
        root = self.groups.evaluate()
        results = self.groups.results
        coverage = self.groups.coverage()
        failures = set(self.groups.failures)
        doubtful = set(self.groups.doubtful)
        fired, reasons, knock_out_failures = self._knock_outs()
        failures |= knock_out_failures
        lines: dict[str, float] = {}
        if root.value is not None:
            lines = contributions(self.groups, self.inputs.declared, self.multiply)
        if failures:
            over_failed = set(failures)
            self._final(root.value, {}, over_failed)
            doubtful |= over_failed
        unrounded, score = self._final(None if failures else root.value, lines, failures)
        if self._is_insufficient(root.value, coverage):
            failures.add("insufficient")
        opinion = Opinion(
            status=self._status(fired, failures, coverage),
            other_status=self._status(fired, failures | doubtful, coverage),
            coverage=coverage,
            group_fails=any(group.fails for name, group in results.items() if name != "score"),
            outcomes=self.outcomes,
            groups=results,
            knock_outs=fired,
            knock_out_reasons=reasons,
        )
        if opinion.status in {"scored", "partial"}:
            opinion.score, opinion.unrounded, opinion.lines = score, unrounded, lines
            opinion.shortfalls = self._shortfalls(float(root.value or 0.0))
        elif opinion.status == "knocked_out" and not failures:
            opinion.unrounded, opinion.before_knock_out = unrounded, score
        return opinion

    def _is_insufficient(self, root: float | None, coverage: float) -> bool:
        no_leaf = all(outcome.value is None for outcome in self.outcomes.values())
        return (
            root is None
            or no_leaf
            or coverage < self.document.get("coverage", {}).get("minimum", 0)
        )

    def _status(self, fired: list[str], failures: set[str], coverage: float) -> str:
        if fired:
            return "knocked_out"
        for status in ("invalid", "insufficient"):
            if status in failures:
                return status
        return "partial" if coverage < 1 else "scored"

    def _condition(self, entry: dict[str, Any], failures: set[str]) -> bool:
        """Whether an adjustment or a knock-out fires."""
        if "when" not in entry:
            return True
        result = self.inputs.evaluate(entry["when"])
        if result is None:
            if entry.get("if_missing") == "fail":
                failures.add("insufficient")
            return entry.get("if_missing") == "fire"
        return result

    def _knock_outs(self) -> tuple[list[str], list[str], set[str]]:
        failures: set[str] = set()
        entries = self.document.get("knock_outs", [])
        fired = [entry for entry in entries if self._condition(entry, failures)]
        reasons = list(dict.fromkeys(entry.get("reason", entry["name"]) for entry in fired))
        return [entry["name"] for entry in fired], reasons, failures

    def _final(
        self, root: float | None, lines: dict[str, float], failures: set[str]
    ) -> tuple[float | None, float | None]:
        """Scaling, adjustments and rounding: the score before and after rounding."""
        score = None if root is None else _finite(self._scaled(root), failures)
        if "scaling" in self.document:
            lines["scaling"] = self.add
        for adjustment in self.document.get("adjustments", []):
            before = score
            score = self._adjusted(adjustment, score, failures)
            if score is not None and before is not None:
                lines[adjustment["name"]] = score - before
        if score is None or "rounding" not in self.document:
            return score, score
        rounded = _finite(round_score(score, self.document["rounding"]), failures)
        if rounded is not None:
            lines["rounding"] = rounded - score
        return score, rounded

    def _scaled(self, root: float) -> float:
        scaling = self.document.get("scaling")
        if scaling is None:
            return root
        if "multiply" in scaling or "add" in scaling:
            return scaling.get("multiply", 1) * root + scaling.get("add", 0)
        per_unit = scaling["pdo"] / math.log(2)
        return scaling["points"] + per_unit * (root - math.log(scaling["odds"]))

    def _adjusted(
        self, entry: dict[str, Any], score: float | None, failures: set[str]
    ) -> float | None:
        """The score after an adjustment; None where it fails the row."""
        if not self._condition(entry, failures):
            return score
        action = next(key for key in ("add", "multiply", "cap", "floor") if key in entry)
        amount = entry[action]
        if isinstance(amount, str):
            failed = self.groups.check_inputs(amount)
            failures |= self.groups.failures
            amount = self.inputs.evaluate(amount)
            if amount is None and not failed:
                failures.add("invalid")
        if amount is None or score is None:
            return None
        results = {
            "add": score + amount,
            "multiply": score * amount,
            "cap": min(score, amount) + 0.0,
            "floor": max(score, amount) + 0.0,
        }
        return _finite(results[action], failures)

    def _shortfalls(self, root: float) -> dict[str, float]:
        """The summed shortfall of each code, in document order of the codes."""
        reasons = self.document.get("reasons")
        if reasons is None:
            return {}
        sign = -1.0 if reasons.get("direction") == "above" else 1.0
        shortfalls: dict[str, float] = {}
        base = dict(self.groups.results)
        for leaf, in_missing in _with_missing(self.document["score"], base):
            outcome = self.outcomes[leaf["criterion"]]
            if outcome.value is None or in_missing:
                continue
            against = reasons.get("against")
            reference = reference_of(leaf, against, self.inputs.declared)
            assert reference is not None, leaf
            moved = self.groups.evaluate({leaf["criterion"]: reference}).value
            is_same = all(self.groups.results[name].missing == base[name].missing for name in base)
            if moved is not None and is_same:
                fall = sign * (self._scaled(moved) - self._scaled(root))
                shortfalls[outcome.reason] = shortfalls.get(outcome.reason, 0.0) + fall
        self.groups.results = base
        return shortfalls


def _finite(score: float, failures: set[str]) -> float | None:
    """The score, or None and an invalid row where it is not finite."""
    if math.isfinite(score):
        return score
    failures.add("invalid")
    return None


def _with_missing(
    node: dict[str, Any], results: dict[str, Any], missing: bool = False
) -> list[tuple[dict[str, Any], bool]]:
    """The leaves in order, each with whether it is in a missing group."""
    if "criterion" in node:
        return [(node, missing)]
    missing = missing or results[node.get("group", "score")].missing
    return [pair for member in node["of"] for pair in _with_missing(member, results, missing)]


def _scaling(scaling: dict[str, Any] | None) -> tuple[float, float]:
    """What scaling multiplies lines with, and the line of its own."""
    if scaling is None:
        return 1.0, 0.0
    if "points" in scaling:
        per_unit = scaling["pdo"] / math.log(2)
        return per_unit, scaling["points"] - per_unit * math.log(scaling["odds"])
    return scaling.get("multiply", 1.0), scaling.get("add", 0.0)


def round_score(score: float, rounding: dict[str, Any]) -> float:
    """The published score."""
    digits, mode = rounding.get("digits", 0), rounding.get("mode", "half_up")
    further = digits + 5 if mode in ("up", "down") else digits
    if not math.isfinite(score * 10.0**further):
        return math.inf
    unit = 10.0**digits
    if mode == "half_up":
        return math.floor(score * unit + 0.5) / unit
    if mode == "half_even":
        return round(score * unit) / unit
    fine = math.floor(score * 10.0 ** (digits + 5) + 0.5) / 1e5
    return (math.ceil(fine) if mode == "up" else math.floor(fine)) / unit


def tier_of(document: dict[str, Any], score: float | None) -> str | None:
    """The tier of a published score."""
    if score is None:
        return None
    cuts = document.get("tiers", {}).items()
    return next((name for name, cut in cuts if score >= cut), None)


def probability_of(document: dict[str, Any], score: float | None) -> float | None:
    """The probability that belongs to a published score."""
    if score is None or "probability" not in document:
        return None
    form = document["probability"]
    exponent = -math.log(form["odds"]) - (score - form["points"]) * math.log(2) / form["pdo"]
    return 1 / (1 + (math.exp(exponent) if exponent < 709.0 else math.inf))
