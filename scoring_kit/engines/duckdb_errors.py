"""DuckDB's errors as those of scoring_kit, without the data that they quote."""

from __future__ import annotations

import re

import duckdb

from scoring_kit.errors import DataError, EngineError, Problem, ScoringError


def translated(error: duckdb.Error, sql: str, time_limit: float | None) -> ScoringError:
    """Return the error to raise for one of DuckDB; its notes hold the SQL."""
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        limit = f" (its limit is {time_limit:g} s)" if time_limit else ""
        return EngineError(f"the run was stopped{limit}")
    if "CSV Error" in text:
        return DataError([_csv_problem(text)])
    if isinstance(error, duckdb.IOException | duckdb.ConversionException):
        return DataError([Problem("table_unreadable", "", _without_values(text))])
    if isinstance(error, duckdb.OutOfMemoryException):
        return EngineError("DuckDB needs more memory or temporary space than it may use")
    step = _step(text, sql)
    failed = EngineError(f"DuckDB failed{step}: {_first_line(text)}")
    failed.add_note(f"The statement was:\n{sql}")
    return failed


def _csv_problem(text: str) -> Problem:
    line = re.search(r"CSV Error on Line: (\d+)", text)
    column = re.search(r'Error when converting column "((?:[^"]|"")*)"', text)
    wanted = re.search(r"to '([A-Z]+)'", text)
    where = f"line {line[1]}" if line else "a line"
    if column and wanted:
        message = f"{where} does not hold a {wanted[1]} in column {column[1]!r}; correct the file"
        return Problem("column_type", column[1], message)
    return Problem("table_unreadable", "", f"{where} is no line of this CSV file; correct it")


def _step(text: str, sql: str) -> str:
    """The step that an error message points into by its line number."""
    at = re.search(r"^LINE (\d+):", text, flags=re.MULTILINE)
    if not at:
        return ""
    above = sql.splitlines()[: int(at[1])]
    names = [m[1] for m in (re.search(r"(\w+) AS NOT MATERIALIZED", line) for line in above) if m]
    return f" in step {names[-1]!r}" if names else ""


def _first_line(text: str) -> str:
    return text.splitlines()[0]


def _without_values(text: str) -> str:
    return re.sub(r"(['\"]).*?\1", "...", _first_line(text))
