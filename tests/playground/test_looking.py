import pytest

from scoring_kit.playground.frame import View
from scoring_kit.playground.looking import MOST_ROWS, Look, read_look

FRESH = Look(View(moved_by=5, top=10))
"""Of 100 rows a twentieth is far to move, and a tenth is the top."""


def look(**data):
    return read_look(data, 100, lambda text: [len(text)])


def test_nothing_said_is_what_a_fresh_screen_shows():
    assert look() == FRESH


def test_what_is_said_is_taken():
    found = look(
        offset=10, limit=5, sort="moved", only="tier", moved_by=3, find="ab", pinned=[4, 2, 4],
        top=9, criterion="x", row=7, what_if={"y": 1}, segment="z", share=0.2, panels=["why"],
    )  # fmt: skip
    view = View(10, 5, "moved", "tier", 3, (2,), (4, 2), 9)
    assert found == Look(view, "x", 7, {"y": 1}, "z", 0.2, frozenset(["why"]))


@pytest.mark.parametrize(
    "data",
    [
        {"offset": "3", "limit": None, "moved_by": True},
        {"sort": "name", "only": "those"},
        {"pinned": [-1, 100, "1", True, None], "row": 100},
        {"pinned": "1", "find": 7, "share": 1.5, "what_if": [], "panels": [1]},
        {"criterion": 5, "segment": {}, "find": "  "},
    ],
)
def test_what_makes_no_sense_is_left(data):
    assert look(**data) == FRESH


def test_a_page_stays_within_the_table():
    found = look(offset=1000, limit=10**9).view
    assert (found.offset, found.limit) == (99, MOST_ROWS)


@pytest.mark.parametrize(("rows", "far"), [(0, 0), (19, 0), (39, 1), (4000, 200), (5150, 200)])
def test_how_far_is_far_has_one_digit(rows, far):
    assert read_look({}, rows, list).view.moved_by == far


@pytest.mark.parametrize(("share", "top"), [(0.1, 10), (0.25, 25), (0.001, 1)])
def test_the_top_is_a_share_of_the_rows(share, top):
    assert look(share=share).view.top == top
