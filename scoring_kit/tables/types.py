"""What scoring makes of the types of DuckDB."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring_kit.expression.words import Type


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    engine_type: its type in DuckDB. kind: what scoring reads it as; None if it cannot be
    used. finite: whether it can hold neither NaN, infinities nor dates outside the years
    1 to 9999. sql: its canonical form (DOUBLE, VARCHAR, BOOLEAN or DATE), over `source`.
    """

    name: str
    engine_type: str
    kind: Type | None
    finite: bool
    sql: str


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: Type
    finite: bool
    sql: str


_INTEGER = _Reading(Type.NUMBER, True, "{x}::DOUBLE")
# The direct cast of these to DOUBLE is off in the last bit; by way of text it is exact.
_WIDE = _Reading(Type.NUMBER, True, "{x}::VARCHAR::DOUBLE")
_FLOAT = _Reading(Type.NUMBER, False, "{x}::DOUBLE")
_DATE = _Reading(Type.DATE, False, "{x}")
_MOMENT = _Reading(Type.DATE, False, "{x}::DATE")
_DAY = "86400000000000"
# The direct cast rounds to microseconds, up to the next day: engine 2.0 always, 1.5 before 1970.
_NANOSECONDS = _Reading(
    Type.DATE,
    False,
    f"CASE WHEN isfinite({{x}}) THEN DATE '1970-01-01' + (epoch_ns({{x}}) // {_DAY} - "
    f"CASE WHEN epoch_ns({{x}}) % {_DAY} < 0 THEN 1 ELSE 0 END)::INTEGER ELSE {{x}}::DATE END",
)

_READINGS = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), _INTEGER),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"), _INTEGER),
    **dict.fromkeys(("HUGEINT", "UHUGEINT", "DECIMAL"), _WIDE),
    "FLOAT": _FLOAT,
    "DOUBLE": _Reading(Type.NUMBER, False, "{x}"),
    "VARCHAR": _Reading(Type.TEXT, True, "{x}"),
    "ENUM": _Reading(Type.TEXT, True, "{x}::VARCHAR"),
    "BOOLEAN": _Reading(Type.BOOLEAN, True, "{x}"),
    "DATE": _DATE,
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"), _MOMENT),
    "TIMESTAMP_NS": _NANOSECONDS,
    # independent of the time zone that the connection is set to
    "TIMESTAMP WITH TIME ZONE": _Reading(Type.DATE, False, "timezone('UTC', {x})::DATE"),
}


CANONICAL_TYPES = {
    Type.NUMBER: "DOUBLE",
    Type.TEXT: "VARCHAR",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
}
"""The types of canonical forms."""


def quoted(name: str) -> str:
    """Return a column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def without_zone(sql: str, engine_type: str) -> str:
    """Return a column of this type with moments as they are in UTC, without their zone.

    As Python values, moments with a zone need a package that nothing else needs.

    Examples
    --------
    >>> without_zone("x", "BIGINT"), without_zone("x", "TIMESTAMP WITH TIME ZONE")
    ('x', "timezone('UTC', x)")
    """
    return f"timezone('UTC', {sql})" if engine_type == "TIMESTAMP WITH TIME ZONE" else sql


def describe(name: str, engine_type: str) -> TableColumn:
    """Return how scoring reads a column of a DuckDB type.

    Examples
    --------
    >>> describe("income", "DECIMAL(18,2)").sql
    'source."income"::VARCHAR::DOUBLE'
    """
    reading = _READINGS.get(family_of(engine_type))
    column = f"source.{quoted(name)}"
    if reading is None:
        return TableColumn(name, engine_type, None, finite=True, sql=column)
    sql = reading.sql.format(x=column)
    return TableColumn(name, engine_type, reading.kind, reading.finite, sql)


def family_of(engine_type: str) -> str:
    """Return a DuckDB type without its arguments.

    Examples
    --------
    >>> family_of("DECIMAL(18,2)")
    'DECIMAL'
    """
    return re.sub(r"\(.*\)$", "", engine_type, flags=re.DOTALL)


def has_groups(engine_type: str) -> bool:
    """Return whether rows can be grouped by a type: not by lists, parts or bytes.

    Examples
    --------
    >>> has_groups("DATE"), has_groups("VARCHAR[]")
    (True, False)
    """
    return not engine_type.endswith("]") and family_of(engine_type) not in _MANY


_MANY = ("STRUCT", "MAP", "UNION", "BLOB")


def is_text_in_arrow(engine_type: str) -> bool:
    """Whether a type passes through an Arrow stream as text, as it would come out as another."""
    return engine_type in _CHANGED_BY_ARROW


_CHANGED_BY_ARROW = (
    *("HUGEINT", "UHUGEINT", "UUID", "BIT", "INTERVAL", "TIME WITH TIME ZONE", "BIGNUM", "VARINT"),
)
