"""Reasons and contributions of wide groups use the kept parts of the group's tree."""

import math

import pytest

from scoring_kit.compiler import replacing
from tests.scorecard.one_row import scored

NAMES = [f"c{number}" for number in range(20)]
ROW = {name: 1.0 + number for number, name in enumerate(NAMES)}


def card(aggregate: object) -> dict[str, object]:
    of = [
        {"criterion": name, "value": {"linear": {"from": [1, 20], "to": [0.1, 1]}}, "missing": 0.5}
        for name in NAMES
    ]
    score = {"aggregate": aggregate, "of": of}
    return {"score": score, "reasons": {"top": 20, "keep": "nonnegative"}}


AGGREGATES = ["geometric_mean", "harmonic_mean", {"power_mean": 2}, "product", "min", "max"]


@pytest.mark.parametrize("aggregate", [*AGGREGATES, "complement_product"], ids=str)
def test_a_wide_group_gives_what_the_whole_group_again_gives(aggregate, monkeypatch):
    wide = scored(card(aggregate), ROW)
    monkeypatch.setattr(replacing, "WIDE", 1000)
    again = scored(card(aggregate), ROW)
    for name, value in again.items():
        near = pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
        assert wide[name] == near, name


def test_the_lowest_of_twenty_costs_a_geometric_mean_most():
    # v = 0.1 .. 1 in equal steps; the mean with c0 at its best, 1, is mean * 10^(1/20)
    row = scored(card("geometric_mean"), ROW)
    values = [0.1 + 0.9 * number / 19 for number in range(20)]
    assert row["score"] == pytest.approx(math.exp(sum(map(math.log, values)) / 20), rel=1e-12)
    assert [row["reason_1"], row["reason_20"]] == ["c0", "c19"]
