"""Scores a table with a scorecard: `score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, get_args

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.engines.opening import Source
from scoring_kit.errors import nearest
from scoring_kit.expression.words import Type
from scoring_kit.lineage import request_of
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.inputs import TypeName
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import InputTypes, input_types
from scoring_kit.scores import EngineName, Scores
from scoring_kit.tables.frames import shallow_copy
from scoring_kit.tables.names import column_names
from scoring_kit.tables.table import check_columns, check_key_names, table_columns

Detail = Literal["score", "reasons", "full"]


def score(
    card: Scorecard,
    data: object,
    *,
    key: str | Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    detail: Detail = "reasons",
    engine: EngineName = "duckdb",
    types: Mapping[str, str] | None = None,
    table: str | None = None,
    order: Literal["key"] | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    time_limit: float | None = None,
) -> Scores:
    """Return the scores of a table, calculated when rows are asked for.

    Parameters
    ----------
    card
        The scorecard.
    data
        A Parquet or CSV file, folder or pattern; a DuckDB database file; a pandas or polars
        frame; an Arrow table or stream; a DuckDB relation; or a mapping of columns. Of what
        is in memory the columns that are needed are copied, or shared with a pandas frame whose
        later changes are not seen, unless they are made to a numpy array below it; rows keep
        their order.
    key
        Columns that identify a row and come first; the scorecard's `key` unless given.
    parameters
        Values of the scorecard's parameters.
    detail
        Which columns: see `Scores`.
    engine
        duckdb for tables of any size; numpy and row in memory. All give the same bits.
    types
        Types (number, text, boolean, date) of columns in CSV files, where the scorecard
        does not say it, and of those that folders name (``year=2024``); others are text.
    table
        The table of a database file, where it has several.
    order
        "key" sorts the rows by the key. Without it those of files come in any order.
    threads, memory_limit, temp_directory, temp_limit, time_limit
        Limits of DuckDB, such as 2, "4GB", a folder, "20GB" and 60 seconds.

    Raises
    ------
    DataError
        When the table lacks a column or one has another type; all of them at once.
    CompileError
        When a parameter is not given, or a normalisation is not fitted.
    ValueError
        When `detail`, `engine` or one of `types` is none that there is.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> scores = sk.score(card, "data/book_club.parquet")
    >>> scores.columns[:3]
    ('customer_id', 'score', 'tier')
    """
    card = checked(card)
    names = card.key if key is None else column_names(key)
    check_choices(names, detail=detail, engine=engine, order=order, types=types)
    sorted_by = names if order else ()
    limits = {"memory_limit": memory_limit, "temp_directory": temp_directory}
    limits |= {"temp_limit": temp_limit, "threads": threads}
    found = input_types(card)
    data = shallow_copy(data)
    source = Source(data, _known_types(found, types or {}), table, limits, time_limit)
    runner, opened = source.open((*names, *found.types, *found.read))
    whole = compile_scorecard(
        card, table_columns(opened), parameters, with_contributions=detail == "full"
    )
    plan = whole.only(outputs_of(whole, detail))
    check_columns(opened, names)
    check_key_names(names, [output.name for output in plan.outputs])
    index = getattr(data, "index", None) if hasattr(data, "iloc") and not sorted_by else None
    asked = request_of(card, data, source.files, parameters=parameters, detail=detail)
    given = dict(parameters or {})
    return Scores(
        card, plan, whole, opened, names, engine, given, runner, source, asked, sorted_by, index
    )


def check_choices(
    key: Sequence[str],
    *,
    detail: str = "reasons",
    engine: str = "duckdb",
    order: str | None = None,
    types: Mapping[str, str] | None = None,
) -> None:
    """Refuse what can be seen to be wrong before there is any data.

    Raises
    ------
    ValueError
        When one of them is none that there is, or rows are to be sorted by a key of no columns.
    """
    _check_choice("detail", detail, get_args(Detail))
    _check_choice("engine", engine, get_args(EngineName))
    for name, kind in (types or {}).items():
        _check_choice(f"the type of {name!r}", kind, get_args(TypeName))
    if order is not None:
        _check_choice("order", order, ["key"])
        if not key:
            raise ValueError("order='key' needs a key; name its columns with key=")


def outputs_of(plan: Plan, detail: Detail) -> list[str]:
    """Return the names of the outputs that a level of detail has, in order."""
    names = [output.name for output in plan.outputs]
    reasons = names[: names.index("knock_outs") + 1]
    if detail == "full":
        return names
    if detail == "reasons":
        return reasons
    return [name for name in reasons if name != "knock_outs" and not name.startswith("reason_")]


def _known_types(found: InputTypes, given: Mapping[str, str]) -> dict[str, Type]:
    known = {name: kind for name, kind in found.types.items() if kind is not None}
    return {**known, **{name: Type(kind) for name, kind in given.items()}}


def _check_choice(what: str, given: str, allowed: Sequence[str]) -> None:
    if given not in allowed:
        raise ValueError(
            f"{what} is one of {', '.join(allowed)}, found {given!r}{nearest(given, allowed)}"
        )
