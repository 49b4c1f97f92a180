import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from scoring_kit.client.bodies import arrow_body, arrow_table, json_body
from scoring_kit.errors import ScoringError

VALUES = {
    "nan": (float("nan"), None),
    "nothing of pandas": (pd.NA, None),
    "no time of pandas": (pd.NaT, None),
    "a number of numpy": (np.int64(3), 3),
    "nan of numpy": (np.float64("nan"), None),
    "a truth of numpy": (np.bool_(True), True),
    "a decimal": (Decimal("0.10"), 0.1),
    "a date": (dt.date(2024, 2, 29), "2024-02-29"),
    "a text": ("ß", "ß"),
}


@pytest.mark.parametrize(("value", "expected"), VALUES.values(), ids=VALUES)
def test_a_value_is_written_as_the_service_reads_it(value, expected):
    assert json.loads(json_body(rows=[{"x": value}])) == {"rows": [{"x": expected}]}


TABLES = {
    "pandas": pd.DataFrame({"x": ["a", None]}),
    "polars": pl.DataFrame({"x": ["a", None]}),
    "arrow": pa.table({"x": ["a", None]}),
    "batch": pa.record_batch({"x": ["a", None]}),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_goes_as_arrow(table):
    sent = pa.ipc.open_stream(arrow_body(arrow_table(table))).read_all()
    assert sent.to_pydict() == {"x": ["a", None]}


def test_what_is_no_value_or_table_is_said():
    with pytest.raises(ScoringError, match="True, False or None is expected, found set"):
        json_body(row={"x": {1}})
    for thing in ("customers.csv", 7, None):
        with pytest.raises(
            ScoringError, match=f"a table is expected, found {type(thing).__name__}"
        ):
            arrow_table(thing)
