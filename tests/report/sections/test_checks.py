from dataclasses import asdict

import scoring_kit as sk
from scoring_kit.report.sections.checks import checks_section
from tests.cards import card, criterion
from tests.report.reports import FRAME, Page, subject
from tests.scored import CARD


def test_the_findings_are_those_of_the_check():
    section = checks_section(subject())
    known = sk.check_scorecard(CARD, FRAME)
    assert section.figures["findings"] == [asdict(finding) for finding in known]
    assert section.figures["error"] == 0
    text = Page(section.html).text
    assert all(finding.message in text for finding in known)


def test_keys_that_repeat_are_found_in_the_table():
    section = checks_section(subject(data=FRAME.assign(id=1)))
    assert "duplicate_key" in [finding["code"] for finding in section.figures["findings"]]


def test_a_clean_card_is_told_so():
    section = checks_section(subject(card(criterion("x", missing=0), criterion("z", missing=0)),
                                     {"x": [1.0, 2.0], "z": [3.0, 5.0]}))  # fmt: skip
    assert section.figures["findings"] == []
    assert section.facts == (("Checks", "no findings"),)
