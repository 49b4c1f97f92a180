"""The document: the scorecard in full, as it can be written to a file and read again."""

from __future__ import annotations

from scoring_kit.display.markup import element, join
from scoring_kit.display.numbers import plural
from scoring_kit.report.section import Section
from scoring_kit.report.subject import Subject
from scoring_kit.scorecard.document import to_document
from scoring_kit.scorecard.writing import to_yaml


def document_section(subject: Subject) -> Section:
    """Return the section with the card as YAML, without the comments of its file."""
    document = to_document(subject.card)
    written = to_yaml(document)
    lines = len(written.splitlines())
    sentences = (f"The scorecard in full, {plural(lines, 'line')} of YAML.",)
    drawn = element("div", written, class_="listing")
    return Section("document", "The document", {"lines": lines}, join([drawn]), sentences)
