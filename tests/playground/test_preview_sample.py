import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.preview_sample import preview_sample
from scoring_kit.playground.sample import Sample
from scoring_kit.playground.sampled import Few

GAP = np.nan
LEAVES = [{"criterion": name, "missing": 0} for name in ("a", "b", "c")]
CARD = sk.parse_scorecard(
    {"schema": "scoring-kit/1", "name": "p", "score": {"aggregate": "sum", "of": LEAVES}}
)
LIVE = ExactScores(CARD, *[np.array([1.5, GAP, 3.0, 4.0])] * 2, None, None)


def found(a, b, c):
    values = {"a": np.array(a), "b": np.array(b), "c": np.array(c)}
    sample = Sample(np.array([0, 1, 3]), np.array([1.0, 2.0, 1.0]), 4)
    return preview_sample(Few(CARD, None, np.array([9.0, GAP, 8.0]), values), LIVE, sample)


def test_values_come_back_within_half_a_step():
    made = found([0.0, 100.0, 33.3], [GAP, -5.0, 5.0], [7.0, 7.0, 7.0])
    assert (made["rows"], made["of"], made["names"]) == (3, 4, ["a", "b", "c"])
    assert (made["low"], made["high"]) == ([0.0, -5.0, 7.0], [100.0, 5.0, 7.0])
    codes = np.frombuffer(made["codes"], np.uint8).reshape(3, 3)
    # 33.3 / 100 * 254 = 84.6; no value is 255; a constant is 0
    assert codes.tolist() == [[0, 254, 85], [255, 0, 254], [0, 0, 0]]
    back = made["low"][0] + codes[0] / 254 * (made["high"][0] - made["low"][0])
    assert back == pytest.approx([0, 100, 33.3], abs=100 / 254 / 2)


def test_weights_and_scores_go_along():
    made = found(*[[1.0, 2.0, 3.0]] * 3)
    assert np.frombuffer(made["weights"], "<f4").tolist() == [1.0, 2.0, 1.0]
    np.testing.assert_array_equal(np.frombuffer(made["live"], "<f4"), [1.5, GAP, 4.0])
    np.testing.assert_array_equal(np.frombuffer(made["draft"], "<f4"), [9.0, GAP, 8.0])


def test_infinite_and_absent_columns_have_codes_too():
    made = found([GAP, GAP, GAP], [np.inf, 0.0, -np.inf], [np.inf, 1.0, 3.0])
    codes = np.frombuffer(made["codes"], np.uint8).reshape(3, 3)
    assert codes.tolist() == [[255] * 3, [0, 0, 0], [254, 0, 254]]
    assert made["high"] == [0.0, 0.0, 3.0]
