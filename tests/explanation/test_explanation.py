"""Whole explanations of rows that were worked out by hand."""

import json
import math

import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from tests.compiler.worked import group, leaf, parsed, root


@pytest.fixture(scope="module")
def customers():
    return sk.score(sk.read_scorecard("data/book_club.yaml"), "data/book_club.parquet")


@pytest.fixture(scope="module")
def customer(customers):
    return customers.explain(25)


def lines(explanation):
    """Return the amounts that are not 0, by name."""
    found = {line.name: line.amount for line in explanation.lines if line.amount}
    return {name: pytest.approx(amount, abs=1e-9) for name, amount in found.items()}


def test_a_member_of_the_book_club(customer):
    # 14 months: 50 - 2/12 of 35; 2 orders: 30; 297 dollars: 50 + 47/150 of 50; no art, no
    # travel; cooking: 20. Weights: half of 0.55, 0.35, 0.1 and of 0.45, 0.3, 0.25.
    assert lines(customer) == {
        "recency": 0.275 * (50 - 35 / 6),
        "frequency": 0.175 * 30,
        "spend": 0.05 * (50 + 47 / 3),
        "shelf": 0.125 * 20,
        "rounding": 23.2 - (0.275 * (50 - 35 / 6) + 5.25 + 0.05 * (50 + 47 / 3) + 2.5),
    }
    assert (customer.score, customer.tier, customer.status) == (23.2, "D", "scored")
    values = {part.name: round(part.value, 9) for part in customer.groups}
    # 0.55 * 44.1667 + 0.35 * 30 + 0.1 * 65.6667, and 0.25 * 20
    assert values == {"engagement": 41.358333333, "taste": 5.0}


def test_reasons_say_what_the_row_lacks_to_the_best(customer):
    # art: all of 22.5; recency: 27.5 of 55.8333; travel: all of 15
    found = [(part.rank, part.code, part.text, part.shortfall) for part in customer.reasons]
    assert found == [
        (1, "T1", "Has bought no art book", 22.5),
        (2, "R1", "No recent order", 15.354167),
        (3, "T3", "Few books on travel and Italy", 15.0),
    ]
    art = next(part for part in customer.criteria if part.name == "art")
    assert (art.code, art.reference, art.shortfall, art.held) == ("T1", 100.0, 22.5, "below 1")


def test_inputs_are_as_the_table_has_them(customer):
    inputs = {part.name: part for part in customer.inputs}
    recency = inputs["months_since_order"]
    assert (recency.value, type(recency.value), recency.unit) == (14, int, "months")
    assert (inputs["favourite_shelf"].value, inputs["favourite_shelf"].is_derived) == (
        "cooking",
        True,
    )


def test_a_knocked_out_row_keeps_its_lines_and_says_why(customers):
    # 36 months, one order, 112 dollars: 0.175 * 30 + 0.05 * 36.2 + 0.125 * 20 = 9.56
    found = customers.explain(609)
    assert (found.score, found.status, found.score_before_knock_out) == (None, "knocked_out", 9.6)
    assert math.fsum(line.amount for line in found.lines) == pytest.approx(9.6, abs=1e-12)
    assert [(part.name, part.code, part.text) for part in found.knock_outs] == [
        ("lapsed", "K1", "One order, long ago")
    ]
    assert [(part.code, part.shortfall) for part in found.reasons] == [("K1", None)]


# ---- other cards -------------------------------------------------------------------------------

MEAN = parsed(
    {
        "key": "id",
        "score": root(
            group("g", leaf("a", missing="reweight"), leaf("b", missing="reweight"), weight=3),
            leaf("c", missing="reweight"),
        ),
        "reasons": {"against": "worst", "keep": "all"},
        "inputs": {name: {"valid": [0, 100]} for name in "abc"},
    }
)


def test_what_is_missing_gives_its_weight_to_the_others():
    found = sk.score(MEAN, {"id": [1], "a": [None], "b": [8.0], "c": [4.0]})
    found = found.explain(1)
    assert lines(found) == {"b": 6.0, "c": 1.0}  # 3/4 of 8, 1/4 of 4
    assert [(part.weight, part.weight_used) for part in found.criteria] == [
        *((0.375, 0.0), (0.375, 0.75), (0.25, 0.25))
    ]
    assert found.criteria[0].held == "missing: reweight"
    assert (found.status, found.coverage, found.groups[0].coverage) == ("partial", 0.625, 0.5)
    assert found.groups[0].contribution == 6.0


def test_log_odds_begin_where_the_points_do():
    scale = {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 50}
    document = {"score": root(leaf("x"), aggregate="sum", initial=0.5), "scaling": scale}
    card = parsed({**document, "rounding": {"digits": 0}})
    found = sk.score(card, {"x": [1.2]}).explain(row=0)
    # 72.134752 points a unit: 600 - 72.134752 * ln 19, half of it, 1.2 times; 510.233849
    unit = 50 / math.log(2)
    assert lines(found) == {
        "scaling": 600 - unit * math.log(19),
        "score_initial": 0.5 * unit,
        "x": 1.2 * unit,
        "rounding": 510 - (600 + unit * (1.7 - math.log(19))),
    }
    assert [line.name for line in found.lines][:2] == ["scaling", "score_initial"]
    assert found.score == 510.0


def test_adjustments_say_what_they_did():
    rules = [
        {"name": "bonus", "when": "x > 5", "multiply": "1 + y"},
        {"name": "never", "when": "x > 50", "add": 1},
        {"name": "top", "cap": 10},
    ]
    card = parsed({"score": root(leaf("x")), "adjustments": rules})
    found = sk.score(card, {"x": [8.0], "y": [0.5]}).explain(row=0)
    parts = [(p.action, p.amount, p.fired, p.before, p.after) for p in found.adjustments]
    assert parts == [
        ("multiply", 1.5, True, 8.0, 12.0),
        ("add", 1.0, False, 12.0, 12.0),
        ("cap", 10.0, True, 12.0, 10.0),
    ]
    assert lines(found) == {"x": 8.0, "bonus": 4.0, "top": -2.0}


def test_a_row_without_a_score_says_what_it_lacks():
    card = parsed({"key": "id", "score": root(leaf("x"), leaf("y", invalid="fail"))})
    table = {"id": [1], "x": [None], "y": [math.inf]}
    found = sk.score(card, table).explain(1)
    assert found.status == "invalid"
    assert found.problems == ("x is missing and may not be", "y is invalid and may not be")
    assert (found.lines, found.reasons, found.total) == ((), (), None)
    assert [part.state for part in found.criteria] == ["missing", "invalid"]


# ---- other forms -------------------------------------------------------------------------------


def test_as_a_dict_it_is_json(customer):
    found = json.loads(json.dumps(customer.to_dict(), allow_nan=False))
    assert found["key"] == {"customer_id": 25}
    assert found["reasons"][0]["shortfall"] == 22.5
    assert found["inputs"][0]["value"] == 14


def test_as_a_frame_its_contributions_add_up(customer):
    frame = customer.to_pandas()
    assert frame["contribution"].sum() == pytest.approx(23.2, abs=1e-9)
    recency = frame.set_index("name").loc["recency"]
    assert (recency["kind"], recency["weight_used"], recency["code"]) == ("criterion", 0.275, "R1")


def test_as_a_frame_a_row_without_a_score_has_its_criteria():
    frame = sk.score(parsed({"score": root(leaf("x"))}), {"x": [math.nan]}).explain(row=0)
    frame = frame.to_pandas()
    assert frame[["name", "state"]].to_numpy().tolist() == [["x", "missing"]]
    assert frame["contribution"].isna().all()


def test_a_chart_goes_from_0_to_the_score(customer):
    bars = customer.chart().to_dict()["data"]["values"]
    assert [bar["name"] for bar in bars][-2:] == ["rounding", "score"]
    assert bars[0]["from"] == 0.0
    assert bars[-2]["to"] == pytest.approx(bars[-1]["amount"], abs=1e-9)
    assert bars[-1]["label"] == "23.2"


def test_what_has_no_score_is_not_drawn():
    found = sk.score(parsed({"score": root(leaf("x"))}), {"x": [math.nan]}).explain(row=0)
    with pytest.raises(DataError, match="no score to draw: x is missing"):
        found.chart()
