import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.columns import kind_of, to_column

NAN = math.nan
TEXTS = ["a", None, "ß"]


@pytest.mark.parametrize(
    "values",
    [
        [1, None, 2.5],
        np.array([1, NAN, 2.5], dtype=np.float32),
        np.ma.array([1.0, 9.0, 2.5], mask=[False, True, False]),
        pd.Series([1, None, 2.5]),
        pd.Series([1, None, 2.5], dtype="Float64"),
        pd.Series([Decimal(1), None, Decimal("2.5")]),
        pa.array([1, None, 2.5]),
        (value for value in (1, None, 2.5)),
    ],
    ids=["list", "float32", "masked", "pandas", "nullable", "decimal", "arrow", "iterator"],
)
def test_numbers_are_doubles_with_nan_where_missing(values):
    column = to_column(values, Type.NUMBER, "x")
    assert column.dtype == np.float64
    assert np.array_equal(column, [1.0, NAN, 2.5], equal_nan=True)


def test_integers_are_rounded_to_the_nearest_double():
    big = [2**53 + 1, 2**63 - 1]
    for values in (big, np.array(big), pd.Series(big, dtype="Int64")):
        assert to_column(values, Type.NUMBER, "x").tolist() == [2.0**53, 2.0**63]


@pytest.mark.parametrize(
    "values",
    [TEXTS, pd.Series(TEXTS), pd.Series(TEXTS, dtype="category"), pa.array(TEXTS),
     pd.Series(TEXTS, dtype=object), np.array(TEXTS, dtype=object)],
    ids=["list", "str", "category", "arrow", "object", "numpy"],
)  # fmt: skip
def test_texts_are_objects_with_none_where_missing(values):
    column = to_column(values, Type.TEXT, "x")
    assert (column.dtype, column.tolist()) == (np.dtype(object), TEXTS)


@pytest.mark.parametrize(
    "values", [[True, None, False], pd.Series([True, None, False], dtype="boolean")]
)
def test_truths_are_1_0_and_minus_1_where_missing(values):
    assert to_column(values, Type.BOOLEAN, "x").tolist() == [1, -1, 0]


@pytest.mark.parametrize(
    "values",
    [
        [dt.date(1970, 1, 2), None, dt.datetime(1969, 12, 31, 23)],
        np.array(["1970-01-02", "NaT", "1969-12-31T23"], dtype="datetime64[s]"),
        pd.Series(pd.to_datetime(["1970-01-02T00", None, "1969-12-31T23"])),
        np.ma.array(np.array([1, 5, -1], dtype="M8[D]"), mask=[False, True, False]),
        # eight in the evening in New York is the next day in UTC
        pd.Series(pd.to_datetime(["1970-01-01T20:00-05:00", None, "1969-12-31T10:00-05:00"])),
    ],
    ids=["list", "numpy", "pandas", "masked", "zone"],
)
def test_dates_are_days_in_utc_with_nan_where_missing(values):
    assert np.array_equal(to_column(values, Type.DATE, "x"), [1.0, NAN, -1.0], equal_nan=True)


@pytest.mark.parametrize(
    ("values", "kind"),
    [(np.array([True]), Type.NUMBER), ([1.0, True], Type.NUMBER), (["1"], Type.NUMBER),
     (np.array([1.0]), Type.TEXT), (np.array([1]), Type.DATE), ([1], Type.BOOLEAN),
     (np.array(["1"]), Type.NUMBER), (["\udc00"], Type.TEXT), ("abc", Type.TEXT), (5, Type.NUMBER)],
)  # fmt: skip
def test_a_column_of_another_kind_is_refused(values, kind):
    with pytest.raises(DataError, match=r"column 'age' should|is no column"):
        to_column(values, kind, "age")


@pytest.mark.parametrize(
    ("values", "kind"),
    [([1, 2.5, Decimal(1)], Type.NUMBER), ([1, "a"], None), ([True, 1], None), ([b"a"], None),
     ([None, None], Type.TEXT), ([], Type.TEXT), (np.array([1]), Type.NUMBER),
     (np.array([True]), Type.BOOLEAN), (np.array([1], dtype="m8[ns]"), None)],
)  # fmt: skip
def test_the_kind_of_a_column_is_that_of_all_its_values(values, kind):
    assert kind_of(values) is kind


def test_a_column_is_a_copy():
    values = np.array([1.0])
    to_column(values, Type.NUMBER, "x")[0] = 2.0
    assert values[0] == 1.0
