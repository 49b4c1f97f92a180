import re

import pytest

from scoring_kit.display.pictures import (
    Bar,
    Column,
    Cut,
    Frame,
    Tick,
    axis,
    bar_list,
    histogram,
    line_picture,
    share,
    steps,
    waterfall,
)


def test_a_line_runs_from_corner_to_corner():
    # x from 0 to 36 on 1,000 units, y from 0 to 100 upwards on 100 units: (12, 60) is (333.3, 40)
    frame = Frame((0.0, 36.0), (0.0, 100.0))
    drawn = line_picture([[(0, 100), (12, 60), (36, 0)]], frame, [], label="recency")
    assert 'd="M0.0 0.0 L333.3 40.0 L1000.0 100.0"' in drawn


def test_where_values_change_their_sign_zero_is_drawn():
    # y from -50 to 150 on 100 units: zero stands a quarter above the bottom
    drawn = line_picture([[(0, -50), (1, 150)]], Frame((0.0, 1.0), (-50.0, 150.0)), [], label="x")
    assert '<path class="level" d="M0.0 75.0 L1000.0 75.0">' in drawn


def test_a_stair_has_a_gap_where_no_value_is():
    assert steps([0, 1, 2, 3], [5, None, 7]) == [[(0, 5), (1, 5)], [(2, 7), (3, 7)]]


@pytest.mark.parametrize(
    ("value", "within", "place"),
    [(5, (0, 10), 0.5), (-5, (0, 10), 0), (99, (0, 10), 1), (0, (-1e308, 1e308), 0.5)],
)
def test_places_stay_inside_the_picture(value, within, place):
    assert share(value, within) == place


def test_ticks_that_would_touch_are_left_out_but_never_the_ends():
    ticks = [Tick(at, f"{at:,}") for at in (0, 1_000, 500_000, 999_000, 1_000_000)]
    words = re.sub("<[^>]+>", "", axis(ticks, (0, 1_000_000)))
    assert words == "0 500,000 1,000,000"


def test_columns_are_as_high_as_their_share_of_the_highest():
    bars = [Column(0, 1, 20, tone=4), Column(1, 2, 40, tone=1)]
    drawn = histogram(bars, [Cut(1, "A")], [], x=(0, 2), label="scores")
    assert 'class="t4" x="0.0" y="50.0"' in drawn
    assert 'class="t1" x="500.0" y="0.0"' in drawn
    assert 'class="cut" style="left:50.00%"' in drawn


def test_bars_start_at_zero():
    # on a scale from -50 to 100 zero stands at a third
    drawn = bar_list([Bar("a", 100, "100"), Bar("b", -50, "-50")], label="values")
    assert 'class="more" x="33.33%" width="66.67%"' in drawn
    assert 'class="less" x="0.00%" width="33.33%"' in drawn


def test_each_bar_of_a_waterfall_starts_where_the_last_one_ended():
    # 0 + 60 = 60, 60 + 40 = 100, 100 - 25 = 75
    bars = [Bar("a", 60, ""), Bar("b", 40, ""), Bar("c", -25, "")]
    drawn = waterfall(bars, label="contributions", end=("score", 75, "75"))
    places = re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', drawn)
    assert places == [("0.00", "60.00"), ("60.00", "40.00"), ("75.00", "25.00")]
    assert 'x1="75.00%"' in drawn


def test_pictures_of_nothing_are_drawn_all_the_same():
    assert "<svg" in histogram([], [], [], x=(0.0, 0.0), label="no scores")
    assert bar_list([], label="none").startswith("<div")


def test_a_bar_may_have_a_line_at_what_it_was():
    # a scale from 0 to 8, which the line lies at the end of
    html = bar_list([Bar("A", 6.0, "6", mark=8.0)], label="rows")
    assert 'width="75.00%"' in html
    assert '<line class="before" x1="100.00%"' in html
