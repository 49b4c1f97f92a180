import pandas as pd
import pytest

from scoring_kit.drafting import reading
from scoring_kit.drafting.reading import MOST_LOOKED_AT, read_table
from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type

CSV = """\
n,code,truth,day,mixed,text
1.5,007,true,2024-02-29,1,a
-2e3,012,False,2023-01-01,2,
,1,true,,x,b
"""


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(CSV)
    return path


def test_texts_of_a_csv_file_get_the_type_that_all_of_them_have(csv):
    types = {"n": Type.NUMBER, "truth": Type.BOOLEAN, "day": Type.DATE}
    assert read_table(csv, [], []).types == types


def test_numbers_with_leading_zeros_are_codes_thus_text(csv):
    reading = read_table(csv, [], [])
    assert reading.profiles["code"].kind is Type.TEXT


def test_texts_in_memory_stay_texts():
    reading = read_table(pd.DataFrame({"n": ["1", "2"]}), [], [])
    assert (reading.types, reading.profiles["n"].kind) == ({}, Type.TEXT)
    assert reading.forms["n"].kind is Type.NUMBER


def test_only_the_columns_asked_for_and_possible_keys_are_looked_at(csv):
    assert list(read_table(csv, ["n"], ["day"]).profiles) == ["n", "day", "code"]


def test_of_a_wide_table_the_first_columns_are_looked_at():
    wide = {f"c{i}": [1, 2] for i in range(MOST_LOOKED_AT + 5)}
    reading = read_table(wide, [], ["c302"])
    assert len(reading.profiles) == MOST_LOOKED_AT + 1
    assert "c302" in reading.profiles


def test_all_unknown_columns_are_told_at_once(csv):
    with pytest.raises(DataError, match=r"'codes'.*did you mean 'code'(.|\n)*'days'"):
        read_table(csv, ["codes"], ["days"])


def test_a_table_without_rows_is_refused():
    with pytest.raises(
        DataError,
        match=r"^table gives no draft:\n.*no rows; a draft is made from what a table holds",
    ):
        read_table({"a": []}, [], [])


def test_only_columns_with_a_code_at_an_end_are_looked_through(monkeypatch):
    asked = []
    monkeypatch.setattr(
        reading, "special_codes", lambda engine, table, names: asked.extend(names) or {}
    )
    columns = {"low": [-99, 0, 1], "high": [1, 2, 999], "no": [1, 999, 1000], "id": [-9, 1, 2]}
    read_table(columns | {"text": ["-99", "a", "b"], "none": [None] * 3}, [], ["id"])
    assert asked == ["low", "high"]
