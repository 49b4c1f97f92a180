"""What is valid and probably wrong in a scorecard, by itself and against a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler import compile_scorecard
from scoring_kit.compiler.compile import match_columns
from scoring_kit.compiler.observe import compile_observations
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import open_data
from scoring_kit.engines.summaries import (
    constant_columns,
    count_rows,
    count_values,
    most_frequent,
    repeated_keys,
)
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.scorecard.checks import document_findings
from scoring_kit.scorecard.findings import Finding, Findings
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.types import input_types
from scoring_kit.scorecard.value_functions import BranchedFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.tables.table import Table, table_columns

MOST_EXAMPLES = 3
"""Values that one finding names."""


@dataclass(frozen=True, slots=True)
class _Data:
    """A table with the engine that reads it, and the parameters of the run."""

    engine: DuckDBEngine
    table: Table
    parameters: Mapping[str, Any]


def check_scorecard(
    card: Scorecard,
    data: object = None,
    *,
    parameters: Mapping[str, Any] | None = None,
    table: str | None = None,
) -> Findings:
    """Return what is valid and probably wrong, the most severe first.

    Parameters
    ----------
    card
        A scorecard.
    data
        A table that it is meant for, in any form that `score` takes. Then inputs, keys and
        categories are compared with what the table holds.
    parameters
        Values of the scorecard's parameters; only needed with data.
    table
        The table of a database file, where it has several.

    Returns
    -------
    Findings
        Each with a code of `scorecard.findings.FINDING_CODES`, a severity, a place and what
        to do.

    Raises
    ------
    CompileError
        When data is given and a parameter is not.

    Examples
    --------
    >>> from scoring_kit import read_scorecard
    >>> check_scorecard(read_scorecard("data/book_club.yaml")).has_errors
    False
    """
    found = document_findings(card)
    if data is not None:
        found += _table_findings(card, data, parameters or {}, table)
    return Findings.sorted(found)


def _table_findings(
    card: Scorecard, data: object, parameters: Mapping[str, Any], name: str | None
) -> list[Finding]:
    try:
        engine, table = open_data(data, input_types(card).types, name=name)
    except DataError as error:
        return _problems(error.problems)
    rows = _Data(engine, table, parameters)
    found = list(_key_findings(card, rows))
    try:
        read = match_columns(card, table_columns(table))
        found += _constants(rows, list(read))
        found += _criterion_findings(card, rows)
    except DataError as error:
        found += _problems(error.problems)
    return found


def _problems(problems: Sequence[Problem]) -> list[Finding]:
    """Return what is wrong with a table as findings."""
    return [
        Finding(
            _TABLE_CODES.get(item.code, "table_unreadable"),
            "error",
            item.place or "table",
            item.message,
        )
        for item in problems
    ]


_TABLE_CODES = {
    "column_missing": "column_missing",
    "column_type": "column_type",
    "column_name": "column_names",
    "column_names_collide": "column_names",
}
"""Codes of findings for the problems that a table can have."""


# ---- rows, columns and keys ----------------------------------------------------------------


def _key_findings(card: Scorecard, data: _Data) -> Iterator[Finding]:
    columns = data.table.columns
    for index, name in enumerate(card.key):
        if name not in columns:
            message = f"the table has no key column {name!r}{nearest(name, columns)}"
            yield Finding("column_missing", "error", spell(("key", index)), message)
    if not card.key or any(name not in columns for name in card.key):
        return
    repeats = repeated_keys(data.engine, data.table, card.key)
    if repeats.keys:
        example = ", ".join(str(value) for value in repeats.example)
        keys = "1 key stands" if repeats.keys == 1 else f"{repeats.keys:,} keys stand"
        message = (
            f"{keys} in several rows, such as {example}; such rows can be scored but neither "
            "explained nor compared one by one"
        )
        yield Finding("duplicate_key", "warning", "key", message)
    if repeats.rows_without:
        rows = "1 row has" if repeats.rows_without == 1 else f"{repeats.rows_without:,} rows have"
        message = f"{rows} no key; fill {', '.join(card.key)}"
        yield Finding("missing_key", "warning", "key", message)


def _constants(data: _Data, names: list[str]) -> Iterator[Finding]:
    for name, value in constant_columns(data.engine, data.table, names).items():
        what = "has no value in any row" if value is None else f"is {value} in every row"
        message = f"input {name!r} {what}, so it tells no two of them apart"
        yield Finding("constant_column", "warning", name, message)


# ---- criteria ------------------------------------------------------------------------------


def _criterion_findings(card: Scorecard, data: _Data) -> Iterator[Finding]:
    columns = table_columns(data.table)
    plan = compile_observations(card, columns, data.parameters)
    criteria = [(p, m) for p, m, _ in placed_members(card.score) if isinstance(m, Criterion)]
    branched = [
        (place, criterion, criterion.value)
        for place, criterion in criteria
        if isinstance(criterion.value, Bins | Categories)
    ]
    names = [f"branch_{criterion.name}" for _, criterion, _ in branched]
    rows = count_rows(data.engine, data.table)
    if rows == 0:
        yield Finding("no_rows", "warning", "table", "the table has no rows")
        return
    reached = count_values(data.engine, plan, data.table, names)
    yield from _state_findings(card, data, criteria, rows)
    for place, criterion, value in branched:
        counts = reached[f"branch_{criterion.name}"]
        yield from _empty_branches(value, criterion, counts, place)
        if isinstance(value, Categories):
            name = f"unlisted_{criterion.name}"
            unlisted = most_frequent(data.engine, plan, data.table, name, MOST_EXAMPLES + 1)
            yield from _unlisted(value, criterion, unlisted, place)


def _state_findings(
    card: Scorecard, data: _Data, criteria: Sequence[tuple[Place, Criterion]], rows: int
) -> Iterator[Finding]:
    """Yield how often each criterion's input is not ok; nothing before the card is fitted."""
    if any(not criterion.value.is_fitted for _, criterion in criteria):
        return
    bare = card.model_copy(update={"reasons": None})
    plan = compile_scorecard(bare, table_columns(data.table), data.parameters)
    names = [f"state_{criterion.name}" for _, criterion in criteria]
    states = count_values(data.engine, plan, data.table, names)
    for place, criterion in criteria:
        counts = dict(states[f"state_{criterion.name}"])
        usable = counts.pop("ok", 0) + counts.get("clipped", 0)
        if counts:
            ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
            shares = ", ".join(f"{_share(count, rows)} {state}" for state, count in ordered)
            message = f"share of rows in which {criterion.name!r} is not ok: {shares}"
            if usable == 0:
                message += "; no row has a value, so look at its input"
            yield Finding("not_ok", "note" if usable else "warning", spell(place), message)


def _share(count: int, rows: int) -> str:
    """Return a share in percent that is not shown as 0 where there are some."""
    percent = 100.0 * count / rows
    return "under 0.1 %" if percent < 0.1 else f"{percent:.1f} %"


def _empty_branches(
    value: BranchedFunction, criterion: Criterion, counts: Mapping[Any, int], place: Place
) -> Iterator[Finding]:
    reached = {int(number) for number in counts}
    empty = [
        index
        for index, branch in enumerate(value.branches)
        if not branch.unmatched and index not in reached
    ]
    if empty and len(empty) < len(value.branches):
        names = [_branch_name(value, index) for index in empty[:MOST_EXAMPLES]]
        more = f" and {len(empty) - MOST_EXAMPLES} more" if len(empty) > MOST_EXAMPLES else ""
        message = f"no row of {criterion.name!r} falls in {', '.join(names)}{more}"
        yield Finding("empty_branch", "note", spell((*place, "value")), message)


def _branch_name(value: BranchedFunction, index: int) -> str:
    if isinstance(value, Bins):
        return f"bin {index + 1}"
    if isinstance(value, Categories) and index < len(value.categories):
        keys = value.categories[index].in_
        return "category " + " or ".join(f"{key!r}" for key in keys[:MOST_EXAMPLES])
    return "`other`"


def _unlisted(
    value: Categories,
    criterion: Criterion,
    found: Sequence[tuple[object, int]],
    place: Place,
) -> Iterator[Finding]:
    if not found:
        return
    shown = ", ".join(f"{key!r} ({count:,} rows)" for key, count in found[:MOST_EXAMPLES])
    more = " and others" if len(found) > MOST_EXAMPLES else ""
    fate = "gets `other`" if value.other is not None else "is unmatched"
    close = nearest(str(found[0][0]), [str(key) for key in value.keys])
    message = f"no category of {criterion.name!r} lists {shown}{more}; it {fate}{close}"
    severity = "note" if value.other is not None else "warning"
    yield Finding("unknown_category", severity, spell((*place, "value")), message)
