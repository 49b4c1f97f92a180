"""Results as files and tables, written whole or not at all."""

from __future__ import annotations

import errno
import re
import secrets
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Literal, cast

from scoring_kit.engines.drafts import draft_path, drafted, output_path
from scoring_kit.engines.duckdb import (
    ArrowStream,
    DuckDBEngine,
    as_connection,
    connect,
    open_database,
)
from scoring_kit.engines.results import Result
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.engines.supervision import supervised
from scoring_kit.errors import EngineError

__all__ = ["Form", "engine_for", "output_path", "write_result", "write_table"]

Form = Literal["parquet", "csv"]

_OPTIONS: dict[Form, str] = {
    # Small dictionaries, as what has many values is written faster without one; and the level of
    # zstd that takes two thirds of the time of its default for files that are 1 % larger.
    "parquet": "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 64",
    "csv": "FORMAT csv, HEADER",
}
_REASONS = {
    errno.ENOSPC: "the disk is full; free some space or write elsewhere",
    errno.EDQUOT: "the disk quota is used up; free some space or write elsewhere",
    errno.EFBIG: "the file would be larger than the system allows",
}


def engine_for(draft: Path) -> DuckDBEngine:
    """Return an engine that reaches this file and nothing else."""
    return DuckDBEngine(connect(files=[draft]))


def write_result(
    result: Result,
    path: str | PathLike[str],
    form: Form,
    *,
    overwrite: bool = False,
    notes: Mapping[str, str] | None = None,
    engine: Callable[[Path], DuckDBEngine] = engine_for,
    reads_files: bool = False,
    look: Callable[[float | None], None] | None = None,
) -> None:
    """Write a result to a file that appears only when it is whole.

    Parameters
    ----------
    notes
        What a Parquet file is to say of itself, by key.
    engine
        Makes one that reaches the draft, and the files that the result reads.
    reads_files
        Whether the result can be read by that engine; it is streamed to it otherwise.
    look
        Told again and again which share is done, or None where that is not known.

    Raises
    ------
    OSError
        When the file exists, or cannot be written.
    EngineError, DataError
        When the result cannot be calculated; an older file is then as it was.
    """
    place = output_path(path, overwrite=overwrite)
    draft = draft_path(place)
    writer = engine(draft)

    def copy() -> None:
        # the draft is the temporary file; no other may be written
        options = f"{_OPTIONS[form]}, USE_TMP_FILE false{_noted(notes or {})}"
        target = f"TO {literal(str(draft))} ({options})"
        with drafted(place, draft, overwrite=overwrite):
            if reads_files:
                writer.change(f"COPY ({result.select(form)}) {target}")
            else:
                select = result.streamed_select(form, "result")
                result.stream(lambda rows: _write_stream(writer, f"COPY ({select}) {target}", rows))

    def interrupt() -> None:
        result.engine.interrupt()
        writer.interrupt()

    try:
        with (writer if reads_files else result.engine).reporting(look):
            # in a thread, so that Ctrl-C finds no moment in which the draft would stay
            supervised(copy, interrupt)
    except OSError as error:
        raise _told(error, place) from error
    finally:
        writer.connection.close()


def _noted(notes: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{literal(key)}: {literal(text)}" for key, text in notes.items())
    return f", KV_METADATA {{{pairs}}}" if notes else ""


def _write_stream(writer: DuckDBEngine, statement: str, rows: ArrowStream) -> None:
    writer.change(statement, result=rows)


def _told(error: OSError, place: Path) -> OSError:
    """Return an error of the system that names the file, and not the draft."""
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        return error
    return OSError(error.errno, f"{reason}; nothing was written", str(place))


def write_table(result: Result, connection: object, name: str, *, overwrite: bool = False) -> None:
    """Write a result to a table of another DuckDB, by connection or path, whole or not at all.

    Raises
    ------
    EngineError
        When there is such a table, or the database cannot be opened or written.
    """
    if not isinstance(cast("object", name), str):
        given = type(name).__name__
        raise TypeError(f"the name of a table is expected after the connection, not a {given}")
    if isinstance(connection, str | PathLike):
        _write_to_file(result, Path(cast("str | PathLike[str]", connection)), name, overwrite)
        return
    target = DuckDBEngine(as_connection(connection))
    identifier = ".".join(map(quote_identifier, name.split(".", 1)))
    create = "CREATE OR REPLACE TABLE" if overwrite else "CREATE TABLE"
    view = f"result_{secrets.token_hex(8)}"
    statement = f"{create} {identifier} AS {result.streamed_select('table', view)}"

    def interrupt() -> None:
        result.engine.interrupt()
        target.interrupt()

    try:
        supervised(
            lambda: result.stream(lambda rows: target.change(statement, **{view: rows})), interrupt
        )
    except EngineError as error:
        told = _about_name(error, name)
        if told is None:
            raise
        raise EngineError(told) from error


def _about_name(error: EngineError, name: str) -> str | None:
    """Return what to do where the name of a table was refused."""
    cause = str(error.__cause__)
    if "already exists" in cause:
        return f"there is a table {name!r} already; choose another name, or pass overwrite=True"
    if re.search("Schema with name .* does not exist", cause):
        hint = "create it first, or write the name without a dot"
        return f"there is no schema for the table {name!r}; {hint}"
    return None


def _write_to_file(result: Result, path: Path, name: str, overwrite: bool) -> None:
    is_new = not path.exists()
    connection = open_database(path)
    is_done = False
    try:
        write_table(result, connection, name, overwrite=overwrite)
        is_done = True
    finally:
        connection.close()
        if is_new and not is_done:
            path.unlink(missing_ok=True)
