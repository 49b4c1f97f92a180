"""The lineage of scores: what determines them, and apart from it where they were made.

The first part is the same bytes wherever the same card scores the same table; versions,
places of files and the like are in the second. No part holds the time.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from os import PathLike
from pathlib import Path
from typing import Any

import scoring_kit
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Date, Number, Text, Truth, Type, Word
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.inputs import parameter_word
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.fingerprint import Fingerprint
from scoring_kit.tables.parquet import parquet_metadata
from scoring_kit.tables.values import EPOCH

METADATA_KEY = "scoring_kit.lineage"
"""Under which a Parquet file of scores names what determined them."""
VERSION_KEY = "scoring_kit.version"
"""Under which it names the version of this library that made them."""

_PACKAGES = ("duckdb", "numpy", "pandas")


@dataclass(frozen=True, slots=True)
class Request:
    """What scores were asked for.

    parameters: those used, defaults included, as plain values. detail: which columns.
    data: what the table came as, and its files.
    """

    parameters: Mapping[str, str | float | bool]
    detail: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where scores come from.

    scorecard, document_hash: its name and its sha256. parameters: those used, defaults
    included, dates as text. key, detail: as in `score`. columns: the columns that were
    read, the key too, and what they hold (None where scoring has no use for it). rows,
    fingerprint: of the table, where asked for. engine, data, versions: by what and from
    where the scores were made, which makes no difference to them; of these, a file of
    scores tells the version of this library alone (see `read_lineage`).

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> lineage = sk.score(card, "data/book_club.parquet").lineage(fingerprint=True)
    >>> lineage.key, lineage.detail, lineage.rows
    (('customer_id',), 'reasons', 4000)
    """

    scorecard: str
    document_hash: str
    parameters: Mapping[str, str | float | bool]
    key: tuple[str, ...]
    detail: str
    columns: Mapping[str, str | None]
    engine: str | None
    data: Mapping[str, Any]
    versions: Mapping[str, str]
    rows: int | None = None
    fingerprint: Fingerprint | None = None

    def __repr__(self) -> str:
        rows = "" if self.rows is None else f", {self.rows} rows"
        text = "" if self.fingerprint is None else f", {self.fingerprint}"
        return f"<Lineage of {self.scorecard!r} {self.document_hash[:12]}{rows}{text}>"

    def result(self) -> dict[str, Any]:
        """Return what determines the scores, as plain data.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> lineage = sk.score(card, "data/book_club.parquet").lineage()
        >>> list(lineage.result())
        ['scorecard', 'document_hash', 'parameters', 'key', 'detail', 'columns']
        """
        found: dict[str, Any] = {
            "scorecard": self.scorecard,
            "document_hash": self.document_hash,
            "parameters": dict(self.parameters),
            "key": list(self.key),
            "detail": self.detail,
            "columns": dict(self.columns),
        }
        if self.rows is not None:
            found["rows"] = self.rows
        if self.fingerprint is not None:
            found["fingerprint"] = self.fingerprint.to_dict()
        return found

    def run(self) -> dict[str, Any]:
        """Return by what and from where the scores were made, as plain data.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> lineage = sk.score(card, "data/book_club.parquet").lineage()
        >>> lineage.run()["data"]["form"]
        'files'
        """
        return {"engine": self.engine, "data": dict(self.data), "versions": dict(self.versions)}

    def to_dict(self) -> dict[str, Any]:
        """Return both parts, under `result` and `run`.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> lineage = sk.score(card, "data/book_club.parquet").lineage()
        >>> list(lineage.to_dict())
        ['result', 'run']
        """
        return {"result": self.result(), "run": self.run()}

    def to_json(self) -> str:
        """Return both parts as canonical JSON (RFC 8785).

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> lineage = sk.score(card, "data/book_club.parquet").lineage()
        >>> lineage.to_json()[:31]
        '{"result":{"columns":{"art_book'
        """
        return canonical_bytes(self.to_dict()).decode()

    def metadata(self) -> dict[str, str]:
        """Return what a file of the scores carries: the first part, and the library's version.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> lineage = sk.score(card, "data/book_club.parquet").lineage()
        >>> list(lineage.metadata())
        ['scoring_kit.lineage', 'scoring_kit.version']
        """
        result = canonical_bytes(self.result()).decode()
        return {METADATA_KEY: result, VERSION_KEY: self.versions["scoring_kit"]}


def read_lineage(path: str | PathLike[str]) -> Lineage:
    """Return where the scores in a Parquet file come from, as `Scores.to_parquet` noted it.

    Anybody who can write the file can write another note: it guards against mistakes, not
    forgery.

    Raises
    ------
    DataError
        When there is no such file, or it says nothing that can be read.

    Examples
    --------
    >>> import tempfile, scoring_kit as sk
    >>> card, table = sk.example("book_club")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sk.score(card, table).to_parquet(f"{folder}/scores.parquet")
    ...     lineage = sk.read_lineage(f"{folder}/scores.parquet")
    >>> lineage.scorecard, lineage.document_hash == sk.score(card, table).lineage().document_hash
    ('book_club', True)
    """
    notes = parquet_metadata(Path(path))
    try:
        found: dict[str, Any] = dict(json.loads(notes[METADATA_KEY]))
        found["key"] = tuple(found["key"])
        if "fingerprint" in found:
            found["fingerprint"] = Fingerprint.from_dict(found["fingerprint"])
        versions = {"scoring_kit": notes[VERSION_KEY]}
        return Lineage(**found, engine=None, data={}, versions=versions)
    except (KeyError, TypeError, ValueError) as error:
        message = "the file does not say where its scores come from; `to_parquet` writes it"
        raise DataError([Problem("no_lineage", str(path), message)], source=str(path)) from error


def request_of(
    card: Scorecard,
    data: object,
    files: Sequence[Path],
    *,
    parameters: Mapping[str, Any] | None,
    detail: str,
) -> Request:
    """Return what scores were asked for, once the parameters are known to be right."""
    given = parameters or {}
    words = {
        name: parameter_word(given.get(name, parameter.default), Type(parameter.type))
        for name, parameter in card.parameters.items()
    }
    used = {name: _plain(word) for name, word in words.items()}
    return Request(used, detail, _described(data, files))


def lineage_of(
    card: Scorecard,
    request: Request,
    columns: Mapping[str, Type | None],
    *,
    key: tuple[str, ...],
    engine: str,
    rows: int | None,
    fingerprint: Fingerprint | None,
) -> Lineage:
    """Return the lineage of what a card made of the columns that it reads."""
    return Lineage(
        scorecard=card.name,
        document_hash=hash_of(card),
        parameters=request.parameters,
        key=key,
        detail=request.detail,
        columns={name: kind and kind.value for name, kind in sorted(columns.items())},
        engine=engine,
        data=request.data,
        versions=_versions(),
        rows=rows if fingerprint is None else fingerprint.rows,
        fingerprint=fingerprint,
    )


def _plain(word: Word) -> str | float | bool:
    if isinstance(word, Date):
        return date.fromordinal(EPOCH + word.days).isoformat()
    assert isinstance(word, Number | Text | Truth)  # nothing else is a parameter
    return word.value


def _described(data: object, files: Sequence[Path]) -> dict[str, Any]:
    if files:
        return {"form": "files", "files": [str(file) for file in files]}
    kind = type(data)
    return {"form": f"{kind.__module__.split('.')[0]}.{kind.__name__}"}


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in _PACKAGES}
    own = {"scoring_kit": scoring_kit.__version__, "python": platform.python_version()}
    return {**own, **packages}
