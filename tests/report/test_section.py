from scoring_kit.display.markup import Markup
from scoring_kit.report.section import Section, named, paragraphs, quiet


def test_sentences_are_among_the_figures():
    section = Section("data", "The data", {"rows": 2}, Markup(""), ("2 rows.",))
    assert section.all_figures() == {"rows": 2, "sentences": ["2 rows."]}


def test_sentences_are_escaped():
    assert paragraphs(("a < b",)) == '<p class="says">a &lt; b</p>'
    assert quiet("a < b") == '<span class="quiet">a &lt; b</span>'


def test_names_in_sentences_are_short():
    assert (named("x" * 200), named(5)) == ("x" * 59 + "…", "5")
