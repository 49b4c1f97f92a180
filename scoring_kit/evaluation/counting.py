"""From a table to cells: which rows have the event, what they weigh, which part they are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast, get_args

import numpy as np

from scoring_kit.display.markup import shortened
from scoring_kit.display.numbers import exact, plural
from scoring_kit.engines.cells import (
    count_cells,
    finite_or_nan,
    frequent_texts,
    text_code,
    weight_facts,
    weight_units,
)
from scoring_kit.engines.sql_writer import literal
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.cells import Cells
from scoring_kit.evaluation.reading import REFUSAL, Opened, number_sql
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

Every = Literal["day", "week", "month", "quarter", "year"]
MOST_PARTS = 40
"""Parts of a segment that are told apart; smaller ones are joined."""
MOST_PERIODS = 400
NOT_KNOWN, OTHERS = "not known", "other"
STRANGE = 2
ALLOWED = "an outcome is a boolean, or 0 and 1, or missing where it is not known"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an evaluation is asked for: columns of the table, and the value that is the event."""

    outcome: str
    event: object = None
    weights: str | None = None
    segments: tuple[str, ...] = ()
    period: str | None = None
    every: Every = "month"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        given = (self.outcome, self.weights, *self.segments, self.period)
        return tuple(dict.fromkeys(name for name in given if name is not None))


@dataclass(frozen=True, slots=True)
class Part:
    """Rows parted by a column: names by code, from 0, then others; -1 is what is not known."""

    column: str
    names: tuple[str, ...]
    cells: Cells

    def name(self, code: int) -> str:
        """Return what a part is called."""
        return names_of(self.names)[code]

    @property
    def codes(self) -> list[int]:
        """The codes that rows have, what is not known last."""
        found = sorted({int(code) for code in self.cells.part.tolist()})
        return [code for code in found if code >= 0] + [code for code in found if code < 0]

    def of(self, code: int) -> Cells:
        """Return the cells of one part."""
        return self.cells.where(self.cells.part == code)


def names_of(texts: Sequence[str]) -> dict[int, str]:
    """Return the names of parts by code; those of no text are in brackets where one is so called.

    Examples
    --------
    >>> names_of(["Bern", "other"])
    {0: 'Bern', 1: 'other', 2: '(other)', -1: 'not known'}
    """
    rest, missing = OTHERS, NOT_KNOWN
    while rest in texts:
        rest = f"({rest})"
    while missing in texts:
        missing = f"({missing})"
    return {**dict(enumerate(texts)), len(texts): rest, -1: missing}


def count_all(opened: Opened, asked: Asked) -> tuple[Cells, tuple[Part, ...], Part | None]:
    """Return the cells of all rows, and those of each segment and of the periods.

    Raises
    ------
    DataError
        When outcome, weights or period hold what they must not.
    """
    items = {
        "score": finite_or_nan(opened.score),
        "event": event_sql(opened, asked),
        **({"tier": opened.tier} if opened.tier else {}),
        **({"probability": finite_or_nan(opened.probability)} if opened.probability else {}),
        **({"other": finite_or_nan(opened.other)} if opened.other else {}),
        **known_weights(opened, asked, opened.table),
    }
    named = [(column, *segment_codes(opened, column)) for column in asked.segments]
    if asked.period is not None:
        named.append((asked.period, *_period_codes(opened, asked.period, asked.every)))
    codes = [sql for _, _, sql in named]
    found = [Cells.of(cells) for cells in _counted(opened, items, codes)]
    _check_events(opened, asked, found[0])
    _check_probabilities(found[0])
    parts = [Part(n, names, cells) for (n, names, _), cells in zip(named, found, strict=False)]
    if asked.period is None:
        return found[0].merged(), tuple(parts), None
    return found[0].merged(), tuple(parts[:-1]), parts[-1]


def event_sql(opened: Opened, asked: Asked, table: Table | None = None) -> str:
    """Return the SQL of an outcome: 1, 0, -1 where it is not known, 2 where it is neither."""
    column = (table or opened.table).columns[asked.outcome]
    x, kind = column.sql, column.kind
    missing = f"{x} IS NULL" if kind is not Type.NUMBER else f"({x} IS NULL OR isnan({x}))"
    if asked.event is not None:
        wanted = _event_literal(_of_python(asked.event), kind, asked.outcome)
        return f"CASE WHEN {missing} THEN -1 WHEN {x} = {wanted} THEN 1 ELSE 0 END"
    if kind is Type.BOOLEAN:
        return f"CASE WHEN {missing} THEN -1 WHEN {x} THEN 1 ELSE 0 END"
    if kind is Type.NUMBER:
        one, zero = f"WHEN {x} = 1e0 THEN 1", f"WHEN {x} = 0e0 THEN 0"
        return f"CASE WHEN {missing} THEN -1 {one} {zero} ELSE {STRANGE} END"
    raise _refused(asked.outcome, "column_type", _not_an_outcome(opened, asked.outcome, kind))


def known_weights(opened: Opened, asked: Asked, table: Table) -> dict[str, str]:
    """Return the SQL of the weights by name, nothing without any."""
    return {"weight": _weight_sql(opened, asked.weights, table)} if asked.weights else {}


def segment_codes(
    opened: Opened, name: str, table: Table | None = None
) -> tuple[tuple[str, ...], str]:
    """Return the names of a column's parts, the largest first, and the SQL of their codes."""
    table = table or opened.table
    column = table.columns[name]
    x = column.sql
    if column.kind is Type.NUMBER:
        # -0.0 is the same part as 0.0
        x = f"CASE WHEN NOT isnan({x}) THEN ({x} + 0e0)::VARCHAR END"
    elif column.kind is not Type.TEXT:
        x = f"{x}::VARCHAR"
    found = [n for n, _ in frequent_texts(opened.engine, table.relation, x, MOST_PARTS)]
    words = {"true": "yes", "false": "no"} if column.kind is Type.BOOLEAN else {}
    shown = [_plain(n) if column.kind is Type.NUMBER else words.get(n, n) for n in found]
    return tuple(shown), text_code(x, found)


_PERIODS: Mapping[str, str] = {
    "day": "strftime({x}, '%Y-%m-%d')",
    "week": "strftime(date_trunc('week', {x}), '%Y-%m-%d')",
    "month": "strftime({x}, '%Y-%m')",
    "quarter": "strftime({x}, '%Y') || '-Q' || quarter({x})::VARCHAR",
    "year": "strftime({x}, '%Y')",
}
"""The text of a period, which sorts as time goes; weeks begin on Mondays."""


def _period_codes(opened: Opened, name: str, every: str) -> tuple[tuple[str, ...], str]:
    if every not in get_args(Every):
        raise ValueError(f"every is one of {', '.join(get_args(Every))}, found {every!r}")
    column = opened.table.columns[name]
    x = column.sql
    if column.kind is Type.DATE:
        x = f"CASE WHEN isfinite({x}) THEN {_PERIODS[every].format(x=x)} END"
    elif column.kind is Type.NUMBER:
        x = f"CASE WHEN NOT isnan({x}) THEN ({x} + 0e0)::VARCHAR END"
    elif column.kind is Type.BOOLEAN:
        x = f"{x}::VARCHAR"
    found = frequent_texts(opened.engine, opened.table.relation, x, MOST_PERIODS + 1)
    if len(found) > MOST_PERIODS:
        is_date = column.kind is Type.DATE
        step = "choose a longer `every`" if is_date else "name a column with fewer values"
        message = f"column {name!r} has more than {MOST_PERIODS} periods; {step}"
        raise _refused(name, "too_many_periods", message)
    names = [text for text, _ in found]
    names.sort(key=float if column.kind is Type.NUMBER else str)
    shown = [_plain(text) if column.kind is Type.NUMBER else text for text in names]
    return tuple(shown), text_code(x, names)


def _weight_sql(opened: Opened, name: str, table: Table) -> str:
    """Return the SQL of weights in whole units; refuse what no weight can be."""
    x = number_sql(opened.engine, table, name, "a weight is a number of at least 0")
    facts = weight_facts(opened.engine, table.relation, x)
    bad = [("negative", facts.negative), ("infinite", facts.infinite)]
    said = [f"{plural(rows, 'row')} with {kind} weights" for kind, rows in bad if rows]
    if said:
        message = f"{' and '.join(said)}; a weight is a finite number of at least 0, or missing"
        raise _refused(name, "weight_refused", message)
    return weight_units(x, facts.scale)


def _counted(
    opened: Opened, items: Mapping[str, str], codes: Sequence[str]
) -> list[dict[str, Any]]:
    return count_cells(opened.engine, opened.relation, items, codes)


def _check_events(opened: Opened, asked: Asked, cells: Cells) -> None:
    strange = int(cells.rows[cells.event == STRANGE].sum())
    if not strange:
        return
    x = opened.table.columns[asked.outcome].sql
    sql = (
        f"SELECT min({x}) FROM {opened.table.relation} AS source "
        f"WHERE NOT isnan({x}) AND {x} <> 0e0 AND {x} <> 1e0"
    )
    [row] = opened.engine.fetch(sql, lambda cursor: cursor.fetchall())
    rows = f"{plural(strange, 'row')} of {asked.outcome!r} {'holds' if strange == 1 else 'hold'}"
    found = f"{rows} neither 0 nor 1, such as {exact(float(row[0]))}"
    message = f"{found}; {ALLOWED}: say which value is the event with event="
    raise _refused(asked.outcome, "outcome_refused", message)


def _check_probabilities(cells: Cells) -> None:
    given = cells.probability[~np.isnan(cells.probability)]
    beyond = given[(given < 0.0) | (given > 1.0)]
    if len(beyond):
        found = f"a probability of {exact(float(beyond[0]))} was found"
        message = f"{found}; it is from 0 to 1: name another column with probability="
        raise _refused("probability", "probability_refused", message)


def _of_python(event: object) -> object:
    """Return a value of numpy as one of Python."""
    if isinstance(event, np.datetime64):
        return event.astype("datetime64[D]").item()  # finer ones would be whole numbers
    return cast("Any", event).item() if isinstance(event, np.generic) else event


def _event_literal(event: object, kind: Type | None, name: str) -> str:
    """Return the SQL of the value that is the event; refuse one that the column cannot hold."""
    fits = {
        Type.BOOLEAN: isinstance(event, bool),
        Type.NUMBER: isinstance(event, int | float) and not isinstance(event, bool),
        Type.TEXT: isinstance(event, str),
        Type.DATE: isinstance(event, date),
    }
    if kind is Type.NUMBER and isinstance(event, bool):
        return literal(float(event))
    if kind is Type.BOOLEAN and event in (0, 1):
        return literal(bool(event))
    if kind is None or not fits[kind]:
        held = "nothing usable" if kind is None else f"{kind.value}s"
        message = f"event={event!r} is none of its values: column {name!r} holds {held}"
        raise _refused(name, "event_refused", message)
    return literal(event)  # pyright: ignore[reportArgumentType] one of the kinds above


def _not_an_outcome(opened: Opened, name: str, kind: Type | None) -> str:
    if kind is not Type.TEXT:
        held = "nothing usable" if kind is None else f"{kind.value}s"
        return f"column {name!r} holds {held}; {ALLOWED}: name another column"
    x = opened.table.columns[name].sql
    texts = frequent_texts(opened.engine, opened.table.relation, x, 3)
    if not texts:
        return f"column {name!r} holds texts, all missing; {ALLOWED}"
    shown = ", ".join(repr(shortened(text, 40)) for text, _ in texts)
    return f"column {name!r} holds texts ({shown}); say which is the event: event={texts[0][0]!r}"


def _plain(number: str) -> str:
    """Return a number as it names something, such as a year: its thousands are not apart."""
    return exact(float(number)).replace(",", "")


def _refused(name: str, code: str, message: str) -> DataError:
    return DataError([Problem(code, name, message)], refusal=REFUSAL)
