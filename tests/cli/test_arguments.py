import duckdb
import pytest
import typer

from scoring_kit.cli.arguments import read_parameters
from scoring_kit.scorecard import parse_scorecard

CARD = parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "small",
        "parameters": {
            "limit": {"type": "number"},
            "name": {"type": "text"},
            "strict": {"type": "boolean"},
            "as_of": {"type": "date"},
        },
        "score": {"aggregate": "sum", "of": [{"criterion": "age", "missing": 0}]},
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("limit=2.5", {"limit": 2.5}),
        ("limit=-1e3", {"limit": -1000.0}),
        ("name=a=b", {"name": "a=b"}),
        ("name=", {"name": ""}),
        ("strict=TRUE", {"strict": True}),
        ("strict=false", {"strict": False}),
        ("as_of=2024-02-29", {"as_of": "2024-02-29"}),
    ],
)
def test_a_value_is_read_by_its_declared_type(text, expected):
    assert read_parameters(CARD, [text]) == expected


def test_several_parameters_are_read_together():
    assert read_parameters(CARD, ["limit=1", "name=x"]) == {"limit": 1.0, "name": "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit", "not written NAME=VALUE"),
        ("limits=5", r"no parameter 'limits' is declared.*did you mean 'limit'"),
        ("limit=five", "limit is a number, found 'five'"),
        ("strict=yes", "strict is a boolean, found 'yes'"),
    ],
)
def test_what_cannot_be_read_is_bad_usage(text, message):
    with pytest.raises(typer.BadParameter, match=message):
        read_parameters(CARD, [text])


def test_commands_take_the_name_of_a_table_in_a_database(run, folder):
    with duckdb.connect(folder / "shop.duckdb") as connection:
        people = "SELECT * FROM (VALUES ('a', 20), ('b', 40), ('c', 30)) AS t (id, age)"
        connection.execute(f"CREATE TABLE people AS {people}; CREATE TABLE orders (number INTEGER)")
    named = (folder / "shop.duckdb", "--table", "people")
    drafted = run("new", *named, "--columns", "age", "--key", "id", "-o", folder / "new.yaml")
    assert drafted.out.endswith(f"check {folder / 'new.yaml'} {named[0]} --table people\n")
    assert run("check", folder / "new.yaml", *named).code == 0
    assert '"people"' in run("sql", folder / "new.yaml", *named).out
    assert run("score", folder / "new.yaml", *named, "-o", folder / "scores.csv").code == 0
    assert run("check", folder / "new.yaml", named[0]).code == 1  # which of the two?
