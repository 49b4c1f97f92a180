import json

import duckdb
import pandas as pd
import pytest


@pytest.fixture
def score(versions, folder):
    """Return a function that scores people with the live version, to a file."""

    def run_command(*options, output="scores.parquet"):
        data = folder / "people.csv"
        return versions("score", "club", data, "-o", folder / output, "--by", "ann", *options)

    return run_command


def test_each_row_of_the_file_has_version_and_hash(score, versions, folder):
    found = score()
    assert found.code == 0
    run = json.loads(versions("runs", "club", "--json").out)[0]
    head, wrote, *_ = found.out.splitlines()
    assert head == f"run {run['id']}: club version 1 in production"
    assert wrote.startswith(f"wrote {folder / 'scores.parquet'}: 2 rows with id, score")
    frame = pd.read_parquet(folder / "scores.parquet")
    # 43 lies in the middle between 18 and 68
    assert frame["score"].tolist() == [50.0, 100.0]
    assert set(frame["version"]) == {1}
    assert set(frame["document_hash"]) == {run["document_hash"]}
    assert list(frame)[-2:] == ["version", "document_hash"]


def test_the_answer_comes_as_json(score, folder):
    found = json.loads(score("--json", "-d", "score", output="scores.csv").out)
    assert (found["rows"], found["run"]["status"], found["run"]["actor"]) == (2, "done", "ann")
    assert found["run"]["request"]["detail"] == "score"
    lines = (folder / "scores.csv").read_text().splitlines()
    assert lines[0] == "id,score,tier,status,coverage,version,document_hash"


def test_a_file_that_is_there_is_not_replaced_and_nothing_is_run(score, versions, folder):
    (folder / "scores.parquet").write_text("mine")
    found = score()
    assert (found.code, "there is something of this name" in found.err) == (1, True)
    assert versions("runs", "club").out == "no runs\n"
    assert score("--force").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-e", "staging"], "no version of 'club' is live in staging; promote one first"),
        (["-p", "x=1", "-e", "staging"], "no version of 'club' is live in staging"),
        (["--key", "ide"], "the table has no column 'ide'; did you mean 'id'"),
    ],
)
def test_what_cannot_be_scored_ends_with_1_and_no_file(score, folder, options, message):
    found = score(*options)
    assert (found.code, message in found.err) == (1, True)
    assert not (folder / "scores.parquet").exists()


def test_a_parameter_is_one_that_the_live_version_declares(score):
    found = score("-p", "as_of=2026-11-26")
    assert (found.code, "no parameter 'as_of' is declared" in found.err) == (2, True)


def test_a_file_that_cannot_be_written_leaves_a_run_that_is_named(score, versions, folder):
    (folder / "taken.parquet").mkdir()
    found = score("--force", output="taken.parquet")
    assert found.code == 1
    [run] = json.loads(versions("runs", "club", "--json").out)
    assert f"run {run['id']} is recorded; its scores are not written" in found.err


def test_a_folder_that_is_not_there_is_refused_before_anything_runs(score, versions):
    found = score(output="none/scores.parquet")
    assert (found.code, "none: the folder does not exist; create it first" in found.err) == (
        1,
        True,
    )
    assert json.loads(versions("runs", "club", "--json").out) == []


def test_runs_are_listed_with_what_became_of_them(score, versions, folder):
    score()
    (folder / "people.csv").write_text("id,age\na,43\na,68\n")
    score("--force")
    lines = versions("runs", "club").out.splitlines()
    assert lines[0].strip() == "club: runs"
    rows = [line.split() for line in lines[4:6]]
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("1", "production", "failed"), ("1", "production", "done"),
    ]  # fmt: skip
    assert "DataError: duplicate_key at id" in lines[4]
    assert len(json.loads(versions("runs", "club", "--status", "done", "--json").out)) == 1


def test_pages_of_runs_follow_on_each_other(score, versions):
    for number in range(3):
        score("--force", output=f"{number}.csv")
    first = versions("runs", "club", "-n", 2).out
    last = first.splitlines()[-1]
    assert last.startswith("older ones: --before ")
    second = versions("runs", "club", "-n", 2, *last.split()[2:]).out
    assert (first.count("production"), second.count("production")) == (2, 1)


# ---- replaying -----------------------------------------------------------------------------


def test_an_identical_replay_ends_with_0(score, versions):
    score()
    [run] = json.loads(versions("runs", "club", "--json").out)
    found = versions("replay", run["id"][:8])
    assert found.code == 0
    assert found.out == (
        f"run {run['id'][:8]} of club version 1 is identical: "
        "2 rows of people.csv, scored again, are the same.\n"
    )
    assert json.loads(versions("replay", run["id"], "--json").out)["identical"] is True


def test_a_replay_of_changed_data_names_column_and_block_and_ends_with_1(score, versions, folder):
    score()
    [run] = json.loads(versions("runs", "club", "--json").out)
    (folder / "people.csv").write_text("id,age\na,43\nb,67\n")
    found = versions("replay", run["id"])
    assert found.code == 1
    assert "- data: column 'age' differs" in found.out.splitlines()
    assert "- data: block 1 of 1 differs: rows 1 to 2 in the order of id" in found.out.splitlines()
    told = json.loads(versions("replay", run["id"], "--json").out)
    assert (told["identical"], told["outcome"]) == (False, "data")


def test_the_data_may_lie_elsewhere(score, versions, folder):
    score()
    [run] = json.loads(versions("runs", "club", "--json").out)
    (folder / "people.csv").rename(folder / "moved.csv")
    gone = versions("replay", run["id"])
    assert (gone.code, "is not there any more" in gone.out) == (1, True)
    with duckdb.connect() as connection:
        read = connection.read_csv(str(folder / "moved.csv"))
        read.write_parquet(str(folder / "people.parquet"))
    assert versions("replay", run["id"], folder / "people.parquet").code == 0


def test_a_run_that_is_not_there_is_refused(versions):
    found = versions("replay", "a1b2")
    assert (found.code, "the registry has no run 'a1b2'" in found.err) == (1, True)
