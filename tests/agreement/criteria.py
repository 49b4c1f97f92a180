"""Random criteria: a value function over some input, with a policy for every state."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.agreement.formulas import Formulas, Scope
from tests.agreement.functions import KINDS, NUMBER_KINDS, Functions, Made, Region
from tests.agreement.inputs import Inputs
from tests.agreement.oracle_values import expressions_of

ABSENT = {"mean": "reweight", "min": "reweight", "max": "reweight"}
POLICIES = ("number", "worst", "best", "neutral", "absent", "fail", "missing", "reasoned")


@dataclass
class Criteria:
    """Writes criteria and remembers which inputs they touch.

    mean: whether every criterion must have a frozen mean, because reasons are against it.
    references: whether each needs a best or worst, or a reference of its own.
    """

    random: Random
    inputs: Inputs
    scope: Scope
    mean: bool
    references: bool
    count: int = 0

    def write(self, region: Region, absent: str) -> dict[str, Any]:
        """One criterion; `absent` is the policy that leaves it out under its parent."""
        self.count += 1
        kind = self.random.choice(self._kinds(region))
        functions = Functions(self.random, Formulas(self.random, self.scope), region)
        criterion: dict[str, Any] = {"criterion": f"c{self.count}"}
        made = self._with_input(criterion, kind, functions)
        if made.value not in (None, "identity"):
            criterion["value"] = made.value
        self._set_references(criterion, made, functions)
        self._set_policies(criterion, made, functions, absent)
        self._decorate(criterion)
        return criterion

    def _kinds(self, region: Region) -> list[str]:
        excluded = {
            "any": set[str](),
            "nonnegative": {"z_score", "expression"},
            "positive": {"z_score", "expression", "percentile", "decay"},
        }[region]
        return [kind for kind in KINDS if kind not in excluded]

    def _with_input(self, criterion: dict[str, Any], kind: str, functions: Functions) -> Made:
        """Choose an input of the right type and hint the edges of the function to it."""
        name = None
        if kind == "identity" and functions.region != "any":
            name = self.inputs.number_within(functions.region)
        elif kind in NUMBER_KINDS:
            name = self.inputs.pick("number")
        elif kind == "decay":
            name = self.inputs.pick_date()
        if kind == "categories":
            key_type = self.random.choice(["text", "number", "number", "boolean"])
            name = self.inputs.pick(key_type)
            made = functions.categories(key_type)
        else:
            made = functions.make(kind)
        if name is not None:
            criterion["input"] = name
            self.inputs.hint(name, made.edges)
        return made

    def _set_references(self, criterion: dict[str, Any], made: Made, functions: Functions) -> None:
        """Give what worst, best, neutral and the reasons need.

        A declared range wherever a valid range or an expression bounds a function, so that
        worst and best follow from the document without calculation.
        """
        is_open = self.inputs.is_open(criterion.get("input")) and not made.has_expressions
        optional = is_open and not self.references and self.random.random() < 0.4
        if not self._is_known(criterion, made) and not optional:
            criterion["range"] = sorted(functions.ends())
        if self.random.random() < 0.4:
            criterion["reference"] = functions.level()
        if self.mean:
            criterion["mean"] = functions.level()

    def _set_policies(
        self, criterion: dict[str, Any], made: Made, functions: Functions, absent: str
    ) -> None:
        """A policy for every state that the criterion can be in, and sometimes for others."""
        known = self._is_known(criterion, made)
        policy = _Policy(self.random, functions, absent, known, "reference" in criterion)
        criterion["missing"] = policy.choose(with_missing=False)
        for state in ("invalid", "unmatched"):
            if state == "unmatched" and not made.can_be_unmatched:
                continue
            if self.random.random() < 0.85:
                criterion[state] = policy.choose(with_missing=True)
        labels = [label for label in self._labels(criterion) if self.random.random() < 0.85]
        if labels:
            criterion["special"] = {label: policy.choose(with_missing=True) for label in labels}

    def _labels(self, criterion: dict[str, Any]) -> list[str]:
        own = self.inputs.labels(criterion["input"]) if "input" in criterion else []
        read = self.inputs.labels_read(expressions_of(criterion))
        return list(dict.fromkeys([*own, *read]))

    def _is_known(self, criterion: dict[str, Any], made: Made) -> bool:
        """Whether worst and best exist."""
        if "range" in criterion:
            return True
        if "value" not in criterion:
            return self.inputs.is_bounded(criterion["input"])
        return made.bounded and self.inputs.is_open(criterion.get("input"))

    def _decorate(self, criterion: dict[str, Any]) -> None:
        if self.random.random() < 0.4:
            criterion["reason"] = self.random.choice(["R1", "R2", "R3"])
        if self.random.random() < 0.8:
            criterion["weight"] = self.random.choice([0.5, 0.3, 2, 1, 0.001, 3])
        if self.random.random() < 0.08:
            criterion["weight"] = 0


@dataclass(frozen=True)
class _Policy:
    """Chooses among the policies that are allowed here, all about equally often."""

    random: Random
    functions: Functions
    absent: str
    known: bool
    has_reference: bool

    def choose(self, *, with_missing: bool) -> Any:
        allowed = ["number", "absent", "fail", "reasoned"]
        if self.known:
            allowed += ["worst", "best"]
        if self.has_reference:
            allowed += ["neutral", "neutral"]
        if with_missing:
            allowed += ["missing"]
        choice = self.random.choice(allowed)
        if choice == "fail" and self.random.random() < 0.5:
            choice = self.random.choice(allowed)
        return self._written(choice)

    def _written(self, choice: str) -> Any:
        if choice == "number":
            return self.functions.level()
        if choice == "absent":
            return self.absent
        if choice != "reasoned":
            return choice
        values: list[Any] = [self.functions.level()]
        if self.known:
            values += ["worst", "best"]
        if self.has_reference:
            values += ["neutral"]
        return {"value": self.random.choice(values), "reason": self.random.choice(["R1", "P1"])}
