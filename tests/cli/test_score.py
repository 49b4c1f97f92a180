import json
import signal
import subprocess
import sys
import time

import duckdb
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.scorecard import hash_of

# (43 - 18) / 50 = half way; 68 is the upper end
EXPECTED = [50.0, 100.0]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_scores_are_written_in_the_form_of_the_ending(run, folder, ending):
    out = folder / f"scores.{ending}"
    found = run("score", folder / "card.yaml", folder / "people.csv", "-o", out)
    frame = pd.read_csv(out) if ending == "csv" else pd.read_parquet(out)
    assert found.code == 0
    assert (frame["id"].tolist(), frame["score"].tolist()) == (["a", "b"], EXPECTED)


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_every_engine_can_be_chosen(run, folder, engine):
    out = folder / "scores.csv"
    run("score", folder / "card.yaml", folder / "people.csv", "-o", out, "--engine", engine)
    assert pd.read_csv(out)["score"].tolist() == EXPECTED


def test_full_detail_has_the_values(run, folder):
    out = folder / "scores.csv"
    run("score", folder / "card.yaml", folder / "people.csv", "-o", out, "--detail", "full")
    assert pd.read_csv(out)["value_age"].tolist() == EXPECTED


def test_the_key_can_be_another_one(run, folder):
    out = folder / "scores.csv"
    run("score", folder / "card.yaml", folder / "people.csv", "-o", out, "-k", "age", "-k", "id")
    assert list(pd.read_csv(out).columns)[:2] == ["age", "id"]


def test_the_result_is_told_with_its_rows_tiers_and_statuses(run, folder):
    text = (folder / "card.yaml").read_text() + "tiers: {A: 90, B: 60}\n"
    (folder / "card.yaml").write_text(text)
    out = folder / "scores.csv"
    found = run("score", folder / "card.yaml", folder / "people.csv", "-o", out)
    assert found.out.splitlines() == [
        f"wrote {out}: 2 rows with id, score, tier, status, coverage, knock_outs",
        "tiers: A 1, B 0, none 1",
        "statuses: scored 2",
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_summary_comes_as_json(run, folder, ending):
    text = (folder / "card.yaml").read_text() + "tiers: {A: 90, B: 60, C: 40}\n"
    (folder / "card.yaml").write_text(text)
    (folder / "people.csv").write_text("id,age\na,43\nb,68\nc,20\nd,68\n")
    out = folder / f"scores.{ending}"
    told = json.loads(
        run("score", folder / "card.yaml", folder / "people.csv", "-o", out, "--json").out
    )
    assert (told["rows"], told["tiers"], told["without_tier"]) == (4, {"A": 2, "B": 0, "C": 1}, 1)
    assert told["statuses"] == {"scored": 4}
    assert told["scorecard"] == {
        "name": "club",
        "hash": hash_of(sk.read_scorecard(folder / "card.yaml")),
    }


def test_a_file_that_is_there_is_kept_unless_forced(run, folder):
    out = folder / "scores.csv"
    out.write_text("old")
    refused = run("score", folder / "card.yaml", folder / "people.csv", "-o", out)
    assert (refused.code, out.read_text()) == (1, "old")
    assert "there is something of this name; choose another one, or add --force" in refused.err
    assert run("score", folder / "card.yaml", folder / "people.csv", "-o", out, "--force").code == 0
    assert pd.read_csv(out)["score"].tolist() == EXPECTED


def test_a_table_of_a_database_is_scored_in_the_order_of_its_key(run, folder):
    with duckdb.connect(folder / "club.duckdb") as connection:
        connection.execute("CREATE TABLE other AS SELECT 1 AS x")
        connection.execute(
            "CREATE TABLE people AS SELECT 'b' AS id, 68 AS age UNION ALL VALUES ('a', 43)"
        )
    out = folder / "scores.csv"
    given = ["-o", out, "--table", "people", "--order"]
    assert run("score", folder / "card.yaml", folder / "club.duckdb", *given).code == 0
    assert pd.read_csv(out)["score"].tolist() == EXPECTED


def test_a_parquet_file_notes_the_scorecard_and_on_demand_the_fingerprint(run, folder):
    out, given = folder / "scores.parquet", (folder / "card.yaml", folder / "people.csv")
    assert run("score", *given, "-o", out, "--fingerprint").code == 0
    found = sk.read_lineage(out)
    assert found.document_hash == hash_of(sk.read_scorecard(folder / "card.yaml"))
    assert found.fingerprint == sk.fingerprint({"id": ["a", "b"], "age": [43, 68]}, key="id")


def test_a_csv_file_has_no_place_for_the_fingerprint(run, folder):
    out, given = folder / "scores.csv", (folder / "card.yaml", folder / "people.csv")
    found = run("score", *given, "-o", out, "--fingerprint")
    assert (found.code, "only a .parquet result" in found.err) == (2, True)


def test_another_ending_is_bad_usage(run, folder):
    found = run("score", folder / "card.yaml", folder / "people.csv", "-o", folder / "s.xlsx")
    assert (found.code, "neither .parquet nor .csv" in found.err) == (2, True)


def test_a_table_that_does_not_fit_is_refused_and_nothing_is_written(run, folder):
    (folder / "people.csv").write_text("id,aeg\na,43\n")
    found = run("score", folder / "card.yaml", folder / "people.csv", "-o", folder / "s.csv")
    assert (found.code, (folder / "s.csv").exists()) == (1, False)
    assert "did you mean 'aeg'" in found.err


def test_dates_and_truths_are_read_from_text(run, folder):
    (folder / "card.yaml").write_text(DATED)
    (folder / "people.csv").write_text("id,born\na,2000-02-29\n")
    out = folder / "scores.csv"
    given = ["-p", "as_of=2024-02-29", "-p", "twice=True"]
    assert run("score", folder / "card.yaml", folder / "people.csv", "-o", out, *given).code == 0
    assert pd.read_csv(out)["score"].tolist() == [48.0]


DATED = """\
schema: scoring-kit/1
name: ages
parameters: {as_of: {type: date}, twice: {type: boolean}}
score:
  aggregate: sum
  of:
    - criterion: age
      missing: fail
      value: case when $twice then 2 else 1 end * years_between(born, $as_of)
"""


def test_the_shell_and_the_library_score_alike(run, data, tmp_path):
    out = tmp_path / "scores.parquet"
    run("score", data / "book_club.yaml", data / "book_club.parquet", "-o", out)
    card = sk.read_scorecard(data / "book_club.yaml")
    expected = sk.score(card, data / "book_club.parquet").to_pandas()
    found = pd.read_parquet(out).set_index("customer_id").loc[expected["customer_id"]]
    assert found["score"].fillna(-1).tolist() == expected["score"].fillna(-1).tolist()


def test_ctrl_c_ends_a_long_run_at_once_with_130_and_nothing_written(folder):
    with duckdb.connect() as connection:
        people = "SELECT range AS id, range % 90 AS age FROM range(10000000)"
        connection.sql(people).write_parquet(str(folder / "many.parquet"))
    before = sorted(folder.iterdir())
    given = ["score", "card.yaml", "many.parquet", "-o", "scores.parquet", "-d", "full"]
    command = [sys.executable, "-c", "import scoring_kit.cli as c; c.main()", *given]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not list(folder.glob(".scores.parquet.*")):
            time.sleep(0.01)
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert (process.wait(), process.stderr.read()) == (130, b"")
    assert time.monotonic() - pressed < 2.0
    assert sorted(folder.iterdir()) == before
