"""What state each input of a row is in, derived inputs included."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.agreement.oracle_expressions import evaluate, names_read, names_tested

OUT_OF_RANGE = "out of range"
"""Stands for a date that is infinite, or outside the years 1 to 9999."""


@dataclass(frozen=True)
class Reading:
    """An input as found: its state, the label of a special code, and the value when ok."""

    state: str
    value: Any = None
    label: str | None = None


class Inputs:
    """The inputs of one row, read when asked for."""

    def __init__(
        self, document: dict[str, Any], row: dict[str, Any], given: dict[str, Any]
    ) -> None:
        self.declared = document.get("inputs", {})
        self.derived = document.get("derived", {})
        self.row = row
        self.parameters = _parameters(document.get("parameters", {}), given)
        self._readings: dict[str, Reading] = {}

    def read(self, name: str) -> Reading:
        """The reading of a column or derived input."""
        if name not in self._readings:
            find = self._read_derived if name in self.derived else self._read_column
            self._readings[name] = find(name)
        return self._readings[name]

    def evaluate(self, text: str, members: dict[str, Any] | None = None) -> Any:
        """The result of an expression; members hide inputs of their name."""
        members = members or {}
        values = {
            name: members[name] if name in members else self.read(name).value
            for name in names_read(text)
        }
        return evaluate(text, values, self.parameters)

    def worst(self, names: Iterable[str]) -> Reading:
        """The worst reading: invalid, then special, then missing; the first of several."""
        readings = [self.read(name) for name in names]
        for state in ("invalid", "special", "missing"):
            for reading in readings:
                if reading.state == state:
                    return reading
        return Reading("ok")

    def is_allowed_null(self, name: str) -> bool:
        return self.declared.get(name, {}).get("missing") == "null_is_allowed"

    def _read_column(self, name: str) -> Reading:
        return self._judge(name, self.row[name])

    def _judge(self, name: str, value: Any) -> Reading:
        """Special, then missing, then invalid, then ok."""
        declared = self.declared.get(name, {})
        for code, label in _codes(declared.get("special", {})):
            if value is not None and value == code and type(value) is type(code):
                return Reading("special", label=label)
        if value is None:
            return Reading("missing")
        if value is OUT_OF_RANGE or (isinstance(value, float) and math.isinf(value)):
            return Reading("invalid")
        low, high = declared.get("valid", (None, None))
        if (low is not None and value < low) or (high is not None and value > high):
            return Reading("invalid")
        return Reading("ok", value)

    def _read_derived(self, name: str) -> Reading:
        text = self.derived[name]
        read, tested = names_read(text), names_tested(text)
        worst = self.worst([column for column in read if column not in tested])
        if worst.state != "ok":
            return worst
        value = self.evaluate(text)
        if value is not None:
            return self._judge(name, value)
        worst = self.worst(read)
        return worst if worst.state != "ok" else Reading("invalid")


def _codes(special: Any) -> list[tuple[Any, str]]:
    pairs = (
        special.items()
        if isinstance(special, dict)
        else [(entry["code"], entry["label"]) for entry in special]
    )
    return [
        (float(code) if isinstance(code, int) and not isinstance(code, bool) else code, label)
        for code, label in pairs
    ]


def _parameters(declared: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for name, declaration in declared.items():
        value = given.get(name, declaration.get("default"))
        if declaration["type"] == "date":
            value = date.fromisoformat(value)
        elif declaration["type"] == "number":
            value = float(value)
        values[name] = value
    return values
