"""Competition ranks, expected by hand and beside pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.impact.ranks import competition_ranks

SCORES = st.floats(-1e6, 1e6) | st.sampled_from([0.0, -0.0, 1.0, 1.0 + 4e-10, 1e300, float("nan")])


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], []),
        ([float("nan")], [0]),
        ([1.0, 3.0, 2.0], [3, 1, 2]),
        ([1.0, 1.0, 0.5], [1, 1, 3]),
        ([1.0, 1.0 + 4e-10], [1, 1]),  # less than half a part in a thousand million
        ([1.0, 1.0 + 6e-10], [2, 1]),
        ([1e300, 2e300], [2, 1]),  # in steps they would be infinite
    ],
)
def test_equal_scores_share_the_better_rank(scores, expected):
    assert competition_ranks(np.array(scores, float)).tolist() == expected


@given(st.lists(SCORES, max_size=50))
def test_ranks_are_those_of_pandas(scores):
    steps = pd.Series(scores, dtype=float)
    steps = ((steps * 1e9 + 0.5) // 1 / 1e9).where(steps.abs() < 1e290, steps)
    expected = steps.rank(method="min", ascending=False).fillna(0)
    assert competition_ranks(np.array(scores, float)).tolist() == expected.tolist()
