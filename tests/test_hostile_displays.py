import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.display.markup import NO_TEXT
from tests.cards import card, criterion
from tests.nasty import every_kind_card, nasty_card, nasty_table, wide_card
from tests.reading import Reading

PIECES = [
    "</style>",
    "<script>",
    "<!--",
    "-->",
    "]]>",
    '"',
    "'",
    "&lt;",
    "&",
    "\u202e",
    "\x00",
    "=x>",
]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=6).map(
    lambda parts: f"x{''.join(parts)}x"
)


def shown(text):
    """Return the text as it must arrive; line ends are spelt alike in HTML."""
    return NO_TEXT.sub("\ufffd", text)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE)
def test_hostile_texts_arrive_as_text_in_the_card(title, category):
    value = {"categories": [{"in": [category], "value": 1}], "other": 0}
    small = card(criterion("one", value, title=title, description=category), title=title)
    read = Reading(small._repr_html_())
    assert (read.foreign, read.open) == ([], [])
    assert shown(title) in read.text


@settings(max_examples=30, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_hostile_keys_arrive_as_text_in_the_scores(keys):
    kept = [key.replace("\x00", "") for key in keys]
    table = pandas.DataFrame({"key": kept, "points": [float(n) for n in range(len(kept))]})
    read = Reading(sk.score(card(criterion("points")), table, key="key")._repr_html_())
    assert (read.foreign, read.open) == ([], [])
    assert all(shown(key) in read.text for key in kept)


@pytest.mark.parametrize("make", [every_kind_card, nasty_card])
def test_every_display_of_a_card_is_whole_and_harmless(make):
    small = make()
    for thing in (small, sk.check_scorecard(small), sk.changes(wide_card(3), small)):
        read = Reading(thing._repr_html_())
        assert (read.foreign, read.open) == ([], [])


def test_scores_with_hostile_names_and_tiers_are_harmless():
    read = Reading(sk.score(nasty_card(), nasty_table(), key="key")._repr_html_())
    assert (read.foreign, read.open) == ([], [])


def test_very_large_cards_are_cut_and_counted():
    html = wide_card(1_000)._repr_html_()
    assert "… and 960 more criteria" in Reading(html).text
    assert len(html) < 100_000
    assert len(nasty_card()._repr_html_()) < 100_000
