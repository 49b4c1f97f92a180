import numpy as np
import pandas as pd
import pytest

from scoring_kit.report.sections.data import data_section
from tests.cards import card, criterion
from tests.report.reports import FRAME, Page, subject


def columns(section):
    return {column["column"]: column for column in section.figures["columns"]}


def test_columns_are_counted_as_pandas_counts_them():
    rng = np.random.default_rng(2)
    table = pd.DataFrame(
        {"id": range(501), "x": rng.normal(size=501), "y": rng.integers(0, 9, 501)}
    )
    table.loc[::7, "x"] = np.nan
    found = columns(data_section(subject(data=table)))["x"]
    known = table["x"].dropna()
    assert (found["present"], found["missing"]) == (len(known), 501 - len(known))
    assert (found["lowest"], found["highest"]) == (known.min(), known.max())
    assert found["median"] == known.quantile(0.5, interpolation="lower")
    assert found["distinct"] == known.nunique()


def test_texts_and_booleans_have_their_most_frequent_values():
    found = columns(data_section(subject(segments="kind", outcome="came")))
    assert found["kind"]["frequent"] == [{"value": "new", "rows": 2}, {"value": "old", "rows": 1}]
    assert found["came"]["frequent"] == [{"value": True, "rows": 2}, {"value": False, "rows": 1}]
    text = Page(data_section(subject(segments="kind", outcome="came")).html).text
    assert "true 2, false 1" in text


def test_of_many_texts_the_rest_is_counted():
    table = FRAME.iloc[[0] * 9].assign(kind=list("abcdefghi"))
    text = Page(data_section(subject(data=table, segments="kind")).html).text
    assert "a 1, b 1, c 1, d 1, e 1, 4 more" in text


def test_dates_are_written_as_dates():
    table = FRAME.assign(day=pd.to_datetime(["2026-01-03", "2026-01-01", None, "2026-01-02"]))
    found = columns(data_section(subject(data=table, segments="day")))["day"]
    assert (found["lowest"], found["median"], found["highest"]) == (
        "2026-01-01", "2026-01-02", "2026-01-03",
    )  # fmt: skip


def test_states_and_coverage_are_counted():
    section = data_section(subject())
    states = {item["criterion"]: item for item in section.figures["states"]}
    assert (states["x"]["ok"], states["x"]["missing"], states["y"]["missing"]) == (3, 1, 1)
    # both known in two rows, one of two in the others
    assert section.figures["coverage"] == {"mean": 0.75, "rows_in_full": 2, "minimum": None}
    told = "2 rows have a usable value for all of the weight; on average it is 75\u202f%."
    assert told in section.sentences


def test_the_emptiest_column_is_named():
    told = data_section(subject(data=FRAME.assign(y=1.0))).sentences[1]
    assert told == "12.5\u202f% of their cells are empty, most in x: 25\u202f% of its rows."


def test_a_table_without_gaps_is_told_so():
    section = data_section(subject(data=FRAME.assign(x=1.0, y=2.0)))
    assert section.sentences[1:] == (
        "None of their cells is empty.",
        "Each row has a usable value for all of the weight.",
    )
    assert "Every criterion has a value within its range" in Page(section.html).text


def test_clipped_inputs_are_told_with_their_share():
    small = card(criterion("x", {"piecewise": [[0, 0], [5, 10]]}), criterion("y"))
    text = Page(data_section(subject(small)).html).text
    # 9 and -1 of three known values
    assert "clipped" in text
    assert "2 50\u202f%" in text


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_infinite_values_are_counted_apart(value):
    found = columns(data_section(subject(data=FRAME.assign(x=[value, 1.0, 2.0, 3.0]))))["x"]
    assert (found["infinite"], found["highest"]) == (1, 3)


def test_an_empty_table_has_a_section():
    section = data_section(subject(data=FRAME.iloc[:0]))
    assert (section.figures["rows"], section.figures["coverage"]["mean"]) == (0, None)
    assert Page(section.html).crossed == []


def test_columns_that_lack_as_many_cells_share_the_name():
    told = data_section(subject(data=FRAME.assign(y=[None, 1.0, 2.0, 3.0]))).sentences
    # x and y lack one of four cells each
    assert told[0].startswith("A table in memory has 4 rows ")
    assert told[1] == (
        "25\u202f% of their cells are empty, most in x and 1 other: 25\u202f% of the rows each."
    )
