"""Random documents that are valid by construction, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.agreement.criteria import Criteria
from tests.agreement.formulas import Formulas, Scope
from tests.agreement.functions import REGIONS, Region
from tests.agreement.inputs import PARAMETERS, Column, Inputs

AGGREGATIONS = (
    "mean", "mean", "geometric_mean", "harmonic_mean", "power_mean", "min", "max",
    "sum", "sum", "sum", "product", "product", "complement_product", "formula", "formula",
)  # fmt: skip
MEANS = {"mean", "geometric_mean", "harmonic_mean", "power_mean"}
DEPTH = 4


@dataclass(frozen=True)
class Card:
    """A document with the parameters of a run and the columns its tables need."""

    document: dict[str, Any]
    parameters: dict[str, Any]
    columns: dict[str, Column]
    codes: dict[str, dict[Any, str]]


def random_card(seed: int) -> Card:
    """The valid document of a seed."""
    random = Random(seed)
    inputs = Inputs(random)
    inputs.create()
    return _Writer(random, inputs).card(seed)


class _Writer:
    """Writes one document from the top down."""

    def __init__(self, random: Random, inputs: Inputs) -> None:
        self.random = random
        self.inputs = inputs
        self.scope = inputs.scope()
        self.groups = 0
        self.leaves_left = random.randint(2, 7)
        self.against = random.choice(["best", "worst", "mean"])
        self.reasons = random.random() < 0.75
        self.criteria = Criteria(
            random,
            inputs,
            self.scope,
            mean=self.reasons and self.against == "mean",
            references=self.reasons and self.against != "mean",
        )

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def card(self, seed: int) -> Card:
        """The whole document."""
        document: dict[str, Any] = {"schema": "scoring-kit/1", "name": f"card_{seed}"}
        document["parameters"] = PARAMETERS
        score = self._group(1, "any", root=True)
        optional = {
            "scaling": (0.4, self._scaling),
            "adjustments": (0.5, self._adjustments),
            "rounding": (0.6, self._rounding),
            "knock_outs": (0.25, self._knock_outs),
            "tiers": (0.8, self._tiers),
            "probability": (0.3, self._probability),
            "coverage": (0.3, self._coverage),
        }
        if self.inputs.declared:
            document["inputs"] = self.inputs.declared
        if self.inputs.derived:
            document["derived"] = self.inputs.derived
        document["score"] = score
        for name, (probability, write) in optional.items():
            if self.chance(probability):
                document[name] = write()
        if self.reasons:
            document["reasons"] = self._reasons()
        codes = {name: self.inputs.codes(name) for name in self.inputs.columns}
        return Card(document, {"as_of": "2024-02-29"}, self.inputs.columns, codes)

    # ---- groups

    def _group(self, depth: int, region: Region, *, root: bool = False) -> dict[str, Any]:
        aggregate = self.random.choice(AGGREGATIONS)
        group: dict[str, Any] = {}
        if not root:
            self.groups += 1
            group["group"] = f"g{self.groups}"
        inner = self._aggregate(group, aggregate)
        members = [self._member(depth, inner, aggregate) for _ in range(self._size(depth))]
        if aggregate in {"mean", "sum"} | MEANS and not any(_weight(m) for m in members):
            members[0]["weight"] = 1
        group["of"] = members
        if aggregate == "formula":
            group["aggregate"] = {"formula": self._formula(members)}
        self._finish(group, members, region)
        return group

    def _size(self, depth: int) -> int:
        return self.random.randint(1, 3) if depth > 1 else self.random.randint(2, 4)

    def _aggregate(self, group: dict[str, Any], aggregate: str) -> Region:
        """Set the aggregation and its options; returns where its members must lie."""
        group["aggregate"] = aggregate
        if aggregate == "sum" and self.chance(0.5):
            group["initial"] = self.random.choice([10.0, -3.5, 0.1])
        if aggregate == "power_mean":
            power = self.random.choice([-2.0, -1.0, 0.5, 2.0, 3.0])
            group["aggregate"] = {"power_mean": power}
            proven: Region = "positive" if power < 0 else "nonnegative"
        elif aggregate in {"geometric_mean", "harmonic_mean"}:
            proven = "positive"
        else:
            return "any"
        option = self.random.choice(["at_least", "zero", "proven"])
        if option == "at_least":
            group["at_least"] = self.random.choice([0.5, 1.0, 20.0])
            return "any"
        if option == "zero":
            group["zero"] = "zero"
            return "nonnegative"
        return proven

    def _member(self, depth: int, region: Region, aggregate: str) -> dict[str, Any]:
        """A criterion, or a group while depth and leaves allow."""
        reweights = aggregate in MEANS or aggregate in {"min", "max"}
        absent = "reweight" if reweights else "skip"
        self.leaves_left -= 1
        if depth < DEPTH and self.leaves_left > 0 and self.chance(0.45):
            member = self._group(depth + 1, region)
            if self.chance(0.6):
                choices = [self.random.choice(REGIONS[region]), absent, "fail"]
                member["missing"] = self.random.choice(choices)
            if self.chance(0.7):
                member["weight"] = self.random.choice([0.5, 0.25, 2, 1, 3])
            return member
        return self.criteria.write(region, absent)

    def _formula(self, members: list[dict[str, Any]]) -> str:
        """An expression that reads every member."""
        names = [_name(member) for member in members]
        text = names[0]
        for name in names[1:]:
            form = self.random.choice(
                ["{} + 0.5 * {}", "greatest({}, {})", "({}) * {} / 10", "coalesce({}, 0) - {}",
                 "least({}, coalesce({}, 5))"]
            )  # fmt: skip
            text = form.format(text, name)
        if self.chance(0.3):
            formulas = Formulas(self.random, self._member_scope(members))
            text = f"case when {formulas.condition(1)} then {formulas.number(1)} else {text} end"
        return text

    def _member_scope(self, members: list[dict[str, Any]], *extra: str) -> Scope:
        """Members first; inputs of the same names are hidden by them."""
        names = [*extra, *(_name(member) for member in members)]
        inputs = self.scope
        return Scope(
            numbers=(*names, *names, *(n for n in inputs.numbers if n not in names)),
            texts=inputs.texts,
            booleans=inputs.booleans,
            dates=inputs.dates,
            constants=inputs.constants,
        )

    def _finish(self, group: dict[str, Any], members: list[dict[str, Any]], region: Region) -> None:
        """Add then, limits and a coverage minimum."""
        if self.chance(0.25):
            formulas = Formulas(self.random, self._member_scope(members, "value"))
            group["then"] = self.random.choice(
                ["value * 1.1", "value - 10", "value / 3 + 1", "round(value, 1)",
                 f"least(value, {_name(members[0])})", formulas.number(1),
                 f"case when {formulas.condition(1)} then value else value / 2 end"]
            )  # fmt: skip
        if region != "any":
            low = 0.0 if region == "nonnegative" else 0.25
            group["limits"] = [low, 200.0]
        elif self.chance(0.25):
            group["limits"] = self.random.choice([[0, 100], [-5.0, 40.0], [1, 60]])
        if self.chance(0.2):
            group["coverage"] = {"minimum": self.random.choice([0.3, 0.5, 0.75, 1])}

    # ---- from the root to the tier

    def _scaling(self) -> dict[str, Any]:
        if self.chance(0.5):
            return {"multiply": self.random.choice([2.0, -0.5, 0.1]), "add": 7.5}
        return {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50}

    def _adjustments(self) -> list[dict[str, Any]]:
        formulas = Formulas(self.random, self.scope)
        adjustments = []
        for index in range(self.random.randint(1, 3)):
            adjustment: dict[str, Any] = {"name": f"a{index + 1}"}
            if self.chance(0.6):
                adjustment["when"] = formulas.condition(1)
                self._if_missing(adjustment)
            amount: Any = self.random.choice([5, -2.5, 0.1, 40, 90])
            if self.chance(0.4):
                amount = formulas.number(1)
            adjustment[self.random.choice(["add", "multiply", "cap", "floor"])] = amount
            adjustments.append(adjustment)
        return adjustments

    def _if_missing(self, entry: dict[str, Any]) -> None:
        if self.chance(0.5):
            entry["if_missing"] = self.random.choice(["fire", "fire", "fail"])

    def _knock_outs(self) -> list[dict[str, Any]]:
        formulas = Formulas(self.random, self.scope)
        knock_outs = []
        for index in range(self.random.randint(1, 3)):
            knock_out: dict[str, Any] = {"name": f"k{index + 1}", "when": formulas.condition(1)}
            if self.chance(0.7):
                form = self.random.choice(["({}) and {}", "({}) and ({})"])
                knock_out["when"] = form.format(knock_out["when"], formulas.condition(0))
            self._if_missing(knock_out)
            if self.chance(0.5):
                knock_out["reason"] = self.random.choice(["K1", "R1"])
            knock_outs.append(knock_out)
        return knock_outs

    def _rounding(self) -> dict[str, Any]:
        rounding: dict[str, Any] = {"digits": self.random.choice([0, 1, 2, 4, 12])}
        if self.chance(0.85):
            rounding["mode"] = self.random.choice(["half_up", "half_even", "up", "down"])
        return rounding

    def _tiers(self) -> dict[str, Any]:
        cuts = self.random.sample([100, 80.5, 60, 33.3, 10, 1, 0, -20], self.random.randint(1, 4))
        return dict(zip("ABCD", sorted(cuts, reverse=True), strict=False))

    def _probability(self) -> dict[str, Any]:
        points = self.random.choice([600, 50])
        return {"of": "good", "points": points, "odds": 19, "pdo": self.random.choice([50, 4])}

    def _coverage(self) -> dict[str, Any]:
        return {"minimum": self.random.choice([0.25, 0.5, 0.9, 1])}

    def _reasons(self) -> dict[str, Any]:
        reasons: dict[str, Any] = {
            "top": self.random.randint(1, 4),
            "against": self.against,
            "texts": {"R1": "The first reason"},
        }
        if self.chance(0.5):
            reasons["direction"] = self.random.choice(["below", "above"])
        if self.chance(0.7):
            reasons["keep"] = self.random.choice(["positive", "nonnegative", "all"])
        return reasons


def _name(member: dict[str, Any]) -> str:
    return member.get("criterion") or member["group"]


def _weight(member: dict[str, Any]) -> float:
    return member.get("weight", 1)
