import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.values import is_missing, kind_of_value, missing_columns, to_value


@pytest.mark.parametrize("value", [None, math.nan, np.float64("nan"), np.datetime64("NaT"), pd.NaT,
                                   pd.NA, Decimal("NaN"), Decimal("sNaN")])  # fmt: skip
def test_what_is_missing_is_missing_in_every_type(value):
    assert is_missing(value)
    assert [to_value(value, kind, "x") for kind in (Type.TEXT, Type.BOOLEAN)] == [None, None]


@pytest.mark.parametrize(
    "value", [0, 0.0, "", False, math.inf, dt.date(1, 1, 1), "nan", Decimal(0)]
)
def test_what_is_there_is_not_missing(value):
    assert not is_missing(value)


@pytest.mark.parametrize(
    ("value", "number"),
    # between 2**53 and 2**54 doubles are even; halves go to the even neighbour
    [(2**53 + 1, 2.0**53), (2**53 + 3, 2.0**53 + 4), (-(10**400), -math.inf),
     (Decimal("0.1"), 0.1), (Decimal("1e400"), math.inf), (Decimal("-Infinity"), -math.inf),
     (Fraction(1, 4), 0.25), (np.float32(0.1), 0.10000000149011612), (np.uint8(255), 255.0)],
)  # fmt: skip
def test_a_number_is_rounded_once_to_the_nearest_double(value, number):
    assert to_value(value, Type.NUMBER, "x") == number


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, Type.BOOLEAN), (np.bool_(False), Type.BOOLEAN), (1, Type.NUMBER), ("a", Type.TEXT),
     (Decimal(1), Type.NUMBER), (dt.datetime(2024, 1, 1), Type.DATE), (b"a", None), (1j, None),
     (np.datetime64("2024-01-01"), Type.DATE), (dt.timedelta(1), None), ([1], None),
     (np.timedelta64(1, "s"), None)],
)  # fmt: skip
def test_a_value_has_one_kind_or_none(value, kind):
    assert kind_of_value(value) is kind


def test_an_error_shows_the_start_of_a_long_value_only():
    with pytest.raises(DataError, match="holds str 'xxx") as error:
        to_value("x" * 1000, Type.NUMBER, "age")
    assert len(str(error.value)) < 200


def test_missing_columns_come_with_the_nearest_name():
    error = missing_columns(["age", "income"], {"incom": 1})
    assert [problem.place for problem in error.problems] == ["age", "income"]
    assert "did you mean 'incom'" in str(error)


def test_texts_where_dates_should_be_are_told_how_to_convert_them():
    with pytest.raises(DataError, match=r"column, with pandas\.to_datetime say"):
        to_value("2024-02-29", Type.DATE, "joined")
