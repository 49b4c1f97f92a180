"""Shares of the change, expected by hand."""

import pytest

import scoring_kit as sk
from scoring_kit.engines.pairs import PairSums
from scoring_kit.impact.lines import coverage_changes
from tests.cards import card, criterion

ROUND = {"digits": 0, "mode": "half_up"}


def test_adjustments_scaling_and_rounding_are_lines_too():
    live = card(criterion("a", missing="fail"), aggregate="sum", rounding=ROUND)
    candidate = card(
        criterion("a", missing="fail"),
        aggregate="sum",
        scaling={"multiply": 2, "add": 10},
        adjustments=[{"name": "high", "when": "a > 1", "add": 3}],
        rounding=ROUND,
    )
    # live 1.4 and 2.2 become 1 and 2 (-0.4, -0.2); then 12.8 and 17.4 become 13 and 17
    found = sk.compare(live, candidate, {"a": [1.4, 2.2]}).lines.set_index("line")
    expected = {"a": 1.8, "scaling": 10.0, "high": 3.0, "rounding": 0.2}
    assert found["mean_change"].to_dict() == pytest.approx(expected)
    # 0.2 + 0.4 and -0.4 + 0.2
    assert found.loc["rounding", "mean_size"] == pytest.approx(0.4)
    assert found.loc["scaling", "share"] == pytest.approx(10 / 15.2)


def test_coverage_without_rows_is_not_known():
    sums = PairSums(0, {}, {}, live_coverage=0, coverage=0, more=0, less=0)
    assert coverage_changes(sums, 0) == {"live": None, "candidate": None, "more": 0, "less": 0}
