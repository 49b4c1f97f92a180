"""Random value functions of every kind, with the values that lie on their edges."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from tests.agreement.formulas import Formulas

Region = Literal["any", "nonnegative", "positive"]

NUMBER_KINDS = (
    "identity", "linear", "piecewise", "bins", "log", "power", "exponential", "logistic",
    "min_max", "z_score", "rank", "percentile",
)  # fmt: skip
KINDS = (*NUMBER_KINDS, "categories", "rules", "decay", "expression")
WITH_OUTSIDE = {"linear", "piecewise", "log", "power", "exponential", "min_max", "percentile"}
WITHOUT_EXTRAPOLATION = {"log", "power", "exponential", "percentile"}
UNMATCHABLE = {"bins", "categories", "rules"}
REGIONS: dict[str, tuple[float, ...]] = {
    "any": (-50.0, -1.5, 0.0, 0.1, 0.5, 1.0, 2.0, 7.0, 33.3, 60.0, 100.0, 150.0),
    "nonnegative": (0.0, 0.1, 0.5, 1.0, 2.0, 33.3, 100.0),
    "positive": (0.1, 0.5, 1.0, 2.0, 33.3, 100.0),
}
EDGES = (-20.0, -1.0, 0.0, 0.1, 0.3, 1.0, 2.5, 3.0, 10.0, 12.0, 36.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Made:
    """A value function as the document writes it, and what the generator knows about it.

    bounded: whether its lowest and highest value follow from it alone.
    edges: input values at which something changes.
    """

    value: Any
    bounded: bool = True
    edges: tuple[float, ...] = ()
    can_be_unmatched: bool = False
    has_expressions: bool = False


@dataclass(frozen=True)
class Functions:
    """Makes value functions whose values lie in a region."""

    random: Random
    formulas: Formulas
    region: Region

    def level(self) -> float:
        return self.random.choice(REGIONS[self.region])

    def make(self, kind: str) -> Made:
        made: Made = getattr(self, f"_{kind}")()
        if kind not in WITH_OUTSIDE:
            return made
        choices: list[str | None] = [None, "clamp", "invalid"]
        if kind not in WITHOUT_EXTRAPOLATION and self.region == "any":
            choices.append("extrapolate")
        outside = self.random.choice(choices)
        if outside is not None:
            made.value["outside"] = outside
        return Made(made.value, outside != "extrapolate", made.edges)

    def _edges(self, count: int) -> list[float]:
        return sorted(self.random.sample(EDGES, count))

    def ends(self) -> list[float]:
        return self.random.sample(REGIONS[self.region], 2)

    def _identity(self) -> Made:
        return Made(self.random.choice(["identity", None]), bounded=False)

    def _linear(self) -> Made:
        start, end = self.random.sample(EDGES, 2)
        return Made({"linear": {"from": [start, end], "to": self.ends()}}, edges=(start, end))

    def _piecewise(self) -> Made:
        xs = self._edges(self.random.randint(2, 5))
        knots = [[x, self.level()] for x in xs]
        return Made({"piecewise": knots}, edges=tuple(xs))

    def _branch(self) -> tuple[Any, bool]:
        """A branch value, and whether it is an expression."""
        if self.region == "any" and self.random.random() < 0.15:
            return self.formulas.number(1), True
        return self.level(), False

    def _reasoned(self, entry: dict[str, Any]) -> dict[str, Any]:
        if self.random.random() < 0.3:
            entry["reason"] = self.random.choice(["R1", "R2", "B1", "B2"])
        return entry

    def _bins(self) -> Made:
        edges = self._edges(self.random.randint(1, 4))
        gap = self.random.random() < 0.7
        gap_at = self.random.randrange(len(edges)) if gap else -1
        bins: list[dict[str, Any]] = []
        expressions = False
        for index, edge in enumerate(edges):
            where = {self.random.choice(["below", "up_to"]): edge}
            if index == gap_at:
                bins.append(where | {"unmatched": True})
                continue
            value, is_expression = self._branch()
            expressions |= is_expression
            bins.append(self._reasoned(where | {"value": value}))
        bins.append(self._reasoned({"value": self.level()}))
        return Made({"bins": bins}, not expressions, tuple(edges), gap, expressions)

    def _categories(self) -> Made:
        return self.categories("text")

    def categories(self, kind: str) -> Made:
        """Categories over text, number or boolean keys."""
        keys: list[Any] = {
            "text": ["art", "A", "Ä", "travel", "", "no"],
            "number": [-1.0, 0.0, 3.0, 12.0, 0.1],
            "boolean": [True, False],
        }[kind]
        keys = self.random.sample(keys, self.random.randint(1, len(keys) - 1))
        value: dict[str, Any]
        expressions = False
        if kind == "text" and self.random.random() < 0.5:
            value = {"categories": {key: self.level() for key in keys}}
        else:
            entries = []
            for key in keys:
                branch, is_expression = self._branch()
                expressions |= is_expression
                entries.append(self._reasoned({"in": [key], "value": branch}))
            value = {"categories": entries}
        unmatched = self.random.random() < 0.7
        if not unmatched:
            other = self.level()
            value["other"] = self.random.choice([other, {"value": other, "reason": "B2"}])
        edges = tuple(keys) if kind == "number" else ()
        return Made(value, not expressions, edges, unmatched, expressions)

    def _rules(self) -> Made:
        rules: list[dict[str, Any]] = []
        expressions = False
        for _ in range(self.random.randint(1, 3)):
            value, is_expression = self._branch()
            expressions |= is_expression
            rules.append(self._reasoned({"when": self.formulas.condition(1), "value": value}))
        unmatched = self.random.random() < 0.7
        if not unmatched:
            rules.append(self._reasoned({"value": self.level()}))
        return Made({"rules": rules}, not expressions, (), unmatched, expressions)

    def _log(self) -> Made:
        start, end = self.random.sample([edge for edge in EDGES if edge > 0], 2)
        return Made({"log": {"from": [start, end], "to": self.ends()}}, edges=(start, end))

    def _power(self) -> Made:
        start, end = self._edges(2)
        form = {"from": [start, end], "to": self.ends()}
        exponent = self.random.choice([0.5, 1.0, 2.0, 3.3])
        return Made({"power": form | {"exponent": exponent}}, edges=(start, end))

    def _exponential(self) -> Made:
        start, end = self._edges(2)
        form = {"from": [start, end], "to": self.ends()}
        rate = self.random.choice([-2.0, 0.5, 3.0])
        return Made({"exponential": form | {"rate": rate}}, edges=(start, end))

    def _logistic(self) -> Made:
        midpoint = self.random.choice(EDGES)
        form: dict[str, Any] = {"midpoint": midpoint, "slope": self.random.choice([-1.0, 0.1, 4.0])}
        if self.region == "positive" or self.random.random() < 0.7:
            form["to"] = self.ends()
        return Made({"logistic": form}, edges=(midpoint,))

    def _decay(self) -> Made:
        until = self.random.choice(["$as_of", "2024-02-29"])
        half_life = self.random.choice([1.0, 30.0, 365.25])
        return Made({"decay": {"half_life_days": half_life, "until": until}})

    def _min_max(self) -> Made:
        low, high = self._edges(2)
        form: dict[str, Any] = {"minimum": low, "maximum": high}
        if self.region == "positive" or self.random.random() < 0.7:
            form["to"] = self.ends()
        return Made({"min_max": form}, edges=(low, high))

    def _z_score(self) -> Made:
        form = {"mean": self.random.choice(EDGES), "standard_deviation": 2.5}
        return Made({"z_score": form}, bounded=False, edges=(form["mean"],))

    def _rank(self) -> Made:
        values = self._edges(self.random.randint(2, 5))
        ranks, rank = [], 1
        for _ in values:
            ranks.append(rank)
            rank += self.random.randint(1, 3)
        form = {"values": values, "ranks": ranks, "count": rank - 1}
        return Made({"rank": form}, edges=tuple(values))

    def _percentile(self) -> Made:
        steps = self.random.sample(EDGES, 4)
        quantiles = sorted(self.random.choice(steps) for _ in range(99))
        quantiles = [min(steps), *quantiles, max(steps)]
        return Made({"percentile": {"quantiles": quantiles}}, edges=tuple(sorted(steps)))

    def _expression(self) -> Made:
        return Made(self.formulas.number(2), bounded=False, has_expressions=True)
