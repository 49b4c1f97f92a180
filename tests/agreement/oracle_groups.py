"""Groups of a row, from the leaves up: presence, aggregate, then, limits, coverage."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.agreement.oracle_criteria import Outcome
from tests.agreement.oracle_expressions import names_read, names_tested
from tests.agreement.oracle_inputs import Inputs

MEANS = {"mean", "geometric_mean", "harmonic_mean", "power_mean"}
WEIGHTED = MEANS | {"sum"}


def name_of(node: dict[str, Any]) -> str:
    return node.get("criterion") or node.get("group") or "score"


def kind_of_group(node: dict[str, Any]) -> str:
    aggregate = node["aggregate"]
    return aggregate if isinstance(aggregate, str) else next(iter(aggregate))


def leaves_of(node: dict[str, Any]) -> list[dict[str, Any]]:
    """The criteria below a node, in document order."""
    if "criterion" in node:
        return [node]
    return [leaf for member in node["of"] for leaf in leaves_of(member)]


@dataclass
class Result:
    """A group in one row; `value` is what the parent sees.

    fails: whether something in the group makes the row fail; its value then says nothing.
    """

    value: float | None = None
    aggregate: float | None = None
    changed: float | None = None
    missing: bool = True
    coverage: float = 0.0
    fails: bool = False
    members: list[float | None] = field(default_factory=list)


class Groups:
    """Evaluates the tree of one row.

    failures: the statuses that groups bring about, collected on the way. doubtful: those of
    calculations over members that fail themselves, of which the document does not tell.
    """

    def __init__(
        self, root: dict[str, Any], outcomes: Mapping[str, Outcome], inputs: Inputs
    ) -> None:
        self.root = root
        self.outcomes = outcomes
        self.inputs = inputs
        self.weights = effective_weights(root)
        self.failures: set[str] = set()
        self.doubtful: set[str] = set()
        self.results: dict[str, Result] = {}

    def evaluate(self, replaced: Mapping[str, float] | None = None) -> Result:
        """The root, with the values of some leaves replaced; fills `results`."""
        self.failures.clear()
        self.results = {}
        self._replaced = replaced or {}
        self._group(self.root, "root")
        return self.results["score"]

    def coverage(self) -> float:
        """The published coverage of the row; that the root is missing does not lower it."""
        return self.results["score"].coverage

    def _covered(self, node: dict[str, Any]) -> float:
        """The effective weight of usable leaves that are in no missing group."""
        if "criterion" in node:
            name = node["criterion"]
            return self.weights[name] if self.outcomes[name].usable else 0.0
        if self.results[name_of(node)].missing:
            return 0.0
        return sum(self._covered(member) for member in node["of"])

    def _member(self, node: dict[str, Any], parent: str) -> float | None:
        if "group" in node:
            return self._group(node, parent)
        name = node["criterion"]
        value, failure = self.outcomes[name].value, self.outcomes[name].failure
        if failure is not None:
            self.failures.add(failure)
        return value if value is None else self._replaced.get(name, value)

    def _group(self, node: dict[str, Any], parent: str) -> float | None:
        before = set(self.failures)
        self.failures.clear()
        members = [self._member(member, kind_of_group(node)) for member in node["of"]]
        result = self.results[name_of(node)] = Result(members=members)
        of_members = set(self.failures)
        value = self._result(node, parent, members, result)
        if of_members:
            self.doubtful |= self.failures - of_members
            self.failures = of_members
        result.fails = bool(self.failures)
        self.failures |= before
        return value

    def _result(
        self, node: dict[str, Any], parent: str, members: list[float | None], result: Result
    ) -> float | None:
        """What a group passes on to its parent."""
        total = sum(self.weights[leaf["criterion"]] for leaf in leaves_of(node))
        covered = sum(self._covered(member) for member in node["of"])
        result.coverage = published(covered / total) if total else 0.0
        if any(member is not None for member in members):
            self._calculate(node, result)
        minimum = node.get("coverage", {}).get("minimum", 0.0)
        if result.value is None or result.coverage < minimum:
            result.value = self._substitute(node, parent)
            return result.value
        result.missing = False
        return result.value

    def _substitute(self, node: dict[str, Any], parent: str) -> float | None:
        """What a missing group passes on."""
        policy = node.get("missing", "reweight" if parent in MEANS else "fail")
        if parent == "root":
            return None
        if policy == "fail":
            self.failures.add("insufficient")
        return float(policy) if not isinstance(policy, str) else None

    def _calculate(self, node: dict[str, Any], result: Result) -> None:
        """Aggregate, then, limits; leaves the value None where the group is missing."""
        members = {
            name_of(member): value for member, value in zip(node["of"], result.members, strict=True)
        }
        if kind_of_group(node) == "formula":
            aggregate = self._expression(node["aggregate"]["formula"], members, members)
        else:
            aggregate = aggregate_of(node, result.members)
            if aggregate is not None and not math.isfinite(aggregate):
                self.failures.add("invalid")
                aggregate = None
        result.aggregate = result.changed = result.value = aggregate
        if "then" in node:
            scope = {**members, "value": aggregate}
            changed = self._expression(node["then"], scope, members, aggregate is None)
            if aggregate is None:
                return
            result.changed = result.value = changed
        if "limits" in node and result.value is not None:
            low, high = node["limits"]
            low, high = -math.inf if low is None else low, math.inf if high is None else high
            result.value = min(max(result.value, low), high)

    def _expression(
        self,
        text: str,
        scope: Mapping[str, float | None],
        members: Mapping[str, float | None],
        excused: bool = False,
    ) -> float | None:
        """The result of a formula or then; collects the failures that it brings."""
        failed = self.check_inputs(text, scope)
        value = self.inputs.evaluate(text, dict(scope))
        reads_absent = any(name in members and members[name] is None for name in names_read(text))
        if value is None and not failed and not reads_absent and not excused:
            self.failures.add("invalid")
        return value

    def check_inputs(self, text: str, scope: Iterable[str] = ()) -> bool:
        """Note the failures that missing and invalid inputs of an expression bring."""
        failures = set[str]()
        for name in names_read(text):
            if name in scope or name in names_tested(text) or self.inputs.is_allowed_null(name):
                continue
            state = self.inputs.read(name).state
            if state != "ok":
                failures.add("invalid" if state == "invalid" else "insufficient")
        self.failures |= failures
        return bool(failures)


def published(coverage: float) -> float:
    return math.floor(coverage * 1e9 + 0.5) / 1e9


def effective_weights(root: dict[str, Any]) -> dict[str, float]:
    """The effective weight of each leaf, adding up to 1."""
    weights: dict[str, float] = {}

    def share(node: dict[str, Any], weight: float) -> None:
        if "criterion" in node:
            weights[node["criterion"]] = weight
            return
        written = weights_of(node)
        total = sum(written)
        for member, part in zip(node["of"], written, strict=True):
            share(member, weight * part / total if total else 0.0)

    share(root, 1.0)
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()} if total else weights


def weights_of(node: dict[str, Any]) -> list[float]:
    """The weights of the members as far as the aggregation has any, else 1 each."""
    if kind_of_group(node) in WEIGHTED:
        return [float(member.get("weight", 1)) for member in node["of"]]
    return [1.0] * len(node["of"])


def balanced(combine: Callable[[float, float], float], items: list[float]) -> float:
    """The items combined as a balanced tree, split at half, rounded up."""
    if len(items) == 1:
        return items[0]
    middle = math.ceil(len(items) / 2)
    return combine(balanced(combine, items[:middle]), balanced(combine, items[middle:]))


def add(items: list[float]) -> float:
    return balanced(lambda left, right: left + right, items)


def multiply(items: list[float]) -> float:
    return balanced(lambda left, right: left * right, items)


def aggregate_of(node: dict[str, Any], members: list[float | None]) -> float | None:
    """The aggregate over the members that are present; None where it has no weight."""
    kind = kind_of_group(node)
    present = [value for value in members if value is not None]
    if kind == "min":
        return min(present) + 0.0
    if kind == "max":
        return max(present) + 0.0
    if kind == "product":
        return multiply([1.0 if value is None else value for value in members])
    if kind == "complement_product":
        return 1 - multiply([1.0 if value is None else 1 - value for value in members])
    weights = weights_of(node)
    if kind == "sum":
        initial = [float(node["initial"])] if "initial" in node else []
        return add(initial + _each(weights, members, lambda w, v: w * v))
    return _mean(node, kind, weights, members)


def _each(
    weights: list[float], members: list[float | None], term: Callable[[float, float], float]
) -> list[float]:
    return [
        0.0 if value is None else term(weight, value)
        for weight, value in zip(weights, members, strict=True)
    ]


def _mean(
    node: dict[str, Any], kind: str, weights: list[float], members: list[float | None]
) -> float | None:
    total = add(_each(weights, members, lambda w, _: w))
    if total == 0:
        return None
    if "zero" in node and any(v == 0 and w > 0 for w, v in zip(weights, members, strict=True)):
        return 0.0
    raised = [None if value is None else raise_member(node, value) for value in members]
    if kind == "mean":
        return add(_each(weights, raised, lambda w, v: w * v)) / total
    if kind == "geometric_mean":
        return math.exp(
            add(_each(weights, raised, lambda w, v: w * math.log(v) if w else 0.0)) / total
        )
    if kind == "harmonic_mean":
        return total / add(_each(weights, raised, lambda w, v: w / v if w else 0.0))
    power = node["aggregate"]["power_mean"]
    terms = _each(weights, raised, lambda w, v: w * _power(v, power) if w else 0.0)
    summed = add(terms)
    return _power(summed / total, 1 / power) if math.isfinite(summed) else math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except (ValueError, OverflowError):
        return math.inf


def raise_member(node: dict[str, Any], value: float) -> float:
    return max(value, node["at_least"]) if "at_least" in node else value
