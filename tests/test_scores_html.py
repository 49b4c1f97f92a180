import pandas
import pytest

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.scores_html import tones_of
from tests.cards import card, criterion
from tests.reading import Reading

TIERED = card(
    criterion("points"), tiers={"A": 80, "B": 40}, defaults={"missing": "fail"}, key="name"
)


def words(scores):
    return Reading(scores._repr_html_()).text


def test_tiers_statuses_and_top_rows_are_counted():
    # 90 and 80 reach A, 40 B, 10 no tier, the missing one has no score
    data = {"name": list("edcba"), "points": [10.0, 90.0, 80.0, None, 40.0]}
    text = words(sk.score(TIERED, data))
    assert "5 rows scored" in text
    assert "With a score 4 80\u202f%" in text
    for counted in ("A  2 50", "B  1 25", "no tier  1 25", "insufficienttoo little known120"):
        assert counted in text
    assert "d90A" in text


def test_a_share_and_what_is_left_of_it_make_a_hundred():
    # 2 of 9 without a score, 22.2, and 7 with one, 77.8; A has 4 and B 3 of the 7
    data = {"name": list("abcdefghi"), "points": [90.0] * 4 + [50.0] * 3 + [None] * 2}
    text = words(sk.score(TIERED, data)).replace("\u202f", " ")
    assert "With a score 7 77.8 % Without 2 22.2 %" in text
    assert "A  4 57.1 %" in text
    assert "B  3 42.9 %" in text


def test_shares_below_each_other_have_the_same_decimals():
    # 1 and 15 of 16 are 6.25 % and 93.75 %, halves to even; all of them would be 100.0
    data = {"name": list("abcdefghijklmnop"), "points": [90.0, *[50.0] * 15]}
    text = words(sk.score(TIERED, data)).replace("\u202f", " ")
    assert "A  1 6.2 %B  15 93.8 %" in text
    data = {"name": list("abcdefghij"), "points": [90.0, *[50.0] * 8, 1.0]}
    text = words(sk.score(TIERED, data)).replace("\u202f", " ")
    assert "A  1 10 %B  8 80 %no tier  1 10 %" in text


@pytest.mark.parametrize(
    ("coverage", "said"),
    [([1.0, 2.0], "Mean coverage 100 %Scores"), ([1.0, None], "Mean coverage 50 % 1 row in full")],
)
def test_rows_in_full_are_counted_where_not_all_are(coverage, said):
    data = {"name": ["a", "b"], "points": coverage}
    assert said in words(sk.score(TIERED, data)).replace("\u202f", " ")


def test_equal_scores_stand_in_the_order_of_the_key():
    data = pandas.DataFrame({"name": ["c", "a", "b"], "points": [1.0, 1.0, 2.0]})
    text = words(sk.score(TIERED, data))
    assert text.index("b2–") < text.index("a1–") < text.index("c1–")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], "The table has no rows."),
        ([None, None], "No row has a score"),
        ([3.5], "Every score is 3.5."),
        ([1e308, -1e308], "−1e308 to 1e308"),
        ([0.0, 5e-324], "With a score 2"),
    ],
)
def test_tables_with_hardly_anything_in_them_are_shown(points, said):
    frame = pandas.DataFrame({"points": pandas.Series(points, dtype="float64")})
    assert said in words(sk.score(card(criterion("points"), defaults={"missing": "fail"}), frame))


def test_the_text_form_asks_nothing_and_the_html_asks_once(monkeypatch):
    asked = []
    fetch = DuckDBEngine.fetch
    monkeypatch.setattr(DuckDBEngine, "fetch", lambda *a: asked.append(1) or fetch(*a))
    scores = sk.score(sk.read_scorecard("data/book_club.yaml"), "data/book_club.parquet")
    asked.clear()
    assert repr(scores).startswith("Scores of 'book_club'")
    assert asked == []
    assert scores._repr_html_() == scores._repr_html_()
    assert asked == [1]


def test_tones_run_from_dark_to_light_over_the_tiers():
    assert list(tones_of(list("ABCDEFG")).values()) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert tones_of([]) == {None: 2}
