"""How SQL is written: names, literals, and what a word may ask of the statement it is in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from scoring_kit.expression.words import Word


class Writer(Protocol):
    """Writes the operands of a word."""

    def sql(self, word: Word) -> str: ...
    def bare(self, word: Word) -> str: ...
    def repeatable(self, word: Word) -> str: ...
    def part(self, text: str) -> str: ...
    def column(self, name: str) -> str: ...
    def reference(self, name: str) -> str: ...


def quote_identifier(name: str) -> str:
    """Return a name as an SQL identifier.

    Examples
    --------
    >>> quote_identifier('6" nails')
    '"6"" nails"'
    """
    if "\0" in name:
        raise ValueError(f"a name cannot hold a NUL character: {name!r}")
    return '"' + name.replace('"', '""') + '"'


def literal(value: float | str | bool | date) -> str:
    """Return a value as an SQL literal that reads back as exactly this value.

    Examples
    --------
    >>> literal(0.1), literal("it's"), literal(date(2024, 2, 29)), literal(True)
    ('0.1e0', "'it''s'", "DATE '2024-02-29'", 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return _number(float(value))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return f"'{value}'::DOUBLE"
    text = repr(value)
    return text if "e" in text else f"{text}e0"  # a bare 0.1 is a DECIMAL


def _text(value: str) -> str:
    quoted = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    if len(quoted) == 1:
        return quoted[0]
    return "(" + " || chr(0) || ".join(quoted) + ")"


def day(days: int) -> str:
    """Return a date, in days since 1970-01-01, as an SQL literal."""
    return literal(date(1970, 1, 1) + timedelta(days=days))


def chain(branches: Sequence[tuple[str, str]], otherwise: str | None = None) -> str:
    """Return a CASE of (condition, result) pairs."""
    if not branches:
        return otherwise or "NULL"
    lines = " ".join(f"WHEN {condition} THEN {result}" for condition, result in branches)
    end = f" ELSE {otherwise}" if otherwise else ""
    return f"CASE {lines}{end} END"


def listed(items: Sequence[Word], out: Writer) -> str:
    """Return the SQL of the items in brackets, as arguments or choices."""
    return f"({', '.join(map(out.bare, items))})"
