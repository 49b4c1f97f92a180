import math

import pytest

from tests.compiler.worked import leaf, one, root


def scored(x, **fields):
    """Return the row of a scorecard whose root is x."""
    return one({"score": root(leaf("x")), **fields}, x=x)


@pytest.mark.parametrize(
    ("scaling", "expected"),
    [
        ({"multiply": 2, "add": 10}, 16.0),
        ({"multiply": 2}, 6.0),
        ({"add": 10}, 13.0),
        ({"multiply": -2, "add": 10}, 4.0),
    ],
)
def test_scaling_multiplies_and_adds(scaling, expected):
    assert scored(3, scaling=scaling)["score"] == expected


@pytest.mark.parametrize(
    ("odds", "points"), [(19, 600.0), (38, 650.0), (9.5, 550.0), (76, 700.0), (1, 387.604)]
)
def test_scaling_of_log_odds_adds_pdo_points_where_odds_double(odds, points):
    # at odds of 1: 600 - 50 * ln 19 / ln 2 = 600 - 50 * 4.247928 = 387.604
    scaling = {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50}
    assert scored(math.log(odds), scaling=scaling)["score"] == pytest.approx(points, abs=1e-3)


def test_a_score_that_overflows_by_scaling_is_invalid():
    assert scored(1e200, scaling={"multiply": 1e200})["status"] == "invalid"


# ---- adjustments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"add": 5}, 15.0),
        ({"multiply": 3}, 30.0),
        ({"cap": 8}, 8.0),
        ({"cap": 12}, 10.0),
        ({"floor": 12}, 12.0),
        ({"floor": 8}, 10.0),
        ({"add": "x / 4"}, 12.5),
        ({"cap": "x - 1"}, 9.0),
    ],
    ids=str,
)
def test_each_action_changes_the_score(action, expected):
    assert scored(10, adjustments=[{"name": "change", **action}])["score"] == expected


@pytest.mark.parametrize(("order", "expected"), [(("add", "multiply"), 36.0),
                                                (("multiply", "add"), 34.0)])  # fmt: skip
def test_adjustments_act_in_order_and_after_scaling(order, expected):
    # scaled 2 * 8 = 16; (16 + 2) * 2 = 36, or 16 * 2 + 2 = 34
    adjustments = [{"name": f"by_{action}", action: 2} for action in order]
    row = scored(8, scaling={"multiply": 2}, adjustments=adjustments)
    assert row["score"] == expected


@pytest.mark.parametrize(
    ("z", "if_missing", "score", "status"),
    [
        (9, None, 11.0, "scored"),
        (1, None, 1.0, "scored"),
        (None, None, 1.0, "scored"),  # NULL does not fire
        (None, "fire", 11.0, "scored"),
        (None, "fail", None, "insufficient"),
        (1, "fire", 1.0, "scored"),
        (1, "fail", 1.0, "scored"),
        (9, "fail", 11.0, "scored"),
    ],
)
def test_a_condition_that_is_null_fires_or_fails_only_when_told(z, if_missing, score, status):
    entry = {"name": "bonus", "when": "z > 5", "add": 10}
    told = {} if if_missing is None else {"if_missing": if_missing}
    row = one({"score": root(leaf("x")), "adjustments": [{**entry, **told}]}, x=1, z=z)
    assert (row["score"], row["status"]) == (score, status)


# ---- rounding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "digits", "x", "expected"),
    [
        # the floor of x in steps, plus one half
        ("half_up", 0, 2.5, 3.0),
        ("half_up", 0, -2.5, -2.0),
        ("half_up", 0, 2.49, 2.0),
        ("half_up", 0, -0.4, 0.0),
        ("half_up", 1, 0.05, 0.1),
        ("half_up", 1, 0.25, 0.3),
        ("half_up", 2, 1.005, 1.0),  # 1.005 * 100 is 100.49999999999999
        ("half_even", 0, 2.5, 2.0),
        ("half_even", 0, 3.5, 4.0),
        ("half_even", 0, -2.5, -2.0),
        ("half_even", 0, -3.5, -4.0),
        ("half_even", 0, -2.6, -3.0),
        ("half_even", 1, 0.25, 0.2),
        ("half_even", 1, 0.05, 0.0),
        ("half_even", 1, 0.35, 0.4),
        ("up", 0, -2.5, -2.0),
        ("up", 0, 2.1, 3.0),
        ("up", 1, 4.02, 4.1),
        ("up", 1, 4.00, 4.0),
        ("up", 1, 4.0000001, 4.0),  # 4.000000 at six digits
        ("up", 1, 4.000001, 4.1),
        ("up", 1, 0.1 + 0.2, 0.3),  # 0.30000000000000004 is no more than 0.3
        ("down", 0, -2.5, -3.0),
        ("down", 0, 2.9, 2.0),
        ("down", 1, 4.02, 4.0),
        ("down", 1, 1.1 - 1e-9, 1.1),  # 1.100000 at six digits
    ],
)
def test_each_mode_of_rounding(mode, digits, x, expected):
    row = scored(x, rounding={"digits": digits, "mode": mode})
    assert row["score"] == expected
    assert math.copysign(1.0, row["score"]) == (1.0 if expected >= 0 else -1.0)


def test_half_up_is_the_default_and_what_was_not_rounded_is_kept():
    row = scored(2.5, rounding={"digits": 0})
    assert (row["score"], row["unrounded"]) == (3.0, 2.5)


def test_a_score_too_large_for_its_digits_is_invalid():
    assert scored(1e300, rounding={"digits": 12})["status"] == "invalid"


# ---- knock-outs ----------------------------------------------------------------------------------

OUT = [{"name": "bankrupt", "when": "z > 5"}, {"name": "young", "when": "x < 18"}]


@pytest.mark.parametrize(
    ("x", "z", "names"), [(20, 1, []), (20, 9, ["bankrupt"]), (9, 9, ["bankrupt", "young"])]
)
def test_all_knock_outs_that_fire_are_listed(x, z, names):
    row = one({"score": root(leaf("x")), "knock_outs": OUT}, x=x, z=z)
    assert list(row["knock_outs"]) == names
    assert (row["status"] == "knocked_out") == bool(names)


def test_a_knocked_out_row_keeps_its_score_apart():
    fields = {"knock_outs": OUT, "tiers": {"A": 10, "B": 0}}
    row = one({"score": root(leaf("x")), **fields}, x=20, z=9)
    assert (row["score"], row["tier"], row["unrounded"]) == (None, None, None)
    assert (row["score_before_knock_out"], row["contribution_x"]) == (20.0, None)


@pytest.mark.parametrize(
    ("if_missing", "status"),
    [({}, "scored"), ({"if_missing": "fire"}, "knocked_out"),
     ({"if_missing": "fail"}, "insufficient")],
)  # fmt: skip
def test_a_knock_out_that_lacks_its_input_does_what_it_is_told(if_missing, status):
    document = {"score": root(leaf("x")), "knock_outs": [{**OUT[0], **if_missing}]}
    assert one(document, x=1, z=None)["status"] == status


def test_knocked_out_goes_before_invalid_and_insufficient():
    document = {"score": root(leaf("x")), "knock_outs": OUT}
    for x in (None, math.inf):
        row = one(document, x=x, z=9)
        assert (row["status"], row["score_before_knock_out"]) == ("knocked_out", None)


# ---- tiers and probability -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "tier"),
    [(90, "A"), (80, "A"), (79.95, "A"), (79.94, "B"), (60, "B"), (59.94, None), (-5, None)],
)
def test_tiers_are_read_from_the_published_score(x, tier):
    # 79.95 is published as 80.0
    fields = {"rounding": {"digits": 1}, "tiers": {"A": 80, "B": 60}}
    assert scored(x, **fields)["tier"] == tier


@pytest.mark.parametrize(
    ("score", "expected"),
    [(600, 0.95), (650, 38 / 39), (550, 9.5 / 10.5), (1e9, 1.0), (-1e9, 0.0)],
)
def test_a_probability_is_odds_over_odds_and_one(score, expected):
    # odds of 19 at 600 points double with every 50
    probability = {"of": "good", "points": 600, "odds": 19, "pdo": 50}
    row = scored(score, probability=probability)
    assert row["probability"] == pytest.approx(expected, rel=1e-12)


def test_a_probability_falls_with_the_score_where_pdo_is_negative():
    probability = {"of": "bad", "points": 600, "odds": 1, "pdo": -20}
    assert scored(620, probability=probability)["probability"] == pytest.approx(1 / 3)


def test_a_probability_belongs_to_the_published_score():
    probability = {"of": "good", "points": 600, "odds": 19, "pdo": 50}
    row = scored(600.4, rounding={"digits": 0}, probability=probability)
    assert row["probability"] == pytest.approx(0.95)


def test_without_a_score_there_is_no_probability_and_no_tier():
    probability = {"of": "good", "points": 600, "odds": 19, "pdo": 50}
    row = scored(None, probability=probability, tiers={"A": 0})
    assert (row["probability"], row["tier"]) == (None, None)
