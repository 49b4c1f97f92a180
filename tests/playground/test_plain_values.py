"""What goes to a screen is what JSON has."""

import datetime
import decimal
import json
import math

import numpy as np
import pytest

from scoring_kit.playground.plain_values import plain

CASES = [
    (None, None),
    (True, True),
    (7, 7),
    (2.5, 2.5),
    ("<b>", "<b>"),
    (math.nan, None),
    (-math.inf, "-inf"),
    (np.float32(0.5), 0.5),
    (np.int64(3), 3),
    (np.bool_(True), True),
    (np.datetime64("2024-02-29"), "2024-02-29"),
    (decimal.Decimal("1.5"), 1.5),
    (decimal.Decimal("NaN"), None),
    (datetime.datetime(2024, 2, 29, 12), "2024-02-29T12:00:00"),
    ([1, 2], "[1, 2]"),
]


@pytest.mark.parametrize(("value", "expected"), CASES, ids=repr)
def test_values_of_any_library_become_those_of_json(value, expected):
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)
    json.dumps(plain(value), allow_nan=False)
