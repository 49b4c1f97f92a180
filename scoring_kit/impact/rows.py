"""The rows of an impact, calculated when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.pair_rows import RESULTS, ROW, pair_rows
from scoring_kit.engines.results import Result
from scoring_kit.engines.summaries import repeated_keys
from scoring_kit.errors import DataError, Problem
from scoring_kit.tables.table import Table, check_columns, check_key_names

if TYPE_CHECKING:
    import pandas

WHOLE = ("live_rank", "rank", "move")
"""Columns of whole numbers, which may be missing."""


@dataclass(frozen=True, slots=True)
class DeltaRows:
    """Where the rows come from. index: that of the frame that was compared, if it was one."""

    engine: DuckDBEngine
    plan: Plan
    table: Table
    keys: tuple[str, ...]
    index: Any = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, the key first."""
        return (*(self.keys or (ROW,)), *RESULTS)

    def result(self) -> Result:
        """Return all rows, in the order of the table."""
        return pair_rows(self.engine, self.plan, self.table, self.keys)

    def to_pandas(self) -> pandas.DataFrame:
        """Return all rows as a DataFrame, with the index of the one that was compared."""
        frame = _whole(self.result().to_pandas())
        return frame if self.index is None else frame.set_axis(self.index, axis="index")

    def top(self, most: int) -> pandas.DataFrame:
        """Return the rows that enter or leave the first ranks; see `Impact.top`."""
        result = pair_rows(self.engine, self.plan, self.table, self.keys, top=most)
        frame = _whole(result.to_pandas())
        enters = frame["rank"].le(most).fillna(False).astype(bool)
        frame.insert(0, "moved", enters.map({True: "enter", False: "leave"}).astype("str"))
        best = frame["rank"].where(enters, frame["live_rank"])
        order = frame.assign(best=best).sort_values(["moved", "best"], kind="stable").index
        return frame.loc[order].reset_index(drop=True)


def _whole(frame: pandas.DataFrame) -> pandas.DataFrame:
    return frame.astype(dict.fromkeys(WHOLE, "Int64"))


def check_key_columns(table: Table, keys: Sequence[str]) -> None:
    """Refuse keys that are not there, or that have the name of a result."""
    check_columns(table, keys)
    check_key_names(keys, RESULTS)


def check_keys(engine: DuckDBEngine, table: Table, keys: Sequence[str]) -> None:
    """Refuse keys that do not tell every row from all others.

    Raises
    ------
    DataError
        When a key column is missing or collides, a key stands in several rows, or a row has none.
    """
    check_key_columns(table, keys)
    if not keys:
        return
    found, names = repeated_keys(engine, table, keys), ", ".join(keys)
    problems: list[Problem] = []
    if found.keys:
        example = ", ".join(str(value) for value in found.example)
        stand = "1 key stands" if found.keys == 1 else f"{found.keys:,} keys stand"
        message = f"{stand} in several rows, such as {example}; rows are compared one by one: "
        message += "name columns that tell them apart with key=, or key=[] for their numbers"
        problems.append(Problem("duplicate_key", names, message))
    if found.rows_without:
        rows = "1 row has" if found.rows_without == 1 else f"{found.rows_without:,} rows have"
        message = f"{rows} no key; fill {names}, or name other columns with key="
        problems.append(Problem("missing_key", names, message))
    if problems:
        raise DataError(problems, refusal="cannot be compared")
