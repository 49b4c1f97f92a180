"""What the README says to do with an own table, done."""

import shlex
from pathlib import Path

import duckdb
import pytest

import scoring_kit as sk
from scoring_kit.cli import main

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture
def block(tmp_path, monkeypatch):
    """Return a function that finds a block of code in the section; its table is in the folder."""
    monkeypatch.chdir(tmp_path)
    regions = ("North", "South", "East")
    rows = [f"C{n:05d},{regions[n % 3]},{n % 7},{int(n % 7 < 3)}" for n in range(100)]
    Path("customers.csv").write_text("\n".join(["customer_id,region,orders,churned", *rows, ""]))
    section = README.read_text(encoding="utf-8").split("## Your own table")[1].split("\n## ")[0]
    return lambda fence: section.split(f"```{fence}\n")[1].split("```")[0]


def test_the_commands_for_an_own_table_lead_to_its_scores(block, monkeypatch):
    for command in block("").splitlines():
        monkeypatch.setattr("sys.argv", shlex.split(command))
        with pytest.raises(SystemExit) as exit_:
            main()
        assert not exit_.value.code, command
    assert duckdb.sql("SELECT count(*) FROM 'scores.parquet'").fetchall() == [(100,)]


def test_the_same_in_python_leads_to_a_table_in_a_database(block):
    known = {"sk": sk}
    exec(block("python"), known)
    assert known["scores"].explain("C00042").tier in "ABCDE"
    with duckdb.connect("shop.duckdb") as connection:
        assert connection.sql("SELECT count(score) FROM scores").fetchall() == [(100,)]


def test_every_notebook_is_named():
    text = README.read_text(encoding="utf-8")
    names = [path.stem for path in (README.parent / "notebooks").glob("*.ipynb")]
    assert [name for name in names if f"`{name}`" not in text] == []
