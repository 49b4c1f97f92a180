"""Results as files, written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb

from scoring_kit.engines.duckdb import ArrowStream, connect
from scoring_kit.engines.duckdb_errors import translated

if TYPE_CHECKING:
    import pandas

_FORMS = {
    # small dictionaries: what has many values is written faster without one
    "parquet": "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 64",
    "csv": "FORMAT csv, HEADER",
}


def write_result(
    result: str | pandas.DataFrame | ArrowStream,
    path: Path,
    form: Literal["parquet", "csv"],
    *,
    files: Sequence[Path] = (),
    time_limit: float | None = None,
) -> None:
    """Write a SELECT over files, a frame or a stream to a file that appears only when whole.

    Raises
    ------
    OSError
        When the folder cannot be written to.
    EngineError
        When the statement fails; an older file at the path is then as it was.
    """
    select = result if isinstance(result, str) else _select(result)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    draft.touch()
    connection = connect(files=[*files, draft])
    try:
        if not isinstance(result, str):
            connection.register("result", result)
        target = str(draft).replace("'", "''")
        # the draft is the temporary file; no other may be written
        options = f"{_FORMS[form]}, USE_TMP_FILE false"
        connection.execute(f"COPY ({select}) TO '{target}' ({options})")
        draft.replace(path)
    except duckdb.Error as error:
        raise translated(error, select, time_limit) from error
    finally:
        connection.close()
        draft.unlink(missing_ok=True)


def _select(result: pandas.DataFrame | ArrowStream) -> str:
    """Return the SELECT of what is registered; the lists of a frame come as text."""
    if "knock_outs" in getattr(result, "columns", ()):
        return "SELECT * REPLACE (knock_outs::VARCHAR[] AS knock_outs) FROM result"
    return "FROM result"
