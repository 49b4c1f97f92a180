"""The checks: what is valid and probably wrong in the card, by itself and against the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from scoring_kit.checking import check_scorecard
from scoring_kit.display.markup import join
from scoring_kit.display.style import note
from scoring_kit.report.section import Section
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.findings import SEVERITIES, Findings
from scoring_kit.scorecard.html_findings import finding_lines


def checks_section(subject: Subject) -> Section:
    """Return the section on the findings, the most severe first."""
    found = check_scorecard(
        subject.card,
        subject.data,
        parameters=subject.parameters_of(subject.card),
        table=subject.asked.table,
    )
    counts = {
        severity: sum(finding.severity == severity for finding in found) for severity in SEVERITIES
    }
    figures = {**counts, "findings": [asdict(finding) for finding in found]}
    drawn = finding_lines(found.items) if len(found) else [note("Nothing was found.")]
    facts = (("Checks", found.summary.partition(": ")[2] or found.summary),)
    return Section("checks", "Checks", figures, join(drawn), tuple(_sentences(found)), facts)


def _sentences(found: Findings) -> Iterator[str]:
    if not found.items:
        yield "The card says what it means, and the table is what it expects."
        return
    yield f"{found.summary[:1].upper()}{found.summary[1:]}."
    if found.has_errors:
        yield "Errors have to be mended before the card is used."
