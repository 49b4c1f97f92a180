"""Small documents on which the package and the oracle once disagreed, calculated by hand."""

from __future__ import annotations

from typing import Any

import pandas

from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scoring import score

LINE = {"linear": {"from": [0, 10], "to": [0, 100]}}


def scored(columns: dict[str, Any], aggregate: Any, of: list[Any], **rest: Any) -> Any:
    """The first row of a table of one row, in full detail."""
    root = {"aggregate": aggregate, "of": of} | rest.pop("score", {})
    document = {"schema": "scoring-kit/1", "name": "found", "score": root} | rest
    table = {name: [value] for name, value in columns.items()}
    return score(parse_scorecard(document), table, detail="full").to_pandas().iloc[0]


def criterion(name: str, **fields: Any) -> dict[str, Any]:
    return {"criterion": name, "missing": "fail"} | fields


def test_an_extrapolated_value_is_ok_and_not_invalid():
    row = scored({"a": 12.0}, "sum", [criterion("a", value=LINE | {"outside": "extrapolate"})])
    assert (row["score"], row["state_a"]) == (120.0, "ok")


def test_a_percentile_counts_ties_at_the_lowest_quantile_and_may_refuse_what_lies_below():
    value = {"percentile": {"quantiles": [1, 1, 3]}, "outside": "invalid"}
    lowest = scored({"a": 1.0}, "sum", [criterion("a", value=value)])
    below = scored({"a": 0.5}, "sum", [criterion("a", value=value)])
    assert (lowest["score"], below["state_a"]) == (0.5, "invalid")  # half of them are 1


def test_the_label_of_a_special_code_passes_through_a_derived_input():
    leaf = criterion("b", special={"no_file": 7})
    inputs = {"a": {"special": {-99: "no_file"}}}
    row = scored({"a": -99.0}, "sum", [leaf], inputs=inputs, derived={"b": "a * 2"})
    assert (row["score"], row["state_b"]) == (7.0, "special")


def test_the_first_rule_in_reading_order_gives_the_label():
    rules = [{"when": "a > 0", "value": "b + 1"}, {"when": "c > 0", "value": 1}]
    leaf = criterion("r", value={"rules": rules}, unmatched=0, special={"one": 1, "two": 2})
    inputs = {"b": {"special": {-1: "one"}}, "c": {"special": {-2: "two"}}}
    row = scored({"a": 1.0, "b": -1.0, "c": -2.0}, "sum", [leaf], inputs=inputs)
    assert row["score"] == 1.0


def test_a_gap_is_unmatched_although_another_bin_holds_an_expression():
    bins = [{"below": 1, "value": "1 / 2"}, {"below": 5, "unmatched": True}, {"value": 3}]
    row = scored({"a": 2.0}, "sum", [criterion("a", value={"bins": bins}, unmatched=9)])
    assert (row["score"], row["status"]) == (9.0, "partial")


def test_a_policy_without_a_reason_hides_the_reason_of_the_branch():
    rules = [{"when": "a is not null", "value": "b", "reason": "R1"}, {"value": 1}]
    leaf = criterion("r", value={"rules": rules}, missing=5, reference=8)
    row = scored({"a": 1.0, "b": None}, "sum", [leaf], reasons={"top": 1, "against": "best"})
    assert (row["state_r"], row["reason_1"]) == ("missing", "r")


def test_a_shortfall_counts_only_under_the_reason_of_its_row():
    first = criterion("a", value=LINE, missing=0, invalid={"value": 0, "reason": "R1"})
    second = criterion("b", value=LINE, reason="R1")
    row = scored({"a": 2, "b": 10}, "sum", [first, second], reasons={"top": 2, "against": "best"})
    assert row["reason_1"] == "a"
    assert pandas.isna(row["reason_2"])


def test_knock_outs_give_their_reasons_in_their_own_order():
    fires = [("k1", "a > 9", "K1"), ("k2", "a > 0", "K2"), ("k3", "a > 0", "K1")]
    outs = [{"name": name, "when": when, "reason": reason} for name, when, reason in fires]
    row = scored({"a": 1.0}, "sum", [criterion("a")], knock_outs=outs)
    assert row["reason_1"] == "K2"


def test_a_group_below_its_coverage_contributes_nothing():
    low = {"group": "g", "aggregate": "sum", "initial": 3, "coverage": {"minimum": 1}}
    low |= {"missing": "reweight", "of": [criterion("a"), criterion("b", missing="skip")]}
    row = scored({"a": 4.0, "b": None, "c": 5.0}, "mean", [low, criterion("c")])
    assert (row["score"], row["contribution_a"], row["contribution_g_initial"]) == (5.0, 0.0, 0.0)


def test_an_amount_that_lacks_an_input_takes_the_score_although_it_has_a_value():
    amount = {"name": "x", "cap": "case when b > 0 then 1 else 2 end"}
    then = {"name": "y", "add": 90}
    row = scored({"a": 4.0, "b": None}, "sum", [criterion("a")], adjustments=[amount, then])
    assert row["status"] == "insufficient"
    assert pandas.isna(row["score"])


def test_a_member_that_overflows_in_a_power_mean_is_not_left_out():
    value = {"linear": {"from": [0, 1], "to": [0, 1e200]}}
    members = [criterion("a", value=value, missing="reweight"), criterion("b", value=value)]
    row = scored({"a": 1.0, "b": 1e-200}, {"power_mean": 2}, members)
    assert row["status"] == "invalid"


def test_an_overflow_in_a_group_that_its_parent_can_do_without_takes_the_score():
    group = {"group": "g", "aggregate": "product", "missing": "reweight"}
    group["of"] = [criterion("a"), criterion("b")]
    row = scored({"a": 1e200, "b": 1e200, "c": 3.0}, "max", [group, criterion("c")])
    assert row["status"] == "invalid"
    assert pandas.isna(row["score"])


def test_a_derived_input_takes_its_type_from_the_table_where_nothing_else_tells():
    knock_out = {"name": "k", "when": "d = b"}
    row = scored(
        {"a": 1.0, "b": "x"}, "sum", [criterion("a")], derived={"d": "b"}, knock_outs=[knock_out]
    )
    assert row["status"] == "knocked_out"
