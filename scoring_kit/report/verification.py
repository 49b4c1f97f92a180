"""Whether a report still holds: `verify_report` makes it again and says what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, cast

from scoring_kit.display.markup import element, join, said, shortened
from scoring_kit.display.numbers import plural
from scoring_kit.display.style import header, output
from scoring_kit.engines.opening import Source
from scoring_kit.errors import DataError, Problem, ScoringError
from scoring_kit.expression.words import Type
from scoring_kit.report.differing import figure_differences, located
from scoring_kit.report.embedding import embedded_text, extracted, has_whole_seal
from scoring_kit.report.page import section_texts
from scoring_kit.report.report import FORMAT, Report, make_report, run_path
from scoring_kit.report.sections.lineage import table_fingerprint
from scoring_kit.report.subject import Asked, data_name
from scoring_kit.scorecard.changes import changes
from scoring_kit.scorecard.document import checked, hash_of, parse_scorecard
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.files import data_files
from scoring_kit.tables.fingerprint import Fingerprint

MOST = 30
"""Figures that differ and are named; the rest is counted."""
_NEEDED = (
    "format",
    "asked.key",
    "documents.card",
    "documents.live",
    "figures.lineage.data",
    "figures.lineage.document_hash",
    "figures.lineage.live_hash",
)


def _is_name(value: object) -> bool:
    return value is None or isinstance(value, str)


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in cast("Any", value))


_FITTING: Mapping[str, Callable[[Any], bool]] = {
    "key": _are_names,
    "outcome": _is_name,
    "event": lambda value: value is None or isinstance(value, str | int | float),
    "weights": _is_name,
    "period": _is_name,
    "segments": _are_names,
    "parameters": lambda value: isinstance(value, dict),
    "table": _is_name,
    "types": lambda value: (
        isinstance(value, dict)
        and set(cast("Any", value).values()) <= {kind.value for kind in Type}
    ),
    "top": lambda value: type(value) is int and value >= 0,
}
"""What each part of the question is, as a report carries it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a report still holds; true where it does.

    report, data: their names. differences: a line for each thing that differs, what was
    changed in the data or the documents before the figures that follow from it.
    """

    report: str
    data: str
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        return "\n".join([self.verdict, *(f"- {line}" for line in self.differences)])

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        if self.holds:
            return f"{self.report} holds: made again from {self.data}, it is the same to the byte."
        number = plural(len(self.differences), "difference")
        return f"{self.report} does not hold for {self.data}: {number}."

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        return {
            "report": self.report,
            "data": self.data,
            "holds": self.holds,
            "differences": list(self.differences),
        }

    def _repr_html_(self) -> str:
        lines = [element("div", said(line, 400), class_="entry") for line in self.differences]
        word = "holds" if self.holds else "does not hold"
        parts = [header(said(self.report, 80), word), element("p", self.verdict), join(lines)]
        return output(*parts, label=f"Verification of {self.report}")


def verify_report(
    path: str | PathLike[str],
    data: object = None,
    *,
    card: Scorecard | None = None,
    live: Scorecard | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    time_limit: float | None = None,
    progress: bool | None = None,
) -> Verification:
    """Return whether a report still holds: it is made again from what it carries and the data.

    Parameters
    ----------
    path
        A file that `write_report` wrote.
    data
        The table it was made from. Unless given, the file that stands in the ``.run.json``
        beside the report, or of which the report has the name, beside it.
    card, live
        Scorecards that should be those of the report; a change since then is named.
    threads, memory_limit, temp_directory, temp_limit, time_limit, progress
        As in `write_report`.

    Returns
    -------
    Verification
        True where the report holds; else `differences` names figures, columns, blocks of
        rows, weights and sections.

    Raises
    ------
    DataError
        When the file is no report, or the data are not found.
    OSError
        When the file cannot be read.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from tempfile import mkdtemp
    >>> card, data = sk.example("book_club")
    >>> path = f"{mkdtemp()}/report.html"
    >>> report = sk.write_report(card, data, path)
    >>> print(sk.verify_report(path, data))
    report.html holds: made again from book_club.parquet, it is the same to the byte.
    """
    place = Path(path)
    written = place.read_bytes().decode("utf-8", errors="replace")
    carried = _carried(written, place.name)
    used = _data_beside(place, carried) if data is None else data
    limits = {"memory_limit": memory_limit, "temp_directory": temp_directory}
    limits |= {"temp_limit": temp_limit, "threads": threads}
    found = [*_document_differences(carried, card, live), *_seal_differences(written, carried)]
    asked = None
    try:
        asked = _asked(carried)
        name = str(carried["figures"]["lineage"]["data"])  # a file may have moved
        again = make_report(
            asked, used, limits, time_limit=time_limit, progress=progress, name=name
        )
    except ScoringError as error:
        found.append(f"it cannot be made again: {error}")
        found += () if asked is None else _unscored_differences(carried, asked, used, limits)
    else:
        found += _differences(written, carried, again)
    return Verification(place.name, data_name(used), tuple(found))


def _carried(written: str, name: str) -> dict[str, Any]:
    carried = extracted(written, name)
    for place in _NEEDED:
        found = carried
        for part in place.split("."):
            if not isinstance(found, dict) or part not in found:
                message = f"its figures are damaged: {place} is missing; make the report again"
                problem = Problem("no_report", name, message)
                raise DataError([problem], source=name, refusal="is no report")
            found = cast("dict[str, Any]", found)[part]
    return carried


def _data_beside(place: Path, carried: Mapping[str, Any]) -> Path:
    """Return the file that the report was made from, as far as it can be found."""
    named = carried["figures"]["lineage"]["data"]
    candidates = [*_noted(run_path(place)), place.parent / named]
    for candidate in candidates:
        with suppress(DataError):
            data_files(candidate)
            return candidate
    message = f"the data {named!r} are not where they were; name them: verify_report(path, data)"
    raise DataError([Problem("table_unreadable", named, message)], refusal="cannot be found")


def _noted(path: Path) -> list[Path]:
    """Return the data that the notes beside a report name; none where there are no notes."""
    try:
        return [Path(json.loads(path.read_text(encoding="utf-8"))["data"]["path"])]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _asked(carried: Mapping[str, Any]) -> Asked:
    """Return what the report was asked for, from what it carries."""
    told, documents = carried["asked"], carried["documents"]
    live = documents["live"]
    for name, fits in _FITTING.items():
        if name not in told or not fits(told[name]):
            found = f"found {shortened(repr(told[name]), 40)}" if name in told else "is missing"
            message = f"{found}; the question of the report is damaged; make the report again"
            raise DataError([Problem("no_report", f"asked.{name}", message)], refusal="is damaged")
    return Asked(
        card=parse_scorecard(documents["card"], source="the scorecard in the report"),
        live=None if live is None else parse_scorecard(live, source="the live version in it"),
        key=tuple(told["key"]),
        outcome=told["outcome"],
        event=told["event"],
        weights=told["weights"],
        period=told["period"],
        segments=tuple(told["segments"]),
        parameters=told["parameters"],
        table=told["table"],
        types=told["types"],
        top=told["top"],
    )


def _document_differences(
    carried: Mapping[str, Any], card: Scorecard | None, live: Scorecard | None
) -> Iterator[str]:
    """Yield what differs in the documents: inside the report, and from those that are given."""
    lineage = carried["figures"]["lineage"]
    given = {"card": card, "live": live}
    for name, digest in {"card": "document_hash", "live": "live_hash"}.items():
        title = "scorecard" if name == "card" else "live version"
        document, expected = carried["documents"][name], given[name]
        if document is None:
            if expected is not None:
                yield f"the report has no {title}"
            continue
        try:
            inside = parse_scorecard(document, source=f"the {title} in the report")
        except ScoringError:
            continue  # it is told where the report is made again
        if hash_of(inside) != lineage[digest]:
            yield f"the {title} in the report is not the one whose hash the report names"
        if expected is not None and hash_of(expected) != hash_of(inside):
            told = [change.text for change in changes(inside, checked(expected))]
            yield f"the {title} differs from the one in the report: {'; '.join(told)}"


def _seal_differences(written: str, carried: Mapping[str, Any]) -> Iterator[str]:
    if carried["format"] != FORMAT:
        yield f"it is a {carried['format']}, what is made here a {FORMAT}"
    if not has_whole_seal(written):
        yield "the file was changed after it was written: its seal is broken"


def _differences(written: str, carried: Mapping[str, Any], again: Report) -> Iterator[str]:
    before, after = carried["figures"], json.loads(json.dumps(dict(again.figures)))
    table = _table_differences(before, Fingerprint.from_dict(after["lineage"]["fingerprint"]))
    yield from table
    figures = list(figure_differences(before, after))
    yield from figures[:MOST]
    if len(figures) > MOST:
        yield f"and {plural(len(figures) - MOST, 'more figure')}"
    if not figures and not table and written != again.html:
        yield from _text_differences(written, again.html)
        yield from _carried_differences(written, carried, again.html)


def _unscored_differences(
    carried: Mapping[str, Any], asked: Asked, data: object, limits: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return where a table differs that cannot be scored; nothing where it cannot be read."""
    try:
        engine, table = Source(data, asked.known_types, asked.table, limits, None).open()
        found = table_fingerprint(engine, table, asked.key)
    except ScoringError:
        return ()
    return _table_differences(carried["figures"], found)


def _table_differences(before: Mapping[str, Any], found: Fingerprint) -> tuple[str, ...]:
    try:
        known = Fingerprint.from_dict(before["lineage"]["fingerprint"])
    except KeyError:
        return ("the report lacks its fingerprint",)
    except ValueError as error:
        return (f"the fingerprint in the report is damaged: {error}",)
    differences = known.differences(found)
    return located(differences) if differences else ()


def _text_differences(written: str, again: str) -> Iterator[str]:
    """Yield the sections that are written otherwise although no figure differs."""
    before, after = section_texts(written), section_texts(again)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{_AROUND.get(name, f'section {name!r}')} is not what its figures give"


_AROUND = {
    "head": "what stands above the sections",
    "end": "what stands below the sections",
}


def _carried_differences(written: str, carried: Mapping[str, Any], again: str) -> Iterator[str]:
    """Yield what differs in the data that the page carries although no figure does."""
    now = extracted(again, "the report made again")
    found = [
        f"figures.{name}.sentences: not what its figures give"
        for name, figures in now["figures"].items()
        if carried["figures"][name].get("sentences") != figures["sentences"]
    ]
    for part in ("asked", "documents"):
        found += figure_differences(carried[part], now[part], part)
    is_told = bool(found) or carried["format"] != now["format"]
    if not is_told and embedded_text(written) != embedded_text(again):
        found.append("the data that the page carries are written in another way")
    yield from found
