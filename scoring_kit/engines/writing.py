"""Results as files, written whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb

from scoring_kit.engines.duckdb import connect
from scoring_kit.engines.duckdb_errors import translated

if TYPE_CHECKING:
    import pandas

_FORMS = {
    # small dictionaries: what has many values is written faster without one
    "parquet": "FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 64",
    "csv": "FORMAT csv, HEADER",
}


def write_result(
    result: str | pandas.DataFrame,
    path: Path,
    form: Literal["parquet", "csv"],
    *,
    files: Sequence[Path] = (),
    time_limit: float | None = None,
) -> None:
    """Write a SELECT over files, or a frame, to a file that appears only when it is whole.

    Raises
    ------
    OSError
        When the folder cannot be written to.
    EngineError
        When the statement fails; an older file at the path is then as it was.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    draft.touch()
    connection = connect(files=[*files, draft])
    try:
        if isinstance(result, str):
            source = f"({result})"
        else:
            connection.register("result", result)
            source = "result"
        target = str(draft).replace("'", "''")
        # the draft is the temporary file; no other may be written
        options = f"{_FORMS[form]}, USE_TMP_FILE false"
        connection.execute(f"COPY {source} TO '{target}' ({options})")
        draft.replace(path)
    except duckdb.Error as error:
        raise translated(error, str(result)[:2000], time_limit) from error
    finally:
        connection.close()
        draft.unlink(missing_ok=True)
