"""Which row is to be explained, and where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.lookup import (
    can_hold,
    nearest_keys,
    read_cells,
    row_at,
    rows_with_key,
    run_rows,
)
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.tables.table import Table


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that is asked for: by its key, or by its place from 0."""

    key: Mapping[str, object]
    place: int | None = None

    @property
    def name(self) -> dict[str, Any]:
        """What the row is called."""
        return dict(self.key) if self.place is None else {"row": self.place}


def wanted_row(table: Table, columns: Sequence[str], key: object, place: object) -> Wanted:
    """Return what is asked for; `key` is a value, a tuple or a mapping by column.

    Raises
    ------
    DataError
        Where the key does not fit the key columns, or the table has no places.
    """
    if place is not None:
        return Wanted({}, _place(table, key, place))
    if not columns:
        raise _refused(
            "no_key",
            "there is no key to find a row by; name one: score(card, data, key=...)"
            + (", or explain(row=0) by place" if table.keeps_order else ""),
        )
    values = _key_values(columns, key)
    empty = [name for name, value in values.items() if value is None or value != value]
    if empty:
        names, example = ", ".join(empty), _call(["..."] * len(columns))
        raise _refused("no_key", f"no value is given for {names}: {example}")
    return Wanted(values)


def find_row(engine: DuckDBEngine, plan: Plan, table: Table, wanted: Wanted) -> Row:
    """Return the row with what the plan gives for it.

    Raises
    ------
    DataError
        Where there is no such row, or several have the key.
    """
    part = rows_with_key(table, wanted.key) if wanted.place is None else row_at(table, wanted.place)
    columns = [column.name for column in plan.columns]
    found = [] if part is None else read_cells(engine, part, columns)
    if part is not None and len(found) == 1:
        return Row(found[0], run_rows(engine, plan, part)[0])
    raise _not_one(engine, table, wanted, len(found), is_possible=part is not None)


def _not_one(
    engine: DuckDBEngine, table: Table, wanted: Wanted, found: int, *, is_possible: bool
) -> DataError:
    if wanted.place is not None:
        return _refused("no_row", f"there is no row {wanted.place}; places count from 0")
    called = _called(wanted.key)
    if found:
        hint = "use a key that names one row"
        hint += ", or explain(row=...) by place" if table.keeps_order else ""
        return _refused("key_repeats", f"several rows have {called}; {hint}")
    unlike = "" if is_possible else _unlike(table, wanted.key)
    near = nearest_keys(engine, table, wanted.key)
    known = "; nearest: " + ", ".join(map(_call, near)) if near else "; the table has no keys"
    return _refused("no_row", f"no row has {called}{unlike}{known}")


def _place(table: Table, key: object, place: object) -> int:
    if key is not None:
        raise _refused("two_rows", "give a key or a place, not both")
    if isinstance(place, bool) or not isinstance(place, int) or place < 0:
        raise _refused("no_row", f"a place is a whole number from 0, found {place!r}")
    if not table.keeps_order:
        message = "rows of files have no place; name a key: score(card, data, key=...)"
        raise _refused("no_place", message)
    return place


def _key_values(columns: Sequence[str], key: object) -> dict[str, object]:
    if isinstance(key, Mapping):
        given = cast("Mapping[str, object]", key)
        strange = [name for name in given if name not in columns]
        if strange:
            hint = nearest(str(strange[0]), columns)
            message = f"{strange[0]!r} is no key column; they are {', '.join(columns)}{hint}"
            raise _refused("no_key", message)
        return {name: given.get(name) for name in columns}
    values = cast("Sequence[object]", key) if isinstance(key, tuple | list) else (key,)
    if len(values) != len(columns):
        count = "1 column" if len(columns) == 1 else f"{len(columns)} columns"
        given = "1 value is" if len(values) == 1 else f"{len(values)} values are"
        message = f"the key has {count} ({', '.join(columns)}), and {given} given"
        raise _refused("no_key", message)
    return dict(zip(columns, values, strict=True))


def _called(key: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value!r}" for name, value in key.items())


def _unlike(table: Table, key: Mapping[str, object]) -> str:
    """Say what columns hold whose value is of another kind."""
    kinds = {
        name: f"{name} holds {kind.value}s" + (", not text" if isinstance(value, str) else "")
        for name, value in key.items()
        if (kind := table.columns[name].kind) is not None and not can_hold(kind, value)
    }
    return "".join(f"; {text}" for text in kinds.values())


def _call(values: Sequence[object]) -> str:
    shown = [str(value) if value == "..." else repr(value) for value in values]
    return f"explain({shown[0]})" if len(shown) == 1 else f"explain(({', '.join(shown)}))"


def _refused(code: str, message: str) -> DataError:
    return DataError([Problem(code, "key", message)], "row", "cannot be explained")
