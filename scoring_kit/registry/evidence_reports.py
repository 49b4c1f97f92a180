"""Reads a report that somebody brings, as far as it tells by itself what it is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn, cast

from scoring_kit.errors import DataError, RegistryError, ScorecardError
from scoring_kit.registry.evidence import Sample
from scoring_kit.report.embedding import extracted, has_whole_seal
from scoring_kit.report.report import Report, run_path
from scoring_kit.scorecard.document import hash_of, parse_scorecard

AGAIN = "make the report again"


@dataclass(frozen=True, slots=True)
class Reported:
    """A report with what it says of itself.

    page: its HTML. card, live: the sha256 of its documents. figures: by section.
    made: when, in UTC.
    """

    page: bytes
    card: str
    live: str | None
    sample: Sample
    figures: Mapping[str, Any]
    made: datetime

    @property
    def sha256(self) -> str:
        """The sha256 of the page."""
        return hashlib.sha256(self.page).hexdigest()


def reported(report: object) -> Reported:
    """Return what a report says; report: one, or the path of one that was written.

    Raises
    ------
    RegistryError
        When it is none, was changed after it was written, or does not say when it was made.
    OSError
        When the file cannot be read.
    """
    if isinstance(report, Report):
        return _read(report.html.encode(), "report", report.run)
    if not isinstance(report, str | PathLike):
        found = type(report).__name__
        raise TypeError(f"report: a Report or the path of one is expected, found {found}")
    path = Path(cast("str | PathLike[str]", report))
    page = path.read_bytes()
    return _read(page, path.name, _run_beside(path, page))


def _read(page: bytes, name: str, run: Mapping[str, Any]) -> Reported:
    text = page.decode("utf-8", errors="replace")
    try:
        carried = extracted(text, name)
        if not has_whole_seal(text):
            _refused(name, f"it was changed after it was written: its seal is broken; {AGAIN}")
        lineage = carried["figures"]["lineage"]
        print_ = lineage["fingerprint"]
        sample = Sample(str(lineage["data"]), int(print_["rows"]), str(print_["fingerprint"]))
        documents = carried["documents"]
        card, live = (_hash(documents[part], name) for part in ("card", "live"))
        if card is None or (card, live) != (lineage["document_hash"], lineage["live_hash"]):
            _refused(name, f"its documents are not those whose hashes it names; {AGAIN}")
        return Reported(page, card, live, sample, carried["figures"], _made(run, name))
    except DataError as error:
        raise RegistryError("report", str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{name}: its figures are damaged: {error}; {AGAIN}"
        raise RegistryError("report", message) from error


def _hash(document: Mapping[str, Any] | None, name: str) -> str | None:
    if document is None:
        return None
    try:
        return hash_of(parse_scorecard(document, source=f"a scorecard in {name}"))
    except ScorecardError as error:
        raise RegistryError("report", str(error)) from error


def _run_beside(path: Path, page: bytes) -> Mapping[str, Any]:
    """Return how a report was made, as the file beside it tells."""
    beside = run_path(path)
    try:
        run = json.loads(beside.read_bytes())
        digest = run["report_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"nothing says when it was made: {beside.name} is not beside it, or is damaged"
        raise RegistryError("report", f"{path.name}: {message}; {AGAIN}") from error
    if digest != hashlib.sha256(page).hexdigest():
        _refused(path.name, f"{beside.name} beside it tells of another report; {AGAIN}")
    return run


def _made(run: Mapping[str, Any], name: str) -> datetime:
    made = datetime.fromisoformat(run["started"])
    if made.tzinfo is None:
        _refused(name, f"when it was made has no time zone; {AGAIN}")
    return made.astimezone(UTC)


def _refused(name: str, message: str) -> NoReturn:
    raise RegistryError("report", f"{name}: {message}")
