import pytest

from scoring_kit.scorecard.changes_data import Change
from scoring_kit.scorecard.html_changes import changes_html
from tests.reading import Reading


def change(before, after, text="weight"):
    return Change("score.of.0.weight", "changed", before, after, text)


def test_changes_show_kind_text_and_place():
    text = Reading(changes_html([change("a", "b", "title: <a> -> b")])).text
    assert text == "1 changechanged title: <a> -> bscore.of.0.weight"


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (0.55, 0.4, '<span class="down">0.15</span>'),
        (60, 65.0, '<span class="up">5</span>'),
    ],
)
def test_numbers_say_which_way_they_went_and_how_far(before, after, marked):
    assert marked in changes_html([change(before, after)])


@pytest.mark.parametrize(("before", "after"), [(1, 1.0), (True, False), (None, 3), ("1", "2")])
def test_what_did_not_rise_or_fall_has_no_colour(before, after):
    assert 'class="up"' not in changes_html([change(before, after)])
    assert 'class="down"' not in changes_html([change(before, after)])


def test_kinds_of_changes_are_counted_where_there_are_several():
    both = [change(1, 2), Change("tiers.A", "removed", 1, None, "removed tier A")]
    assert Reading(changes_html(both)).text.startswith("2 changes 1 changed, 1 removed")


def test_no_changes_are_said_and_many_are_counted():
    assert Reading(changes_html([])).text == "No changes"
    assert "… and 950 more changes" in Reading(changes_html([change(1, 2)] * 1_000)).text
