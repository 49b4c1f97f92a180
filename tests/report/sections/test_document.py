import pytest

import scoring_kit as sk
from scoring_kit.report.sections.document import document_section
from tests.report.reports import Page, subject


@pytest.mark.parametrize("name", ["book_club", "german_credit"])
def test_what_is_written_reads_back_to_the_same_card(name, tmp_path):
    card, data = sk.example(name)
    section = document_section(subject(card, data))
    (tmp_path / "card.yaml").write_text(Page(section.html).text)
    assert sk.read_scorecard(tmp_path / "card.yaml") == card
    assert section.figures["lines"] == len(Page(section.html).text.splitlines())
