"""What each criterion of a row comes to: its state, its value, and where the value is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.agreement.oracle_expressions import names_read, names_tested
from tests.agreement.oracle_inputs import Inputs, Reading
from tests.agreement.oracle_values import bounds, expressions_of, find_value, kind_of


@dataclass(frozen=True)
class Outcome:
    """A criterion in one row.

    policy: which policy decided, as written (a number, one with a reason, or its word); None
    when the value function did, `default` where the document says nothing for the state.
    usable: whether it counts in coverage. failure: the status that a `fail` brings.
    """

    state: str
    value: float | None
    reason: str
    usable: bool = False
    policy: str | None = None
    failure: str | None = None


def judge(criterion: dict[str, Any], inputs: Inputs, defaults: dict[str, Any]) -> Outcome:
    """The outcome of a criterion."""
    name = criterion["criterion"]
    code = criterion.get("reason", name)
    texts = expressions_of(criterion)
    read = list(dict.fromkeys(column for text in texts for column in names_read(text)))
    tested = {column for text in texts for column in names_tested(text)}
    own = [] if kind_of(criterion) in {"rules", "expression"} else [criterion.get("input", name)]
    worst = inputs.worst([*own, *(column for column in read if column not in tested)])
    if worst.state == "ok":
        x = inputs.read(own[0]).value if own else None
        state, value, reason = find_value(criterion, x, inputs)
        if state in {"ok", "clipped"}:
            return Outcome(state, value, reason or code, usable=True)
        worst = Reading(state)
        if state == "null":
            worst = inputs.worst([*own, *read])
            worst = worst if worst.state != "ok" else Reading("invalid")
    return _by_policy(criterion, worst, code, inputs, defaults)


def _by_policy(
    criterion: dict[str, Any], found: Reading, code: str, inputs: Inputs, defaults: dict[str, Any]
) -> Outcome:
    """What the policy for a state makes of a criterion."""
    missing = criterion.get("missing", defaults.get("missing"))
    if found.state == "missing":
        written = policy = missing
    elif found.state == "special":
        written = criterion.get("special", {}).get(found.label)
        policy = "missing" if written is None else written
    else:
        written = criterion.get(found.state, defaults.get(found.state))
        policy = "fail" if written is None else written
    treated = "missing" if found.state == "special" or policy == "missing" else found.state
    is_substitute = found.state != "special" or policy == "missing"
    if policy == "missing":
        policy = missing
    amount, reason = policy, code
    if isinstance(policy, dict):
        amount, reason = policy["value"], policy.get("reason", code)
    name = _policy_name(written)
    if amount == "fail":
        failure = "insufficient" if treated == "missing" else "invalid"
        return Outcome(found.state, None, reason, policy=name, failure=failure)
    if amount in {"reweight", "skip"}:
        return Outcome(found.state, None, reason, policy=name)
    value = _amount(amount, criterion, inputs)
    return Outcome(found.state, value, reason, usable=not is_substitute, policy=name)


def _policy_name(written: Any) -> str:
    if written is None:
        return "default"
    if isinstance(written, dict):
        return "reasoned"
    return written if isinstance(written, str) else "number"


def _amount(amount: Any, criterion: dict[str, Any], inputs: Inputs) -> float:
    if amount == "neutral":
        return float(criterion["reference"])
    if amount in {"worst", "best"}:
        found = bounds(criterion, inputs.declared)
        assert found is not None, criterion
        return float(found[0] if amount == "worst" else found[1])
    return float(amount)


def reference_of(
    criterion: dict[str, Any], against: str | None, declared: dict[str, Any]
) -> float | None:
    """What the shortfall of a criterion is measured against."""
    if "reference" in criterion:
        return float(criterion["reference"])
    if against == "mean":
        return criterion.get("mean")
    found = bounds(criterion, declared)
    if found is None or against is None:
        return None
    return float(found[1] if against == "best" else found[0])
