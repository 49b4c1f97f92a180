"""A table with its types and the profile of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import cast

from scoring_kit.drafting.names import is_like_a_key
from scoring_kit.engines.codes import may_hold_codes, special_codes, without_codes
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import open_data
from scoring_kit.engines.profiles import ColumnProfile, TextForm, profile_columns, text_forms
from scoring_kit.engines.summaries import count_rows
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

MOST_LOOKED_AT = 300
"""Columns that are profiled; of a wider table the first ones."""


REFUSED = ("table", "gives no draft")
"""What begins the message of an error about a table."""

MOST_KEYS = 3
"""Columns named like keys that are looked at in any case, as one of them may be the key."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A table as it will be scored, with NULL in place of special codes.

    types: of columns whose texts are read as something else, as in CSV files. forms: what
    texts are written like. profiles: of the columns that were looked at and can be scored.
    """

    engine: DuckDBEngine
    table: Table
    rows: int
    types: Mapping[str, Type]
    forms: Mapping[str, TextForm]
    profiles: Mapping[str, ColumnProfile]


def read_table(
    data: object, columns: Sequence[str], others: Sequence[str], name: str | None = None
) -> Reading:
    """Return what a table holds.

    columns: those to look at, or none for the first ones. others: more that must be there.
    name: the table of a database.

    Raises
    ------
    DataError
        When the table cannot be read, lacks a column, or has no rows.
    """
    engine, table = open_data(data, {}, name=name)
    _check_names([*columns, *others], table)
    wanted = [*(columns or table.columns)][:MOST_LOOKED_AT]
    keys = [name for name in table.columns if is_like_a_key(name)][:MOST_KEYS]
    names = list(dict.fromkeys([*wanted, *others, *keys]))
    forms = text_forms(engine, table, [n for n in names if table.columns[n].kind is Type.TEXT])
    found = {
        name: form.kind
        for name, form in forms.items()
        if form.kind is not Type.TEXT and form.misfits == 0
    }
    types: dict[str, Type] = {}
    is_path = isinstance(data, str | PathLike)
    if is_path and found:
        engine, table = open_data(cast("str", data), found, name=name)
        types = {name: kind for name, kind in found.items() if table.columns[name].kind is kind}
    rows = count_rows(engine, table)
    if rows == 0:
        message = "the table has no rows; a draft is made from what a table holds"
        raise DataError([Problem("no_rows", "", message)], *REFUSED)
    usable = [name for name in names if table.columns[name].kind is not None]
    profiles = {p.name: p for p in profile_columns(engine, table, usable, rows)}
    table, apart = _with_codes_apart(engine, table, profiles, [*others, *keys])
    profiles |= apart
    return Reading(engine, table, rows, types, forms, profiles)


def _with_codes_apart(
    engine: DuckDBEngine,
    table: Table,
    profiles: Mapping[str, ColumnProfile],
    others: Sequence[str],
) -> tuple[Table, dict[str, ColumnProfile]]:
    """Return the table without special codes, and the new profiles of columns that had some."""
    suspects = [
        profile.name
        for profile in profiles.values()
        if profile.kind is Type.NUMBER
        and profile.name not in others
        and profile.quantiles
        and may_hold_codes(profile.quantiles[0], profile.quantiles[-1])
    ]
    codes = special_codes(engine, table, suspects)
    if not codes:
        return table, {}
    bare = without_codes(table, codes)
    found = profile_columns(engine, bare, codes, profiles[suspects[0]].rows)
    return bare, {p.name: replace(p, codes=tuple(codes[p.name].items())) for p in found}


def _check_names(names: Iterable[str], table: Table) -> None:
    problems = [
        Problem(
            "column_missing",
            name,
            f"the table has no column {name!r}{nearest(name, table.columns)}",
        )
        for name in dict.fromkeys(names)
        if name not in table.columns
    ]
    if problems:
        raise DataError(problems, *REFUSED)
