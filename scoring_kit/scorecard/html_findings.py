"""Findings for people to read: the most severe first, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring_kit.display.markup import Markup, element, join, said, some
from scoring_kit.display.numbers import count
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import marked
from scoring_kit.scorecard.findings import FINDING_CODES, Finding, Findings

MOST = 50
"""Findings that are shown; the rest is counted."""


def findings_html(findings: Findings) -> str:
    """Return the findings, each with its code, its place and its message."""
    number, _, severities = findings.summary.partition(": ")
    shown, left = some(findings.items, MOST)
    more = note(f"… and {count(left)} more findings") if left else None
    rest = "the scorecard says what it means" if not findings.items else severities
    return output(header(number.capitalize(), rest), *finding_lines(shown), more, label="Findings")


def finding_lines(findings: Sequence[Finding]) -> Iterator[Markup]:
    """Yield each finding with its severity, its message, its place and its code."""
    for finding in findings:
        severity = element("span", element("b", finding.severity), class_=finding.severity)
        place = marked("code", said(finding.place or "document", 120))
        code = element("span", finding.code, class_="label", title=FINDING_CODES.get(finding.code))
        words = [element("div", said(finding.message, 600)), join([place, "  ", code])]
        yield element("div", severity, " ", element("div", *words), class_="entry")
