"""DuckDB's errors as those of scoring_kit, without the data that they quote."""

from __future__ import annotations

import errno
import re

import duckdb

from scoring_kit.errors import DataError, EngineError, Problem, ScoringError

_FULL = {
    "No space left on device": errno.ENOSPC,
    "Disk quota exceeded": errno.EDQUOT,
    "File too large": errno.EFBIG,
}
_DAMAGED = re.compile(
    r"magic bytes|too small to be a Parquet|Failed to read file|Prefetch registered|"
    r"Could not read enough bytes|[Dd]ecompress|Invalid Parquet|TProtocol|[Tt]hrift|Snappy|ZSTD|"
    r"Page was decoded|corrupt|Parquet reader|parquet reader|failed to deserialize"
)
_FILE = re.compile(r"""['"]([^'"\n]+\.(?:parquet|pq))['"]|file: (\S+\.(?:parquet|pq))""")


def translated(error: duckdb.Error, sql: str) -> ScoringError | OSError:
    """Return the error to raise for one of DuckDB; its notes hold the SQL."""
    text = str(error)
    full = next((number for words, number in _FULL.items() if words in text), None)
    if full is not None:
        return OSError(full, "the disk is full", "")
    # its reader of Parquet files raises errors of no class of their own
    if "CSV Error" not in text and (type(error) is duckdb.Error or _DAMAGED.search(text)):
        return DataError([damaged(text)])
    if isinstance(error, duckdb.InterruptException):
        return EngineError("the run was stopped")
    if "CSV Error" in text:
        return DataError([_csv_problem(text)])
    is_conversion = "Conversion Error" in text  # also one that passed through a stream
    if is_conversion or isinstance(error, duckdb.IOException | duckdb.ConversionException):
        return DataError([Problem("table_unreadable", "", _without_values(text))])
    if isinstance(error, duckdb.OutOfMemoryException):
        return EngineError("DuckDB needs more memory or temporary space than it may use")
    step = _step(text, sql)
    failed = EngineError(f"DuckDB failed{step}: {_first_line(text)}")
    failed.add_note(f"The statement was:\n{sql}")
    return failed


def damaged(text: str) -> Problem:
    """Return the problem of a Parquet file that cannot be read, by the name in DuckDB's words."""
    found = _FILE.search(text)
    name = (found[1] or found[2]) if found else ""
    file = f"the file {name!r}" if name else "a file"
    message = f"{file} is damaged or cut off; write it again, or take another copy"
    return Problem("table_unreadable", name, message)


def _csv_problem(text: str) -> Problem:
    line = re.search(r"CSV Error on Line: (\d+)", text)
    column = re.search(r'Error when converting column "((?:[^"]|"")*)"', text)
    wanted = re.search(r"to '([A-Z]+)'", text)
    where = f"line {line[1]}" if line else "a line"
    if column and wanted:
        form = _CSV_FORMS.get(wanted[1], f"a {wanted[1]}")
        message = f"{where} does not hold {form} in column {column[1]!r}; correct the file"
        return Problem("column_type", column[1], message)
    return Problem("table_unreadable", "", f"{where} is no line of this CSV file; correct it")


_CSV_FORMS = {
    "DOUBLE": "a number (with a point before its decimals)",
    "BOOLEAN": "true or false",
    "DATE": "a date (as 2024-12-31)",
}


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
