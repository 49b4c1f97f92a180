import scoring_kit as sk
from tests.reading import Reading

TABLE = {"orders": [1, 2, 3, 4, 5, 6, 7, 9], "<b>&": list("xyxyxxyz")}


def test_every_line_of_the_text_arrives_in_its_order():
    draft = sk.draft_scorecard(TABLE)
    read = Reading(draft._repr_html_())
    assert (read.foreign, read.open) == ([], [])
    words = [word.rstrip() for word in read.words]
    begin = words.index(draft.text.splitlines()[0])
    lines = [line.rstrip() for line in draft.text.splitlines()]
    assert words[begin : begin + len(lines)] == lines


def test_comments_are_quiet_and_the_document_is_not():
    html = sk.draft_scorecard(TABLE)._repr_html_()
    assert '<bdi class="quiet"># Cut so that' in html
    assert "<bdi>schema: scoring-kit/1</bdi>" in html


def test_it_says_what_to_do_next():
    text = Reading(sk.draft_scorecard(TABLE)._repr_html_()).text
    assert ".write(path) makes a file of it" in text
    assert "2 criteria, 5 tiers" in text


def test_a_very_long_draft_is_cut_and_counted():
    draft = sk.draft_scorecard({f"c{n}": [n, n + 1, 3 * n + 2] for n in range(60)})
    text = Reading(draft._repr_html_()).text
    lines = len(draft.text.splitlines())
    assert lines > 400
    assert f"… and {lines - 400} more lines" in text
    assert len(draft._repr_html_()) < 100_000
