"""Charts of counts that were made up: what is drawn, in what order and shade."""

import pytest

from scoring_kit.charts.drawing import QUIET, SHADES
from scoring_kit.charts.results import reason_chart, score_chart, tier_chart

TIERS = (("A", 60.0), ("B", 30.0))


def values(layer):
    return layer["data"]["values"]


def test_scores_are_bars_shaded_by_tier_with_a_line_at_each_cut():
    drawn = score_chart([(20, 40, None, 2), (20, 40, "B", 5)], TIERS, "t").to_dict()
    bars, rules, words = drawn["layer"]
    assert [bar["rows"] for bar in values(bars)] == [2, 5]
    assert [bar["tier"] for bar in values(bars)] == ["no tier", "B"]
    assert [line["cut"] for line in values(rules)] == [30.0]
    assert words["encoding"]["text"]["field"] == "tier"
    scale = bars["encoding"]["color"]["scale"]
    assert scale == {"domain": ["A", "B", "no tier"], "range": [*SHADES[:2], QUIET]}


def test_the_tier_that_bars_begin_in_is_named_where_they_begin():
    drawn = score_chart([(62, 64, "A", 2)], TIERS, "t").to_dict()
    assert values(drawn["layer"][1]) == [{"cut": 62, "tier": "A"}]


@pytest.mark.parametrize("bins", [[], [(0, 1, None, 1)]])
def test_scores_without_tiers_or_rows_are_a_chart_too(bins):
    assert score_chart(bins, (), "t").to_dict()["title"] == "t"


def test_tiers_come_first_then_what_has_no_score():
    counts = {
        ("scored", "B"): 3,
        ("partial", "B"): 1,
        ("knocked_out", None): 2,
        ("scored", None): 4,
    }
    drawn = tier_chart(counts, TIERS, "t").to_dict()
    bars = drawn["layer"][0]
    found = {bar["tier"]: bar["rows"] for bar in values(drawn)}
    assert found == {"A": 0, "B": 4, "no tier": 4, "knocked out": 2}
    assert bars["encoding"]["y"]["sort"] == ["A", "B", "no tier", "knocked out"]
    assert [bar["share"] for bar in values(drawn)] == [0.0, 0.4, 0.2, 0.4]


def test_reasons_keep_their_order_and_are_shaded_by_rank():
    records = [
        {"code": "T1", "text": "No art", "rank": 1, "rows": 9},
        {"code": "T1", "text": "No art", "rank": 2, "rows": 1},
        {"code": "R1", "text": None, "rank": 1, "rows": 4},
    ]
    drawn = reason_chart(records, "t").to_dict()
    (bars,) = drawn["layer"]
    assert bars["encoding"]["y"]["sort"] == ["T1 No art", "R1"]
    assert bars["encoding"]["color"]["scale"]["domain"] == [1, 2]
