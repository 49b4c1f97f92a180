"""Figures of an impact, expected by hand; `test_compare.py` holds them against pandas."""

import numpy as np
import pytest

import scoring_kit as sk
from tests.cards import card, criterion
from tests.impact.figures import CANDIDATE, LIVE, small


@pytest.fixture(scope="module")
def figures():
    return small(segments="genre", top=2).figures()


def test_rows_that_change_or_have_scores(figures):
    # row 2 keeps its score of 6 but falls from rank 3 to 4; row 1 has another score
    assert (figures["rows"], figures["changed"]) == (6, 6)
    assert figures["scored"] == {"live": 5, "candidate": 5, "both": 4, "higher": 3, "lower": 0}
    assert figures["mean"] == {"live": pytest.approx(38 / 5), "candidate": pytest.approx(49 / 5)}


def test_crossing_includes_rows_that_gain_or_lose_a_tier(figures):
    # up: 0 (to B) and 4 (to A), both from none; down: 5 (from B to none)
    assert figures["crossed"] == {"up": 2, "down": 1, "gained": 2, "lost": 1}
    [art, music, lacking] = figures["segments"]
    assert (art["segment"], art["up"], art["down"]) == ("art", 1, 0)
    assert (music["segment"], music["up"], music["down"]) == ("music", 1, 1)
    assert (lacking["kind"], lacking["up"], lacking["down"]) == ("missing", 0, 0)


def test_ranks_and_the_top(figures):
    # live ranks 5 2 3 1 - 3, then 4 2 4 1 2 -: ties share the better one
    assert figures["top"] == {"n": 2, "stay": 2, "enter": 1, "leave": 0}
    assert (figures["median_move"], figures["most_up"], figures["most_down"]) == (0.5, 1, 1)
    rows = {cell["moved"]: cell["rows"] for cell in figures["ranks"]}
    assert rows == {"up": 1, "down": 1, "none": 2, "entered": 1, "left": 1}


def test_lines_of_one_version_only_count_from_zero(figures):
    # a: -(4 + 10 + 6 + 12) / 4, b: (6 + 12 + 6 + 13) / 4
    lines = {line["line"]: line for line in figures["lines"]}
    assert (lines["a"]["mean_change"], lines["a"]["version"]) == (-8.0, "live")
    assert (lines["b"]["mean_change"], lines["b"]["version"]) == (9.25, "candidate")
    assert lines["b"]["share"] == pytest.approx(37 / 69)
    assert figures["scores"][0]["change"] == 1.25


def test_what_one_version_has_only(figures):
    parts = [(part["kind"], part["name"], part["version"]) for part in figures["one_sided"]]
    assert parts == [
        ("criterion", "a", "live"),
        ("criterion", "b", "candidate"),
        ("input", "a", "live"),
        ("input", "b", "candidate"),
    ]


@pytest.mark.parametrize("values", [[], [np.nan], [np.nan, np.nan]])
def test_without_scores_there_are_no_numbers(values):
    data = {"a": np.array(values, float), "b": np.array(values, float)}
    found = sk.compare(LIVE, CANDIDATE, data)
    figures = found.figures()
    assert (figures["rows"], figures["changed"], figures["median_move"]) == (len(values), 0, None)
    assert {line["share"] for line in figures["lines"]} == {None}
    assert set(figures["scores"][0].values()) == {"mean", None}
    assert len(found.deltas) == len(values)
    assert "<" in found._repr_html_()


def test_one_row_has_no_interval():
    data = {"a": [1.0], "b": [12.0], "genre": ["x"]}
    [segment] = sk.compare(LIVE, CANDIDATE, data, segments="genre").figures()["segments"]
    assert (segment["mean_change"], segment["half_width"]) == (11.0, None)


def test_many_segments_are_joined():
    names = [f"g{number:02}" for number in range(45)]
    data = {"a": np.ones(90), "b": np.ones(90), "genre": names * 2}
    rows = sk.compare(LIVE, CANDIDATE, data, segments="genre").figures()["segments"]
    assert (len(rows), rows[-1]["segment"], rows[-1]["rows"]) == (41, "other", 10)


def test_changes_beyond_all_numbers_are_in_no_mean():
    up, down = (card(criterion("a", value), aggregate="sum") for value in ("identity", NEGATED))
    found = sk.compare(up, down, {"a": [-1.5e308, 1.0]})
    assert found.figures()["scores"][0]["change"] == -2.0
    assert found.deltas["change"].tolist() == [np.inf, -2.0]


NEGATED = {"linear": {"from": [0, 1], "to": [0, -1]}, "outside": "extrapolate"}
