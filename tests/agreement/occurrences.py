"""How often each value function met each policy, and each aggregation each option, in rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.agreement.functions import KINDS, UNMATCHABLE, WITH_OUTSIDE
from tests.agreement.oracle import Opinion
from tests.agreement.oracle_groups import kind_of_group, leaves_of, name_of, raise_member
from tests.agreement.oracle_values import kind_of

POLICIES = ("number", "worst", "best", "neutral", "reweight", "skip", "fail", "reasoned")
AGGREGATIONS = (
    "mean", "geometric_mean", "harmonic_mean", "power_mean", "sum", "product",
    "complement_product", "min", "max", "formula",
)  # fmt: skip

LEAST = 20
"""How often each must occur, counted in rows."""


def expected() -> list[str]:
    """Everything that must occur."""
    cells = [f"{kind} ok" for kind in KINDS]
    cells += [f"{kind} clipped" for kind in KINDS if kind in WITH_OUTSIDE]
    for kind in KINDS:
        cells += [f"{kind} missing {policy}" for policy in POLICIES]
        states = ["special", "invalid"] + (["unmatched"] if kind in UNMATCHABLE else [])
        for state in states:
            cells += [f"{kind} {state} {policy}" for policy in (*POLICIES, "missing", "default")]
    for aggregation in AGGREGATIONS:
        options = ["alone", "limits", "then", "coverage", "missing group"]
        options += ["initial"] if aggregation == "sum" else []
        if aggregation in {"geometric_mean", "harmonic_mean", "power_mean"}:
            options += ["at_least", "zero"]
        cells += [f"{aggregation} {option}" for option in options]
    return cells


def count(document: dict[str, Any], opinion: Opinion) -> Counter[str]:
    """What occurred in one row."""
    counts: Counter[str] = Counter()
    for leaf in leaves_of(document["score"]):
        outcome = opinion.outcomes[leaf["criterion"]]
        words = [kind_of(leaf), outcome.state, outcome.policy or ""]
        counts[" ".join(words).strip()] += 1
    for group in groups_of(document["score"]):
        kind = kind_of_group(group)
        counts.update(f"{kind} {option}" for option in _options(group, opinion))
    return counts


def groups_of(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The groups from the root down."""
    if "of" in node:
        yield node
        for member in node["of"]:
            yield from groups_of(member)


def _options(group: dict[str, Any], opinion: Opinion) -> Iterator[str]:
    """What the options of a group did in a row."""
    result = opinion.groups[name_of(group)]
    if result.missing:
        yield "missing group"
    if result.aggregate is None or result.changed is None:
        return
    yield "alone"
    if result.coverage < group.get("coverage", {}).get("minimum", 0):
        yield "coverage"
        return
    if "then" in group:
        yield "then"
    if "limits" in group and result.changed != result.value:
        yield "limits"
    if "initial" in group:
        yield "initial"
    present = [value for value in result.members if value is not None]
    if any(raise_member(group, value) != value for value in present):
        yield "at_least"
    if "zero" in group and result.aggregate == 0:
        yield "zero"


def as_table(counts: Counter[str]) -> str:
    """The counts, a line per value function and state or per aggregation."""
    lines: dict[str, list[str]] = {}
    for cell in [*sorted(c for c in counts if c.startswith("status ")), *expected()]:
        words = cell.split()
        has_policy = len(words) == 3 and words[0] not in AGGREGATIONS
        head = " ".join(words[:2]) if has_policy else words[0]
        lines.setdefault(head, []).append(f"{' '.join(words[1 + has_policy :])} {counts[cell]}")
    width = max(map(len, lines))
    return "\n".join(f"{head:{width}}  {', '.join(cells)}" for head, cells in lines.items())
