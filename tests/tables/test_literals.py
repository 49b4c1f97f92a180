import duckdb
import pytest

from scoring_kit.tables.literals import file_literal, file_pattern, text_literal


@pytest.mark.parametrize("text", ["", "it's", "''", "a\nb", "\\"])
def test_a_literal_is_the_text(text):
    assert duckdb.execute(f"SELECT {text_literal(text)}").fetchall() == [(text,)]


@pytest.mark.parametrize("name", ["s[1]", "s*", "s?", "s[!1]", "[a-z]", "it's"])
def test_a_file_stands_for_itself_whatever_is_beside_it(tmp_path, name):
    for text in (name, "s1", "s2", "s", "a"):
        (tmp_path / f"{text}.csv").write_text(f"name\n{text}\n")
    file = file_literal(tmp_path / f"{name}.csv")
    assert duckdb.sql(f"FROM read_csv([{file}], header = true)").fetchall() == [(name,)]


def test_most_files_are_their_own_patterns():
    assert file_pattern("data/{a} (1), ü.csv") == "data/{a} (1), ü.csv"
