import re

from scoring_kit.display.style import (
    columns,
    facts,
    folded,
    header,
    note,
    output,
    section,
    stylesheet,
)


def test_the_style_sheet_reaches_nothing_outside():
    assert not re.search(r"url\(|@import|https?:|<|expression\(", stylesheet())


def test_an_output_holds_its_style_once_and_escapes_its_label():
    written = output("content", label='<Scores of "x">')
    assert written.count("<style>") == 1
    assert 'aria-label="&lt;Scores of &quot;x&quot;&gt;"' in written
    assert written.endswith(">content</div></div>")


def test_parts_keep_their_words_apart_without_the_style():
    parts = [header("card", "what it is", aside="v3"), facts(("rows", "10"), ("mean", "5"))]
    words = [re.sub("<[^>]+>", "", part) for part in parts]
    assert words == ["card what it is v3", "rows 10 mean 5"]


def test_sections_notes_and_columns_hold_what_is_given():
    assert "a &lt; b" in section("title", columns(note("a < b")))


def test_a_folded_part_opens_from_its_summary_whose_keys_stay_with_it():
    written = folded("a < b", "rest")
    assert written == (
        '<details><summary data-lm-suppress-shortcuts="true">a &lt; b</summary>rest</details>'
    )
