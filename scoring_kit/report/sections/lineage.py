"""The lineage: which documents and data the report is made of, and how to prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring_kit.display.markup import Child, Markup, element, join, said
from scoring_kit.display.numbers import count, exact, plural
from scoring_kit.display.style import note, section
from scoring_kit.display.tables import lines, marked
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.fingerprints import fingerprint_table, has_fingerprint
from scoring_kit.lineage import request_of
from scoring_kit.report.section import Section
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.document import hash_of
from scoring_kit.tables.fingerprint import BLOCK_ROWS, Fingerprint
from scoring_kit.tables.table import Table

REPORT_VERSION = 1
"""Of what a report holds and how it looks; another one gives other bytes."""


def lineage_section(subject: Subject) -> Section:
    """Return the section on hashes, fingerprint and parameters."""
    figures = _figures(subject)
    drawn = [
        element("div", element("span", name), " ", element("span", words), class_="entry")
        for name, words in _entries(figures, subject.proof)
    ]
    parts = [*drawn, _column_table(figures["fingerprint"]), _left_out(figures)]
    sentences = (
        "The same documents, parameters and data give this report again, to the last byte.",
    )
    return Section("lineage", "Lineage", figures, join(parts), sentences)


def _figures(subject: Subject) -> dict[str, Any]:
    live = subject.live
    return {
        "report_version": REPORT_VERSION,
        "scorecard": subject.card.name,
        "document_hash": hash_of(subject.card),
        "live": None if live is None else live.name,
        "live_hash": None if live is None else hash_of(live),
        "data": subject.name,
        "table": subject.asked.table,
        "key": list(subject.asked.key),
        "outcome": subject.asked.outcome,
        "event": subject.asked.event,
        "weights": subject.asked.weights,
        "period": subject.asked.period,
        "segments": list(subject.asked.segments),
        "parameters": _used(subject),
        "fingerprint": table_fingerprint(
            subject.engine, subject.table, subject.asked.key
        ).to_dict(),
        "without_fingerprint": sorted(
            name for name, column in subject.table.columns.items() if not has_fingerprint(column)
        ),
    }


def table_fingerprint(engine: DuckDBEngine, table: Table, key: Sequence[str]) -> Fingerprint:
    """Return the fingerprint of all columns that have one, in blocks where there is a key."""
    known = [name for name, column in table.columns.items() if has_fingerprint(column)]
    order = key if set(key) <= set(known) else ()
    return fingerprint_table(engine, table, key=order, columns=known)


def _used(subject: Subject) -> dict[str, Any]:
    """Return the parameters that both cards use, defaults included."""
    used = dict(subject.request.parameters)
    if subject.live is not None:
        given = subject.parameters_of(subject.live)
        files = subject.source.files
        asked = request_of(subject.live, subject.data, files, parameters=given, detail="report")
        used = {**asked.parameters, **used}
    return dict(sorted(used.items()))


# ---- words ---------------------------------------------------------------------------------


def _entries(figures: Mapping[str, Any], proof: str) -> Iterator[tuple[str, Child]]:
    yield "Scorecard", _document(figures["scorecard"], figures["document_hash"])
    if figures["live"] is not None:
        yield "Live version", _document(figures["live"], figures["live_hash"])
    yield "Data", _data(figures)
    if figures["parameters"]:
        told = [f"{name} {_written(value)}" for name, value in figures["parameters"].items()]
        yield "Parameters", said(", ".join(told))
    if figures["outcome"] is not None:
        event = "" if figures["event"] is None else f" = {_written(figures['event'])}"
        yield "Outcome", said(f"{figures['outcome']}{event}", 120)
    for name in ("weights", "period"):
        if figures[name] is not None:
            yield name.capitalize(), said(figures[name], 80)
    if figures["segments"]:
        yield "Segments", said(", ".join(figures["segments"]))
    yield (
        "Made by",
        f"scoring_kit, report version {figures['report_version']}; engine, versions and time "
        "stand in the file .run.json beside the report",
    )
    yield "Prove it", _command(proof)


def _document(name: str, digest: str) -> Markup:
    return lines(said(name, 80), marked("code", f"sha256:{digest}"))


def _data(figures: Mapping[str, Any]) -> Markup:
    found = figures["fingerprint"]
    size = f", {plural(found['rows'], 'row')}, {plural(len(found['columns']), 'column')}"
    table_name = None if figures["table"] is None else join([", table ", said(figures["table"])])
    blocks = None
    if found["key"]:
        number = plural(len(found["blocks"]), "block")
        by = ", ".join(found["key"])
        blocks = join(
            [f"{number} of {count(BLOCK_ROWS)} rows at most, in the order of ", said(by, 80)]
        )
    name = join([said(figures["data"], 80), table_name, size])
    return lines(name, marked("code", found["fingerprint"]), blocks and marked("quiet", blocks))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return exact(value) if isinstance(value, float) else str(value)


def _command(proof: str) -> Markup:
    return lines(
        element("code", proof),
        "computes every figure again and names the column, rows, figure or section that differs",
    )


def _column_table(found: Mapping[str, Any]) -> Markup:
    rows = [
        element("div", element("span", said(name, 60)), " ", marked("code", digest))
        for name, digest in found["columns"].items()
    ]
    return section("Fingerprints of the columns", element("div", *rows, class_="prints"))


def _left_out(figures: Mapping[str, Any]) -> Markup | None:
    names = figures["without_fingerprint"]
    if not names:
        return None
    return note("Without a fingerprint, as their type has none: ", said(", ".join(names)), ".")
