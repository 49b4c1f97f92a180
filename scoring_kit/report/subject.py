"""What a report is about: a scorecard, a table, and what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from os import PathLike, fspath
from pathlib import Path
from shlex import quote
from typing import Any, cast

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.engines.profiles import text_forms
from scoring_kit.engines.summaries import count_rows
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.lineage import Request, request_of
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.frames import shallow_copy
from scoring_kit.tables.names import column_names
from scoring_kit.tables.table import (
    Table,
    check_columns,
    check_groups,
    check_key_names,
    table_columns,
)

IN_MEMORY = "a table in memory"
"""What data without a file is called."""
Look = Callable[[float | None], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report was asked for, but for its data; a part of the report itself.

    table: of a database. types: of columns in CSV files. top: rows that are named by their
    key. The rest is as in `write_report`.
    """

    card: Scorecard
    live: Scorecard | None = None
    key: tuple[str, ...] = ()
    outcome: str | None = None
    event: str | float | bool | None = None
    weights: str | None = None
    period: str | None = None
    segments: tuple[str, ...] = ()
    parameters: Mapping[str, Any] | None = None
    table: str | None = None
    types: Mapping[str, str] | None = None
    top: int = 10

    @property
    def others(self) -> tuple[str, ...]:
        """Columns that are asked for by name, besides the key."""
        named = (*self.segments, self.outcome, self.weights, self.period)
        return tuple(name for name in named if name is not None)

    @property
    def known_types(self) -> dict[str, Type]:
        """Types that the cards and the question give to columns."""
        known: dict[str, Type] = {}
        for card in (self.live, self.card):
            found = {} if card is None else input_types(card).types
            known |= {name: kind for name, kind in found.items() if kind is not None}
        return {**known, **{name: Type(kind) for name, kind in (self.types or {}).items()}}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about, opened: each section asks it for what it needs.

    data: as it was given. name: of the data, without the folders that it lies in.
    request: the parameters that are used, as plain values. rows: of the table.
    """

    asked: Asked
    data: object
    name: str
    source: Source
    engine: DuckDBEngine
    table: Table
    plan: Plan
    request: Request
    rows: int

    @property
    def card(self) -> Scorecard:
        """The scorecard."""
        return self.asked.card

    @property
    def live(self) -> Scorecard | None:
        """The version that the scorecard is held against."""
        return self.asked.live

    @property
    def proof(self) -> str:
        """What somebody types to verify the report."""
        if self.name == IN_MEMORY:
            return 'sk.verify_report("report.html", table)'
        return f"scoring-kit report --verify report.html {quote(self.name)}"

    @property
    def read(self) -> tuple[str, ...]:
        """Columns that the report looks into, as far as scoring can read them, by name."""
        cards = [self.card] if self.live is None else [self.card, self.live]
        names = [name for card in cards for name in input_types(card).types]
        names += self.asked.others
        usable = {name for name, column in self.table.columns.items() if column.kind is not None}
        return tuple(sorted(usable.intersection(names)))

    def parameters_of(self, card: Scorecard) -> dict[str, Any]:
        """Return the given parameters that a card declares."""
        given = self.asked.parameters or {}
        return {name: given[name] for name in card.parameters if name in given}


def open_subject(
    asked: Asked,
    data: object,
    limits: Mapping[str, Any],
    *,
    time_limit: float | None = None,
    name: str | None = None,
) -> Subject:
    """Return what a report is about; every problem with the table is found here.

    name: what the data are called in the report; their own name unless given.

    Raises
    ------
    DataError
        When the table cannot be read more than once, or lacks a column.
    CompileError
        When a parameter is not given, or a normalisation is not fitted.
    """
    check_rereadable(data)
    data = shallow_copy(data)
    asked, source, engine, table = _opened(asked, data, limits, time_limit)
    check_columns(table, tuple(dict.fromkeys((*asked.key, *asked.others))))
    check_groups(table, asked.segments)
    subject = Subject(
        asked=asked,
        data=data,
        name=name or data_name(data),
        source=source,
        engine=engine,
        table=table,
        plan=_plan(asked.card, table, asked.parameters),
        request=request_of(asked.card, data, source.files, parameters=_own(asked), detail="report"),
        rows=count_rows(engine, table),
    )
    check_key_names(asked.key, [output.name for output in subject.plan.outputs])
    if asked.live is not None:
        _plan(asked.live, table, asked.parameters)
    return subject


def asked_for(
    card: Scorecard,
    live: Scorecard | None,
    key: str | Sequence[str] | None,
    outcome: str | None,
    segments: str | Sequence[str],
    **rest: Any,  # noqa: ANN401 - the fields of Asked, by name
) -> Asked:
    """Return what was asked for, both cards valid and names in one form.

    Raises
    ------
    ValueError
        When top is below 0.
    """
    rest = {name: _as_json(value) for name, value in rest.items()}
    if rest.get("top", 0) < 0:
        raise ValueError(f"top is a number of rows, at least 0; found {rest['top']}")
    card = checked(card)
    names = card.key if key is None else column_names(key)
    live = None if live is None else checked(live)
    named = {"outcome": outcome, "segments": column_names(segments)}
    return Asked(card, live, tuple(names), **named, **rest)


def _as_json(value: Any) -> Any:  # noqa: ANN401 - a field of Asked
    """Return a scalar of NumPy as Python has it and a date as text: the question becomes JSON."""
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def data_name(data: object) -> str:
    """Return what data is called in a report: a file without its folders, whatever else in one way.

    Examples
    --------
    >>> data_name("data/book_club.parquet"), data_name({"a": [1]})
    ('book_club.parquet', 'a table in memory')
    """
    if isinstance(data, str | PathLike):
        return Path(fspath(cast("str | PathLike[str]", data))).name
    return IN_MEMORY


def plain(value: object) -> str | int | float | bool | None:
    """Return a value of a table as JSON holds it; numbers that are not finite as text.

    Examples
    --------
    >>> plain(date(2026, 1, 31)), plain(float("nan")), plain(2.0), plain(float("inf"))
    ('2026-01-31', None, 2, 'inf')
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if value != value:
            return None
        if value - value != 0.0:
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 2.0**53 else value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def check_rereadable(data: object) -> None:
    """Refuse what can be read only once, as a report reads its table several times.

    Raises
    ------
    DataError
        For a stream.
    """
    is_path = isinstance(data, str | PathLike)
    if is_path or hasattr(data, "__len__") or hasattr(data, "collect") or hasattr(data, "df"):
        return
    message = "a stream can be read only once, a report reads several times; pass a table or file"
    raise DataError([Problem("table_unreadable", "", message)], refusal="cannot be reported on")


def _opened(
    asked: Asked, data: object, limits: Mapping[str, Any], time_limit: float | None
) -> tuple[Asked, Source, DuckDBEngine, Table]:
    """Return the table; of a CSV file outcome and weights have the type they are written in."""
    source = Source(data, asked.known_types, asked.table, limits, time_limit)
    engine, table = source.open()
    known = asked.known_types
    measured = [asked.outcome if asked.event is None else None, asked.weights]
    names = [
        name
        for name in measured
        if name is not None and name in table.columns and name not in known and source.files
        if table.columns[name].kind is Type.TEXT
    ]
    forms = text_forms(engine, table, names)
    found = {name: form.kind.value for name, form in forms.items() if not form.misfits}
    found = {name: kind for name, kind in found.items() if kind != Type.TEXT.value}
    if not found:
        return asked, source, engine, table
    return _opened(replace(asked, types={**(asked.types or {}), **found}), data, limits, time_limit)


def _own(asked: Asked) -> dict[str, Any]:
    given = asked.parameters or {}
    return {name: given[name] for name in asked.card.parameters if name in given}


def _plan(card: Scorecard, table: Table, given: Mapping[str, Any] | None) -> Plan:
    own = {name: value for name, value in (given or {}).items() if name in card.parameters}
    return compile_scorecard(card, table_columns(table), own)
