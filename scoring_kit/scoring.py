"""Scores a table with a scorecard: `score` and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.engines.duckdb import Cursor, DuckDBEngine, connect
from scoring_kit.engines.frames import plan_frame
from scoring_kit.engines.score_summary import ScoreSummary, summarize_scores
from scoring_kit.engines.writing import write_result
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.inputs import TypeName
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.types import input_types
from scoring_kit.scoring_html import scores_html
from scoring_kit.tables.files import data_files
from scoring_kit.tables.table import Table, open_table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow  # it has no types: what it gives is taken as it is

Detail = Literal["score", "reasons", "full"]
EngineName = Literal["duckdb", "numpy", "row"]
RANK_UNIT = 1e9
"""Ranks compare unrounded scores in steps of one part in a thousand million."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a table; nothing is calculated until rows are asked for.

    Columns: the key, then ``score`` (float), ``tier`` (text, NULL under the last cut),
    ``status`` (scored, partial, insufficient, invalid or knocked_out), ``coverage`` (0 to
    1), ``probability`` where the scorecard has one; with ``detail="reasons"`` also
    ``reason_1`` .. ``reason_k`` (codes) and ``knock_outs`` (list of names); with
    ``detail="full"`` all values, states, contributions and group coverages.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> sk.score(card, "data/book_club.parquet", detail="score")
    Scores of 'book_club' by duckdb: customer_id, score, tier, status, coverage
    """

    card: Scorecard
    plan: Plan
    whole_plan: Plan
    table: Table
    key: tuple[str, ...]
    engine: EngineName
    _connection: Cursor
    _files: tuple[Path, ...]
    _limits: Mapping[str, Any]
    _time_limit: float | None
    _index: Any = None
    _seen: list[ScoreSummary] = field(default_factory=list["ScoreSummary"], compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the result's columns, in order."""
        return (*self.key, *(output.name for output in self.plan.outputs))

    def __repr__(self) -> str:
        columns = ", ".join(self.columns[:8])
        more = "" if len(self.columns) <= 8 else f", ... ({len(self.columns)} in all)"
        return f"Scores of {self.card.name!r} by {self.engine}: {columns}{more}"

    @property
    def _summary(self) -> ScoreSummary:
        """What the scores amount to, counted once when it is first looked at."""
        if not self._seen:
            known = score_range(self.card, Ranges(self.card, input_types(self.card).types))
            found = summarize_scores(
                self._duckdb(), self.whole_plan, self.table, self.key, within=known
            )
            self._seen.append(found)
        return self._seen[0]

    def _repr_html_(self) -> str:
        return scores_html(self.card, self._summary, self.key, self.engine)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the scores as a pandas DataFrame, with the index of the one that was scored.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").to_pandas().shape[0]
        4000
        """
        return self._frame(self.plan, self.key)

    def to_polars(self) -> polars.DataFrame:
        """Return the scores as a polars DataFrame; needs polars."""
        import polars

        return polars.from_pandas(self.to_pandas())

    def to_arrow(self) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType] pyarrow has no types
        """Return the scores as an Arrow table; needs pyarrow."""
        if self.engine == "duckdb":
            result: Any = self._duckdb().run(self.plan, self.table, keys=self.key)
            return result.to_arrow()
        table: Any = _arrow_table(self.to_pandas(), self.plan)
        return table

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the scores to a Parquet file, whole or not at all.

        Raises
        ------
        OSError
            When the file cannot be written; an older one is then as it was.
        """
        self._write(path, "parquet")

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write the scores to a CSV file with a header, whole or not at all."""
        self._write(path, "csv")

    def rank(self, within: str | Sequence[str] = ()) -> pandas.DataFrame:
        """Return key, `within` columns, score and competition rank, the highest score first.

        Ranks compare unrounded scores to nine digits, restart in each group of `within`, and
        are NULL where there is no score. Equal scores share the better rank (1, 1, 3).

        Raises
        ------
        DataError
            When the table lacks a column, or one has the name of a result.
        """
        import pandas

        groups = _names(within)
        columns = tuple(dict.fromkeys((*self.key, *groups)))
        _check_columns(self.table, groups)
        _check_key_names(columns, ("score", "unrounded", "rank"))
        frame = self._frame(self.whole_plan.only(("score", "unrounded")), columns)
        unrounded = frame.pop("unrounded")
        # the largest scores have no ninth digit, and no room for a thousand million more of them
        steps = ((unrounded * RANK_UNIT + 0.5) // 1 / RANK_UNIT).fillna(unrounded)
        by = [frame[column] for column in groups]
        ranked = steps.groupby(by, dropna=False) if by else steps
        ranks: Any = ranked.rank(method="min", ascending=False)
        return frame.assign(rank=cast("Any", pandas).array(ranks, dtype="Int64"))

    def _frame(self, plan: Plan, keys: tuple[str, ...]) -> pandas.DataFrame:
        frame = plan_frame(self._duckdb(), plan, self.table, keys, self.engine)
        return frame if self._index is None else frame.set_axis(self._index, axis="index")

    def _writer(self, draft: Path) -> DuckDBEngine:
        """Return an engine with the same limits that reaches the draft too."""
        connection = connect(files=[*self._files, draft], **self._limits)
        return DuckDBEngine(connection, time_limit=self._time_limit)

    def _duckdb(self) -> DuckDBEngine:
        return DuckDBEngine(self._connection, time_limit=self._time_limit)

    def _write(self, path: str | PathLike[str], form: Literal["parquet", "csv"]) -> None:
        if self.engine != "duckdb":
            write_result(self.to_pandas(), Path(path), form)
            return
        result = self._duckdb().run(self.plan, self.table, keys=self.key)
        if self._files:
            write_result(result.sql, Path(path), form, engine=self._writer)
        else:
            result.stream(lambda stream: write_result(stream, Path(path), form))


def score(
    card: Scorecard,
    data: object,
    *,
    key: str | Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    detail: Detail = "reasons",
    engine: EngineName = "duckdb",
    types: Mapping[str, str] | None = None,
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
        A Parquet or CSV file, folder or pattern; a pandas or polars DataFrame; an Arrow
        table or stream; a DuckDB relation; or a mapping of columns. What is in memory is
        copied and keeps its row order.
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
        does not say it; other columns of a CSV file are text.
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
    _check_choice("detail", detail, get_args(Detail))
    _check_choice("engine", engine, get_args(EngineName))
    files = _files_of(data)
    limits: dict[str, Any] = {
        "memory_limit": memory_limit,
        "temp_directory": temp_directory,
        "temp_limit": temp_limit,
        "threads": threads,
    }
    connection = connect(files=files, **limits)
    table = open_table(data, connection=connection, types=_known_types(card, types or {}))
    names = card.key if key is None else _names(key)
    columns, is_full = table_columns(table), detail == "full"
    whole = compile_scorecard(card, columns, parameters, with_contributions=is_full)
    plan = whole.only(_wanted(whole, detail))
    _check_columns(table, names)
    _check_key_names(names, [output.name for output in plan.outputs])
    index = getattr(data, "index", None) if hasattr(data, "iloc") else None
    return Scores(
        card, plan, whole, table, names, engine, connection, files, limits, time_limit, index
    )


def _files_of(data: object) -> tuple[Path, ...]:
    return data_files(cast("str", data)) if isinstance(data, str | PathLike) else ()


def table_columns(table: Table) -> dict[str, Column]:
    """Return the columns of a table by name; those that no plan can read as lists."""
    return {
        name: Column(name, column.kind or Type.LIST, column.finite)
        for name, column in table.columns.items()
    }


def _known_types(card: Scorecard, given: Mapping[str, str]) -> dict[str, Type]:
    found = input_types(card).types
    known = {name: kind for name, kind in found.items() if kind is not None}
    for name, kind in given.items():
        _check_choice(f"the type of {name!r}", kind, get_args(TypeName))
    return {**known, **{name: Type(kind) for name, kind in given.items()}}


def _wanted(plan: Plan, detail: Detail) -> list[str]:
    """Return the outputs that a level of detail has."""
    names = [output.name for output in plan.outputs]
    reasons = names[: names.index("knock_outs") + 1]
    if detail == "full":
        return names
    if detail == "reasons":
        return reasons
    return [name for name in reasons if name != "knock_outs" and not name.startswith("reason_")]


def _check_columns(table: Table, names: Sequence[str]) -> None:
    problems = [
        Problem(
            "column_missing",
            name,
            f"the table has no column {name!r}{nearest(name, table.columns)}",
        )
        for name in names
        if name not in table.columns
    ]
    if problems:
        raise DataError(problems)


def _check_key_names(names: Sequence[str], results: Sequence[str]) -> None:
    taken = {result.casefold() for result in results}
    problems = [
        Problem("key_collides", name, f"key {name!r} has the name of a result; rename the column")
        for name in names
        if name.casefold() in taken
    ]
    if problems:
        raise DataError(problems)


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    """Return column names without repeats; a single text is one name."""
    return tuple(dict.fromkeys((given,) if isinstance(given, str) else given))


def _check_choice(what: str, given: str, allowed: Sequence[str]) -> None:
    if given not in allowed:
        raise ValueError(
            f"{what} is one of {', '.join(allowed)}, found {given!r}{nearest(given, allowed)}"
        )


def _arrow_table(frame: pandas.DataFrame, plan: Plan) -> object:
    """Return a frame as an Arrow table with the types that DuckDB gives."""
    arrow: Any = import_module("pyarrow")
    kinds = {
        Type.NUMBER: arrow.float64(),
        Type.TEXT: arrow.string(),
        Type.LIST: arrow.list_(arrow.string()),
    }
    table = arrow.Table.from_pandas(frame, preserve_index=False)
    for place, output in enumerate(plan.outputs, start=table.num_columns - len(plan.outputs)):
        column = table.column(place).cast(kinds[output.reference.kind])
        table = table.set_column(place, output.name, column)
    return table
