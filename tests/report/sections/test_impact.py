import json

import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.report.section import Section
from scoring_kit.report.sections.impact import impact_section
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.document import to_document
from tests.report.reports import FRAME, Page, report, subject
from tests.scored import CARD


def changed(**fields):
    """Return the card with other fields, as a candidate; None takes one away."""
    document = {**to_document(CARD), **fields}
    return parse_scorecard({name: field for name, field in document.items() if field is not None})


CANDIDATE = changed(tiers={"A": 2, "B": 0})


def test_without_a_live_version_there_is_no_section():
    assert impact_section(subject()) is None


def test_the_figures_are_those_of_compare_and_the_edits():
    section = impact_section(subject(CANDIDATE, live=CARD, segments="kind"))
    known = sk.compare(CARD, CANDIDATE, FRAME, segments="kind")
    edits = section.figures["edits"]
    assert [edit["text"] for edit in edits] == ["tier A: 5 -> 2"]
    rest = {name: figure for name, figure in section.figures.items() if name != "edits"}
    assert json.dumps(rest) == json.dumps(known.figures())
    assert section.sentences == known.summary


def test_the_report_opens_with_the_tiers():
    # 6 stays in A, 2 comes from B into A
    made = report(CANDIDATE, live=CARD)
    assert made.summary[0] == "1 of 4 rows changes tier, 1 up and 0 down."
    assert '<p class="lead"><b>1</b> of 4 rows changes tier' in made.html


def test_what_crosses_a_cut_is_marked_by_its_way():
    html = impact_section(subject(CANDIDATE, live=CARD)).html
    assert html.count('<span class="up">1</span>') == 1
    worse = impact_section(subject(CARD, live=CANDIDATE)).html
    assert '<span class="down">1</span>' in worse


def test_the_same_document_changes_nothing():
    section = impact_section(subject(live=CARD))
    assert section.openings[0] == "None of 4 rows changes tier."
    assert "The two documents say the same." in Page(section.html).text


def test_without_tiers_the_report_opens_with_the_rows():
    plain, other = changed(tiers=None), changed(tiers=None, rounding={"digits": 0, "mode": "up"})
    section = impact_section(subject(other, live=plain))
    assert isinstance(section, Section)
    assert section.openings[0] == section.sentences[0]
    assert [label for label, _ in section.facts] == ["Leave the top 1"]


def test_an_empty_table_has_a_section():
    section = impact_section(subject(CANDIDATE, FRAME.iloc[:0], live=CARD))
    assert section.openings[0] == "There are no rows."


def test_keys_that_repeat_are_refused_with_a_live_version():
    with pytest.raises(DataError, match="several rows"):
        report(CANDIDATE, FRAME.assign(id=1), live=CARD)
