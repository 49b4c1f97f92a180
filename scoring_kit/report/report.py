"""A report: figures, the page that shows them, and apart from both how it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from scoring_kit.display.markup import element, join, said
from scoring_kit.display.style import facts, header, output
from scoring_kit.engines.drafts import draft_path, drafted
from scoring_kit.engines.progress import progress_bar
from scoring_kit.engines.writing import output_path
from scoring_kit.report.page import page
from scoring_kit.report.runs import run_of, started
from scoring_kit.report.section import Section
from scoring_kit.report.sections import SECTIONS
from scoring_kit.report.sections.lineage import REPORT_VERSION
from scoring_kit.report.subject import Asked, Look, Subject, open_subject, plain
from scoring_kit.scorecard.document import to_document

FORMAT = f"scoring_kit report {REPORT_VERSION}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says.

    figures: of each section by name, as JSON holds them. html: the page, the same text for the
    same inputs. run: how it was made: engine, versions, threads, time, files.
    """

    name: str
    figures: Mapping[str, Any]
    html: str
    run: Mapping[str, Any]
    sections: tuple[Section, ...]

    @property
    def summary(self) -> tuple[str, ...]:
        """What the sections say at the top of the report, the most important first."""
        ranked = sorted(self.sections, key=lambda section: -section.lead)
        return tuple(section.opening for section in ranked if section.lead)

    def __repr__(self) -> str:
        return "\n  ".join([f"Report on {self.name!r}", *self.summary])

    def _repr_html_(self) -> str:
        titles = join([said(section.title) for section in self.sections], ", ")
        found = [fact for section in self.sections for fact in section.facts]
        parts = [
            header(said(self.name, 80), "report"),
            *(element("p", sentence) for sentence in self.summary),
            facts(*found),
            element("p", "Sections: ", titles, ".", class_="note"),
        ]
        return output(*parts, label=f"Report on {self.name}")

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write the page, and beside it how it was made, whole or not at all.

        Raises
        ------
        OSError
            When there is such a file and it may not be overwritten, or cannot be written.
        """
        place = output_path(path, overwrite=overwrite)
        beside = output_path(run_path(place), overwrite=overwrite)
        digest = hashlib.sha256(self.html.encode()).hexdigest()
        run = {"report": place.name, "report_sha256": digest, **self.run}
        written = json.dumps(run, indent=2, ensure_ascii=False) + "\n"
        page_draft, run_draft = draft_path(place), draft_path(beside)
        with (
            drafted(place, page_draft, overwrite=overwrite),
            drafted(beside, run_draft, overwrite=overwrite),
        ):
            page_draft.write_text(self.html, encoding="utf-8", newline="\n")
            run_draft.write_text(written, encoding="utf-8", newline="\n")


def run_path(path: Path) -> Path:
    """Return where a report says how it was made.

    Examples
    --------
    >>> run_path(Path("reports/june.html")).name
    'june.run.json'
    """
    return path.with_suffix(".run.json")


def make_report(
    asked: Asked,
    data: object,
    limits: Mapping[str, Any],
    *,
    time_limit: float | None = None,
    progress: bool | None = None,
    name: str | None = None,
) -> Report:
    """Return the report; nothing is written. name: of the data, unless it is their own."""
    start = started()
    with progress_bar(progress, f"report on {asked.card.name}") as look:
        subject = open_subject(asked, data, limits, time_limit=time_limit, name=name)
        sections: list[Section] = []
        for place, make in enumerate(SECTIONS):
            with subject.engine.reporting(_so_far(look, place / len(SECTIONS))):
                found = make(subject)
            sections += [found] if found is not None else []
    figures = {section.name: section.all_figures() for section in sections}
    html = page(subject, sections, _carried(subject, figures))
    return Report(asked.card.name, figures, html, run_of(subject, start), tuple(sections))


def _so_far(look: Look | None, share: float) -> Look | None:
    """Return what tells that a section has begun, however far its own queries are."""
    return None if look is None else lambda _: look(share)


def _carried(subject: Subject, figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page carries, from which the report can be made again but for the data."""
    asked = subject.asked
    given = asked.parameters or {}
    return {
        "format": FORMAT,
        "asked": {
            "key": list(asked.key),
            "outcome": asked.outcome,
            "event": asked.event,
            "weights": asked.weights,
            "period": asked.period,
            "segments": list(asked.segments),
            "parameters": {name: plain(given[name]) for name in sorted(given)},
            "table": asked.table,
            "types": dict(sorted((asked.types or {}).items())),
            "top": asked.top,
        },
        "documents": {
            "card": to_document(asked.card),
            "live": None if asked.live is None else to_document(asked.live),
        },
        "figures": dict(figures),
    }
