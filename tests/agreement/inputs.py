"""Random columns, input declarations and derived inputs of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.agreement.formulas import Formulas, Scope, quoted
from tests.agreement.functions import EDGES, REGIONS, Region
from tests.agreement.oracle_expressions import names_read

NUMBERS = ("amount", "x", "Odd name", "größe", "n_orders")
TEXTS = ("subject", "country")
BOOLEANS = ("active", "Opted-Out")
DATES = ("first_order", "seen at")
PARAMETERS: dict[str, dict[str, Any]] = {
    "as_of": {"type": "date"},
    "limit": {"type": "number", "default": 12},
    "word": {"type": "text", "default": "art"},
    "strict": {"type": "boolean", "default": False},
}


@dataclass
class Column:
    """A table column: its kind, and values at which the document changes its mind."""

    kind: str
    hints: list[Any] = field(default_factory=list)


@dataclass
class Inputs:
    """The columns, declarations and derived inputs that a document draws on."""

    random: Random
    columns: dict[str, Column] = field(default_factory=dict)
    declared: dict[str, dict[str, Any]] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    derived_kinds: dict[str, str] = field(default_factory=dict)

    def create(self) -> None:
        """Choose columns, declare some of them, and derive a few inputs."""
        for name in self.random.sample(NUMBERS, self.random.randint(2, 4)):
            self.columns[name] = Column("number", [0.0, 1.0])
            self._declare_number(name)
        for name in self.random.sample(TEXTS, self.random.randint(1, 2)):
            self.columns[name] = Column("text", ["art", "A"])
            if self.random.random() < 0.8:
                self.declared[name] = {"special": {"n/a": "not_given"}}
        for name in self.random.sample(BOOLEANS, 1):
            self.columns[name] = Column("boolean")
        for name in self.random.sample(DATES, self.random.randint(1, 2)):
            self.columns[name] = Column("date")
        for name in self.columns:
            if self.random.random() < 0.25:
                self.declared.setdefault(name, {})["missing"] = "null_is_allowed"
            if self.random.random() < 0.3:
                self.declared.setdefault(name, {})["type"] = self.columns[name].kind
        self._derive()

    def _declare_number(self, name: str) -> None:
        declaration: dict[str, Any] = {}
        if self.random.random() < 0.5:
            low, high = sorted(self.random.sample(EDGES, 2))
            ends: list[float | None] = [low, high]
            if self.random.random() < 0.2:
                ends[self.random.randint(0, 1)] = None
            declaration["valid"] = ends
            self.columns[name].hints += [end for end in ends if end is not None]
        if self.random.random() < 0.85:
            labels = self.random.choice([{-99: "no_file"}, {-99: "no_file", -1: "refused"}])
            declaration["special"] = labels
            if self.random.random() < 0.3:
                declaration["special"] = [
                    {"code": code, "label": label} for code, label in labels.items()
                ]
        if self.random.random() < 0.3:
            declaration["unit"] = "months"
        if declaration:
            self.declared[name] = declaration

    def _derive(self) -> None:
        """Up to three derived inputs; later ones may use earlier ones."""
        if self.random.random() < 0.7:
            self._derive_date()
        for index in range(self.random.choice([0, 1, 1, 2, 3])):
            name = f"d{index + 1}"
            formulas = Formulas(self.random, self.scope())
            kind = self.random.choice(["number", "number", "number", "boolean", "text", "date"])
            if kind == "number":
                self.derived[name] = formulas.number(2)
            elif kind == "date":
                self.derived[name] = formulas.date_choice()
            elif kind == "boolean":
                self.derived[name] = formulas.condition(1)
            else:
                self.derived[name] = formulas.text()
            self.derived_kinds[name] = kind
            if kind == "number" and self.random.random() < 0.4:
                self._declare_derived(name)

    def _derive_date(self) -> None:
        """A date that takes on the special codes of a number."""
        number, day = quoted(self.pick("number")), quoted(self.pick("date"))
        self.derived["dated"] = f"case when {number} > 3 then {day} else {day} end"
        self.derived_kinds["dated"] = "date"

    def _declare_derived(self, name: str) -> None:
        self.declared[name] = {"valid": [-20, 1000], "special": {0: "nothing"}}

    def kinds(self) -> dict[str, str]:
        """The kind of every input, derived ones included."""
        return {name: column.kind for name, column in self.columns.items()} | self.derived_kinds

    def scope(self) -> Scope:
        """What an expression over inputs may use."""
        kinds = self.kinds()
        of = {
            kind: tuple(name for name in kinds if kinds[name] == kind)
            for kind in ("number", "text", "boolean", "date")
        }
        return Scope(
            numbers=(*of["number"], "$limit"),
            texts=of["text"],
            booleans=of["boolean"],
            dates=(*of["date"], "$as_of"),
            constants=EDGES,
        )

    def pick(self, kind: str) -> str:
        kinds = self.kinds()
        names = [name for name in kinds if kinds[name] == kind]
        with_codes = [name for name in names if self.labels(name)]
        return self.random.choice(names + with_codes + with_codes)

    def pick_date(self) -> str:
        """A date, as often as not one that takes on special codes."""
        can_be_special = "dated" in self.derived and self.random.random() < 0.6
        return "dated" if can_be_special else self.pick("date")

    def number_within(self, region: Region) -> str:
        """A number column whose valid range lies in a region; makes one where there is none."""
        values = REGIONS[region]
        low, high = min(values), max(values)
        name = f"{region}_input"
        self.columns.setdefault(name, Column("number", [low, high]))
        self.declared.setdefault(name, {"valid": [low, high], "special": {-99: "no_file"}})
        return name

    def is_bounded(self, name: str) -> bool:
        """Whether the declared range of a column has both ends."""
        valid = self.declared.get(name, {}).get("valid", [None])
        return name in self.columns and None not in valid

    def is_open(self, name: str | None) -> bool:
        """Whether nothing says that an input takes only some values."""
        return name not in self.derived and "valid" not in self.declared.get(name or "", {})

    def hint(self, name: str, edges: tuple[Any, ...]) -> None:
        if name in self.columns:
            self.columns[name].hints += list(edges)

    def codes(self, name: str) -> dict[Any, str]:
        """The special codes of an input with their labels."""
        special = self.declared.get(name, {}).get("special", {})
        if isinstance(special, list):
            return {entry["code"]: entry["label"] for entry in special}
        return special

    def labels(self, name: str) -> list[str]:
        """The special labels that an input can carry, those of what it is derived from too."""
        own = list(self.codes(name).values())
        if name in self.derived:
            own += self.labels_read([self.derived[name]])
        return list(dict.fromkeys(own))

    def labels_read(self, texts: Iterable[str]) -> list[str]:
        """The special labels that the inputs in some expressions can carry."""
        names = [name for text in texts for name in names_read(text)]
        return list(dict.fromkeys(label for name in names for label in self.labels(name)))
