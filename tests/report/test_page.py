import re
from datetime import date

from scoring_kit.report.embedding import has_whole_seal
from scoring_kit.report.page import page_rules, section_texts
from tests.cards import card, criterion
from tests.nasty import nasty_card, nasty_table
from tests.report.reports import FRAME, Page, report

FETCHES = re.compile(r"@import|url\(|https?:", re.IGNORECASE)


def test_a_page_fetches_nothing_and_runs_nothing():
    page = Page(report(segments="kind").html)
    assert all(address.startswith("#") for address in page.addresses)
    assert page.tags.count("script") == 1
    assert page.scripts[0].startswith('{"format"')
    assert FETCHES.search(page_rules()) is None
    assert {"link", "img", "iframe", "object", "form"}.isdisjoint(page.tags)


def test_every_link_of_the_contents_has_its_anchor():
    page = Page(report(segments="kind").html)
    sections = [anchor for anchor in page.anchors if anchor != "scoring-kit-report"]
    assert [address.removeprefix("#") for address in page.addresses] == sections
    assert {"card", "data", "scores", "segments", "checks", "lineage", "document"} <= {*sections}


def test_every_element_is_closed():
    page = Page(report(segments="kind").html)
    assert (page.open, page.crossed) == ([], [])


def test_a_page_is_sealed():
    assert has_whole_seal(report().html)


def test_hostile_names_arrive_as_text():
    page = Page(report(nasty_card(), nasty_table(), key="key").html)
    assert (page.open, page.crossed, page.tags.count("script")) == ([], [], 1)
    assert "<script>alert(1)</script>" in page.text
    assert [found for found in page.scripts if not found.startswith('{"format"')] == []


def test_sentences_of_a_section_stand_below_its_title():
    made = report(segments="kind")
    parts = section_texts(made.html)
    assert list(parts) == ["head", *(section.name for section in made.sections), "end"]
    for section in made.sections:
        text = Page(parts[section.name]).text
        assert text.startswith(section.title + "".join(section.sentences))


def test_the_first_figure_of_the_headline_stands_out():
    assert '<p class="lead"><b>2</b> rows score 4' in report().html


def test_parameters_stand_in_the_head():
    decay = {"decay": {"half_life_days": 10, "until": "$as_of"}}
    dated = card(criterion("last", decay), parameters={"as_of": {"type": "date"}})
    table = FRAME.assign(last=date(2026, 1, 1))
    made = report(dated, table, parameters={"as_of": date(2026, 1, 11)})
    # ten days are the half life
    assert made.figures["scores"]["mean"] == 0.5
    assert "as_of 2026-01-11" in Page(made.html).text
