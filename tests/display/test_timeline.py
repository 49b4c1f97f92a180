import re
from itertools import pairwise

from scoring_kit.display.timeline import Band, Period, timeline


def shapes(html):
    return re.findall(r'<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"', html)


def words(html):
    return re.findall(r'class="(at(?: last)?)" style="left:([\d.]+)%">(\w+)<', html)


def test_a_period_stands_where_its_time_lies_and_the_present_one_is_marked():
    band = Band("here", [Period(0, 5, "1"), Period(5, 20, "2", is_now=True)], "told")
    html = timeline([band], [], x=(0, 20))
    assert shapes(html) == [("past", "0.00", "25.00"), ("now", "25.00", "75.00")]
    assert words(html) == [("at", "0.00", "1"), ("at", "25.00", "2")]
    assert 'role="img" aria-label="told"' in html


def test_a_word_without_room_is_left_out_but_the_last_one_stays():
    periods = [Period(at, at + 1, str(at)) for at in range(100)]
    kept = [int(word) for _, _, word in words(timeline([Band("x", periods, "")], [], x=(0, 100)))]
    assert kept[-1] == 99
    assert all(after - before >= 5 for before, after in pairwise(kept))


def test_a_word_at_the_end_stands_before_its_place():
    html = timeline([Band("x", [Period(99, 100, "7")], "")], [], x=(0, 100))
    assert words(html) == [("at last", "99.00", "7")]
