import pytest

from scoring_kit.engines.opening import open_data
from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type


def test_data_in_memory_comes_with_an_engine_that_reads_it():
    engine, table = open_data({"age": [1, 2]}, {})
    sql = f"SELECT sum(age) FROM {table.relation}"
    assert engine.fetch(sql, lambda cursor: cursor.fetchall()) == [(3,)]


def test_a_csv_file_has_the_types_that_are_known(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age,name\n41,Ada\n")
    _, table = open_data(path, {"age": Type.NUMBER, "name": None})
    assert (table.columns["age"].kind, table.columns["name"].kind) == (Type.NUMBER, Type.TEXT)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        open_data(tmp_path / "none.parquet", {})
