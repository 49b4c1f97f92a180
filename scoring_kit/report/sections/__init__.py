"""The sections of a report, in their order. A new one is a file with a function, listed here."""

from __future__ import annotations

from collections.abc import Callable

from scoring_kit.report.section import Section
from scoring_kit.report.sections.card import card_section
from scoring_kit.report.sections.checks import checks_section
from scoring_kit.report.sections.data import data_section
from scoring_kit.report.sections.document import document_section
from scoring_kit.report.sections.evaluation import evaluation_section
from scoring_kit.report.sections.impact import impact_section
from scoring_kit.report.sections.lineage import lineage_section
from scoring_kit.report.sections.scores import scores_section
from scoring_kit.report.sections.segments import segments_section
from scoring_kit.report.subject import Subject

SECTIONS: tuple[Callable[[Subject], Section | None], ...] = (
    card_section,
    data_section,
    scores_section,
    impact_section,
    evaluation_section,
    segments_section,
    checks_section,
    lineage_section,
    document_section,
)
"""What makes each section; None where there is nothing to tell."""
