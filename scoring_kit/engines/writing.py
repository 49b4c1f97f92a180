"""Results as files, written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scoring_kit.engines.duckdb import ArrowStream, DuckDBEngine, connect

if TYPE_CHECKING:
    import pandas

_FORMS = {
    # small dictionaries: what has many values is written faster without one
    "parquet": "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 64",
    "csv": "FORMAT csv, HEADER",
}


def engine_for(draft: Path) -> DuckDBEngine:
    """Return an engine that reaches this file and nothing else."""
    return DuckDBEngine(connect(files=[draft]))


def write_result(
    result: str | pandas.DataFrame | ArrowStream,
    path: Path,
    form: Literal["parquet", "csv"],
    *,
    engine: Callable[[Path], DuckDBEngine] = engine_for,
) -> None:
    """Write a SELECT, a frame or a stream to a file that appears only when it is whole.

    engine: makes one that reaches the draft, and the files that a SELECT reads.

    Raises
    ------
    OSError
        When the folder cannot be written to.
    EngineError, DataError
        When the statement fails; an older file at the path is then as it was.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"the folder {str(path.parent)!r} does not exist; create it first")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    draft.touch()
    try:
        _copy(engine(draft), result, draft, form)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _copy(
    engine: DuckDBEngine, result: str | pandas.DataFrame | ArrowStream, draft: Path, form: str
) -> None:
    # the draft is the temporary file; no other may be written
    options = f"{_FORMS[form]}, USE_TMP_FILE false"
    try:
        if isinstance(result, str):
            engine.copy(result, draft, options)
        else:
            engine.copy(_select(result), draft, options, result)
    finally:
        engine.connection.close()


def _select(result: pandas.DataFrame | ArrowStream) -> str:
    """Return the SELECT of what is registered; the lists of a frame come as text."""
    if "knock_outs" in getattr(result, "columns", ()):
        return "SELECT * REPLACE (knock_outs::VARCHAR[] AS knock_outs) FROM result"
    return "FROM result"
