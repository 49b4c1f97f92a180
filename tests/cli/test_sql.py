import duckdb
import pandas as pd
import pytest

import scoring_kit as sk


def test_the_statement_runs_verbatim_and_gives_the_same_scores(run, folder):
    found = run("sql", folder / "card.yaml", folder / "people.csv")
    # (43 - 18) / 50 = half way; 68 is the upper end
    rows = [(*row[:2], row[3]) for row in duckdb.connect().sql(found.out).fetchall()]
    assert rows == [("a", 50.0, "scored"), ("b", 100.0, "scored")]


@pytest.mark.parametrize("detail", ["score", "reasons", "full"])
def test_it_has_the_columns_of_the_detail(run, data, detail):
    paths = (data / "book_club.yaml", data / "book_club.parquet")
    text = run("sql", *paths, "--detail", detail).out
    expected = sk.score(sk.read_scorecard(paths[0]), paths[1], detail=detail).to_pandas()
    found = duckdb.connect().sql(text).df().set_index("customer_id").loc[expected["customer_id"]]
    assert (found.columns.tolist(), found.shape[0]) == (expected.columns.tolist()[1:], 4000)
    assert found["score"].tolist()[:50] == pytest.approx(
        expected["score"].tolist()[:50], nan_ok=True
    )


def test_without_data_it_reads_a_table_of_the_given_name(run, folder):
    text = run("sql", folder / "card.yaml", "--table", 'my "people"').out
    connection = duckdb.connect()
    people = pd.DataFrame({"id": ["a"], "age": [43]})
    connection.register('my "people"', people)
    assert connection.sql(text).fetchall()[0][:2] == ("a", 50.0)


def test_parameters_stand_in_the_statement(run, folder):
    text = (folder / "card.yaml").read_text().replace("criterion: age", "criterion: older")
    text += "derived: {older: age + $years}\nparameters: {years: {type: number}}\n"
    (folder / "card.yaml").write_text(text)
    found = run("sql", folder / "card.yaml", folder / "people.csv", "-p", "years=5")
    assert duckdb.connect().sql(found.out).fetchall()[0][1] == 60.0  # (43 + 5 - 18) / 50


def test_a_parameter_that_is_not_given_is_refused(run, folder):
    text = (folder / "card.yaml").read_text() + "parameters: {years: {type: number}}\n"
    (folder / "card.yaml").write_text(text)
    found = run("sql", folder / "card.yaml")
    assert (found.code, found.out, "years" in found.err) == (1, "", True)
