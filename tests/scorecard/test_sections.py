import pytest

from tests.scorecard.one_row import scored


def published(x, **sections):
    members = [{"criterion": "x", "missing": "fail"}]
    return scored({"score": {"aggregate": "sum", "of": members}, **sections}, {"x": x})


ODDS = {"points": 600, "odds": 19, "pdo": 50}


@pytest.mark.parametrize(
    ("scaling", "x", "expected"),
    [
        ({"multiply": 2, "add": 5}, 10, 25.0),
        ({"add": -5}, 10, 5.0),
        ({"log_odds_of": "good", **ODDS}, 2.9444389791664403, 600.0),  # ln 19
        ({"log_odds_of": "good", **ODDS}, 3.6375861597263857, 650.0),  # ln 38: twice the odds
    ],
)
def test_scaling_turns_the_root_into_points(scaling, x, expected):
    assert published(x, scaling=scaling)["score"] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("mode", "x", "expected"),
    [
        ("half_up", 2.5, 3.0),
        ("half_up", -2.5, -2.0),
        ("half_even", 2.5, 2.0),
        ("half_even", 3.5, 4.0),
        ("up", 2.1, 3.0),
        ("up", 2.000001, 2.0),  # first rounded to five more digits
        ("up", -2.9, -2.0),
        ("down", 2.9, 2.0),
        ("down", -2.1, -3.0),
    ],
)
def test_rounding_follows_its_mode(mode, x, expected):
    assert published(x, rounding={"digits": 0, "mode": mode})["score"] == expected


@pytest.mark.parametrize(
    ("x", "tier"), [(100, "A"), (80, "A"), (79.96, "A"), (79.94, "B"), (60, "B"), (59, None)]
)
def test_a_tier_is_read_from_the_rounded_score_with_inclusive_cuts(x, tier):
    found = published(x, tiers={"A": 80, "B": 60}, rounding={"digits": 1})
    assert found["tier"] == tier


def test_adjustments_act_in_document_order():
    adjustments = [
        {"name": "bonus", "when": "x > 9", "add": 5},
        {"name": "not_for_all", "when": "x > 99", "add": 1000},
        {"name": "double", "multiply": 2},
        {"name": "most", "cap": "x + 17"},
        {"name": "least_points", "floor": 1},
    ]
    assert published(10, adjustments=adjustments)["score"] == 27.0  # min((10 + 5) * 2, 10 + 17)
    assert published(-50, adjustments=adjustments)["score"] == 1.0


def test_a_knock_out_takes_the_score_and_gives_its_reason():
    knock_outs = [
        {"name": "young", "when": "x < 18", "reason": "K1"},
        {"name": "old", "when": "x > 9"},
    ]
    found = published(17, knock_outs=knock_outs)
    assert (found["status"], found["score"]) == ("knocked_out", None)
    assert (found["knock_outs"], found["reason_1"]) == (["young", "old"], "K1")
    assert found["score_before_knock_out"] == 17.0


@pytest.mark.parametrize(("x", "expected"), [(600, 0.95), (650, 38 / 39), (550, 9.5 / 10.5)])
def test_a_probability_is_read_from_the_score(x, expected):
    found = published(x, probability={"of": "good", **ODDS})
    assert found["probability"] == pytest.approx(expected, rel=1e-14)


def test_coverage_below_its_minimum_leaves_the_row_without_a_score():
    members = [{"criterion": name, "missing": "reweight"} for name in "ab"]
    document = {"score": {"aggregate": "mean", "of": members}, "coverage": {"minimum": 0.6}}
    row = scored(document, {"a": 1, "b": None})
    assert (row["status"], row["coverage"], row["score"]) == ("insufficient", 0.5, None)


def test_reasons_name_the_largest_shortfalls_first():
    lines = {"linear": {"from": [0, 10], "to": [0, 10]}}
    members = [
        {"criterion": name, "value": lines, "missing": "fail", "weight": weight}
        for name, weight in (("a", 1), ("b", 2), ("c", 1))
    ]
    document = {"score": {"aggregate": "sum", "of": members}, "reasons": {"top": 2}}
    # Against the best, 10: a lacks 5, b lacks 2 * 4, c lacks nothing.
    row = scored(document, {"a": 5, "b": 6, "c": 10})
    assert (row["reason_1"], row["reason_2"]) == ("b", "a")
