from datetime import date

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from scoring_kit.errors import CompileError, DataError
from scoring_kit.report.subject import asked_for, check_rereadable, data_name, plain
from tests.cards import card, criterion
from tests.report.reports import FRAME, report, subject
from tests.scored import CARD


def test_the_key_of_the_card_is_taken_unless_another_is_given():
    assert asked_for(CARD, None, None, None, ()).key == ("id",)
    assert asked_for(CARD, None, "x", None, "y").key == ("x",)


def test_what_the_table_lacks_is_told_at_once():
    with pytest.raises(DataError, match=r"(?s)no column 'colour'.*no column 'cone'"):
        subject(outcome="cone", segments=["colour"])


def test_segments_that_cannot_be_grouped_are_refused():
    with pytest.raises(DataError, match="cannot be grouped by column 'many'"):
        subject(data=pa.table({**FRAME[["id", "x", "y"]], "many": [[1]] * 4}), segments="many")


def test_a_parameter_that_is_not_given_is_named():
    needs = card(
        criterion("x", "x * $factor", reference=1), parameters={"factor": {"type": "number"}}
    )
    with pytest.raises(CompileError, match="factor"):
        subject(needs)


def test_the_columns_that_are_looked_into_are_those_of_cards_segments_and_outcome():
    live = card(criterion("came_late", input="z"))
    found = subject(
        data=FRAME.assign(z=1.0, unused=2.0), live=live, segments="kind", outcome="came"
    )
    assert found.read == ("came", "kind", "x", "y", "z")


@pytest.mark.parametrize(
    "make",
    [
        lambda: FRAME,
        lambda: pl.from_pandas(FRAME),
        lambda: pa.Table.from_pandas(FRAME, preserve_index=False),
        lambda: FRAME.to_dict("list"),
        lambda: duckdb.connect().from_df(FRAME),
    ],
    ids=["pandas", "polars", "arrow", "mapping", "relation"],
)
def test_every_form_of_data_gives_the_same_bytes(make):
    assert report(CARD, make()).html == report(CARD, FRAME).html


def test_a_stream_is_refused_as_it_can_be_read_only_once():
    stream = pa.Table.from_pandas(FRAME).to_reader()
    with pytest.raises(DataError, match="a stream can be read only once"):
        check_rereadable(stream)


def test_data_are_called_by_their_name_alone():
    assert data_name("some/where/rows-*.parquet") == "rows-*.parquet"
    assert data_name(pd.DataFrame()) == data_name(pl.DataFrame()) == "a table in memory"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (float("nan"), None),
        (float("-inf"), "-inf"),
        (2.0, 2),
        (2.5, 2.5),
        (1e300, 1e300),
        (True, True),
        (date(2026, 1, 2), "2026-01-02"),
        (b"x", "b'x'"),
    ],
)
def test_values_are_as_json_holds_them(value, expected):
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_the_command_that_proves_it_can_be_typed_whatever_the_file_is_called(tmp_path):
    path = tmp_path / "my rows.parquet"
    FRAME.to_parquet(path)
    assert subject(data=path).proof == "scoring-kit report --verify report.html 'my rows.parquet'"


def test_scalars_of_numpy_can_be_asked_for():
    found = asked_for(CARD, None, None, "came", (), event=np.bool_(True), top=np.int64(3))
    assert found.event is True
    assert type(found.top) is int


def test_fewer_rows_than_none_are_refused():
    with pytest.raises(ValueError, match="top is a number of rows, at least 0; found -1"):
        asked_for(CARD, None, None, None, (), top=-1)
