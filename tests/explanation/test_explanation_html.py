"""The display of an explanation: what it says, and that nothing of users becomes HTML."""

from html.parser import HTMLParser

import pytest

import scoring_kit as sk
from tests.compiler.worked import leaf, parsed, root

NASTY = '<script>alert(1)</script> & "it\'s"'


class Words(HTMLParser):
    """Collects the texts of a page, and its tags, which have to be closed."""

    def __init__(self, page):
        super().__init__()
        self.open, self.words, self.tags = [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag != "wbr":
            self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)


def shown(explanation):
    found = Words(explanation._repr_html_())
    assert found.open == []
    assert not found.tags & {"script", "link", "img", "iframe"}
    return " ".join("".join(found.words).split())


@pytest.fixture(scope="module")
def customers():
    return sk.score(sk.read_scorecard("data/book_club.yaml"), "data/book_club.parquet")


def test_a_row_says_its_score_its_lines_and_its_reasons(customers):
    page = shown(customers.explain(25))
    for text in ("customer_id 25", "23.2", "6.8 below tier C, from 30", "+12.15", "−22.50"):
        assert text in page
    assert "12 → 50 to 24 → 15" in page
    assert "Has bought no art book" in page


def test_figures_below_each_other_have_the_same_decimals(customers):
    page = shown(customers.explain(5902)).replace("\u202f", " ")
    assert "50.0 %" in page
    assert "12.5 %" in page
    lines = page[page.index("From inputs to score") : page.index("Reasons")]
    assert "score89.80" in lines.replace(" ", "")


def test_the_best_say_how_far_above_the_highest_cut_they_are(customers):
    assert "29.8 above the cut of A at 60" in shown(customers.explain(5902))


def test_a_knocked_out_row_says_by_what(customers):
    page = shown(customers.explain(609))
    assert "Knocked out by lapsed: One order, long ago (K1)." in page
    assert "score before the knock-out" in page


def test_a_row_without_a_score_says_why():
    page = shown(sk.score(parsed({"score": root(leaf("x"))}), {"x": [None]}).explain(row=0))
    assert "No score: x is missing and may not be." in page
    assert "From inputs to score" not in page


def test_texts_of_users_are_texts():
    texts = {"title": NASTY, "reason": NASTY}
    member = leaf("x", {"categories": {NASTY: 1, "b": 2}}, input=NASTY, **texts)
    card = parsed({"key": NASTY, "score": root(member), "tiers": {NASTY: 1}, "reasons": {}})
    page = sk.score(card, {NASTY: [NASTY]}).explain(NASTY)._repr_html_()
    assert "<script" not in page
    assert shown(sk.score(card, {NASTY: [NASTY]}).explain(NASTY)).count("alert(1)") >= 4


def test_of_very_many_criteria_the_largest_are_drawn():
    card = parsed({"score": root(*(leaf(f"c{i}", input="x") for i in range(60)))})
    page = shown(sk.score(card, {"x": [6.0]}).explain(row=0))
    assert "44 smaller lines" in page
    assert "20 more rows: see to_pandas()." in page
