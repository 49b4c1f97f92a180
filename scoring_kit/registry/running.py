"""A run: what is asked for, and what is calculated for it, without any database of a registry."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, TypedDict, cast

from scoring_kit.compiler.compile import bind_parameters
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.progress import progress_bar
from scoring_kit.engines.summaries import repeated_keys
from scoring_kit.errors import DataError, EngineError, Problem, ScoringError, nearest
from scoring_kit.lineage import Lineage, request_of
from scoring_kit.registry.records import Version
from scoring_kit.registry.texts import storable
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scores import EngineName, Scores, kept, opened_with
from scoring_kit.scoring import Detail, check_choices, score
from scoring_kit.tables.files import data_files
from scoring_kit.tables.fingerprint import Fingerprint
from scoring_kit.tables.names import column_names
from scoring_kit.tables.table import Table, check_key_names

STAMPS = ("version", "document_hash")
"""Columns that each row of a run ends with."""
RUN_KEY = "scoring_kit.run"
"""Under which a Parquet file of a run's scores names the run."""

Look = Callable[[float | None], None]


class ScoreOptions(TypedDict, total=False):
    """Options of `sk.score`, and whether a bar shows how far it is."""

    key: str | Sequence[str] | None
    parameters: Mapping[str, Any] | None
    detail: Detail
    engine: EngineName
    types: Mapping[str, str] | None
    table: str | None
    order: Any
    threads: int | None
    memory_limit: str | None
    temp_directory: str | PathLike[str] | None
    temp_limit: str | None
    time_limit: float | None
    progress: bool | None


LIMITS = ("threads", "memory_limit", "temp_directory", "temp_limit", "time_limit")
"""Options that make no difference to the scores, and are not recorded."""


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse options that `sk.score` does not have.

    Raises
    ------
    TypeError
        When there is one; it names the nearest that there is.
    """
    known = ScoreOptions.__annotations__
    for name in options:
        if name not in known:
            raise TypeError(f"score has no option {name!r}{nearest(name, known)}")


# ---- what is asked for ---------------------------------------------------------------------


def requested(card: Scorecard, options: ScoreOptions) -> dict[str, Any]:
    """Return what a card is asked for as plain data, so that it can be asked for again.

    Raises
    ------
    CompileError
        When a parameter is missing, unknown, or of another type.
    DataError
        When a key has the name of a stamp.
    ValueError
        When an option is none that there is.
    """
    key = options.get("key")
    names = card.key if key is None else column_names(key)
    detail, engine = options.get("detail", "reasons"), options.get("engine", "duckdb")
    order, types = options.get("order"), options.get("types")
    check_choices(names, detail=detail, engine=engine, order=order, types=types)
    check_key_names(names, STAMPS)
    parameters = options.get("parameters")
    bind_parameters(card, parameters or {})
    asked = request_of(card, None, (), parameters=parameters, detail=detail)
    return {
        "key": list(names),
        "parameters": dict(asked.parameters),
        "detail": detail,
        "engine": engine,
        "types": dict(types or {}),
        "table": options.get("table"),
        "order": order,
    }


def described(data: object) -> dict[str, Any]:
    """Return what data are, as plain data: their path and files, or the kind of object.

    A path of which there are no files is described all the same.
    """
    if not isinstance(data, str | PathLike):
        kind = type(data)
        return {"form": f"{kind.__module__.split('.')[0]}.{kind.__name__}"}
    path = os.fspath(cast("str | PathLike[str]", data))
    try:
        files = data_files(path)
    except DataError:
        files = ()
    return {
        "form": "files",
        "path": storable(os.path.abspath(path)),
        "files": [storable(str(file)) for file in files if file.suffix != ".wal"],
    }


# ---- what is calculated --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run comes to: scores that are kept, and fingerprints of the data and of the scores."""

    scores: Scores
    lineage: Lineage
    data: Fingerprint
    result: Fingerprint


def calculate(
    version: Version,
    data: object,
    options: Mapping[str, Any],
    *,
    run: str | None = None,
    stop: threading.Event | None = None,
) -> Outcome:
    """Score data with a version, keep the scores, and take the fingerprints of both.

    run: what files of the scores are to name. stop: ends it soon when it is set.

    Raises
    ------
    DataError
        When the data cannot be scored, a key stands in several rows, or files change meanwhile.
    EngineError
        When it fails, or takes longer than it may.
    """
    given = dict(options)
    bar = progress_bar(given.pop("progress", False), f"scoring with {version.scorecard}")
    before = _states(data)
    scores = score(version.card, data, **given)
    engine, table = opened_with(scores, scores.key)
    values: tuple[int | str, ...] = (version.number, version.sha256)
    stamps: dict[str, int | str] = dict(zip(STAMPS, values, strict=True))
    with bar as look, engine.reporting(_watched(look, stop)):
        _check_keys(engine, table, scores.key)
        lineage = scores.lineage(fingerprint=True)
        stamped, result = kept(scores, stamps, {} if run is None else {RUN_KEY: run})
    assert lineage.fingerprint is not None  # it was asked for
    if _states(data) != before:
        message = "the files changed while they were scored; score them again, or a copy"
        raise DataError([Problem("table_changed", "", message)])
    return Outcome(stamped, lineage, lineage.fingerprint, result)


def lineage_json(lineage: Lineage, result: str) -> dict[str, Any]:
    """Return the lineage of a run as plain data.

    result: the sha256 of the artefact with the fingerprint of the scores. That of the data is an
    artefact too, so of it there is the text alone.
    """
    found = {**lineage.result(), "fingerprint": str(lineage.fingerprint)}
    return {"result": found, "run": lineage.run(), "scores": result}


def _states(data: object) -> tuple[tuple[Path, int, int, int], ...]:
    """Return what tells whether files were changed; nothing for what is in memory."""
    if not isinstance(data, str | PathLike):
        return ()
    files = data_files(cast("str | PathLike[str]", data))
    stats = [(file, file.stat()) for file in files if file.exists()]  # a log may not be there
    return tuple((file, stat.st_size, stat.st_mtime_ns, stat.st_ino) for file, stat in stats)


def _watched(look: Look | None, stop: threading.Event | None) -> Look | None:
    """Return what looks how far it is, and ends it once it is to stop."""
    if stop is None:
        return look

    def watch(share: float | None) -> None:
        if stop.is_set():
            raise EngineError("the run was stopped")
        if look is not None:
            look(share)

    return watch


def _check_keys(engine: DuckDBEngine, table: Table, key: Sequence[str]) -> None:
    """Refuse keys that do not tell every row from all others."""
    if not key:
        return
    found, names = repeated_keys(engine, table, key), ", ".join(key)
    problems: list[Problem] = []
    if found.keys:
        example = ", ".join(str(value) for value in found.example)
        stand = "1 key stands" if found.keys == 1 else f"{found.keys:,} keys stand"
        message = f"{stand} in several rows, such as {example}; a run tells its rows apart: "
        message += "name other columns with key=, or none with key=[]"
        problems.append(Problem("duplicate_key", names, message))
    if found.rows_without:
        rows = "1 row has" if found.rows_without == 1 else f"{found.rows_without:,} rows have"
        message = f"{rows} no key; fill {names}, or name other columns with key="
        problems.append(Problem("missing_key", names, message))
    if problems:
        raise DataError(problems)


# ---- what went wrong -----------------------------------------------------------------------


def told(error: BaseException) -> str:
    """Return what went wrong without anything of the data, which messages may quote.

    Examples
    --------
    >>> told(DataError([Problem("duplicate_key", "id", "such as 4711")]))
    'DataError: duplicate_key at id'
    """
    name = type(error).__name__
    if isinstance(error, DataError):
        found = [f"{item.code} at {item.place or 'table'}" for item in error.problems]
        text = "; ".join(found[:MOST_PROBLEMS])
        more = len(found) - MOST_PROBLEMS
        return f"{name}: {text}" + (f"; and {more} more" if more > 0 else "")
    if isinstance(error, EngineError):  # DuckDB's own words follow a colon
        return f"{name}: {str(error).partition(':')[0]}"
    if isinstance(error, ScoringError):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return _WORDS.get(name, name)


MOST_PROBLEMS = 10
"""Problems that a failed run names."""
_WORDS = {
    "KeyboardInterrupt": "KeyboardInterrupt: somebody stopped it",
    "CancelledError": "CancelledError: somebody stopped it",
    "MemoryError": "MemoryError: there was not enough memory",
}
