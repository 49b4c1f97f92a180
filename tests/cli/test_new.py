import json

import jsonschema
import pytest

import scoring_kit as sk


@pytest.fixture
def club(data, tmp_path, monkeypatch):
    """Return a folder with the book club's table, which is the current one."""
    (tmp_path / "club.csv").write_bytes((data / "book_club.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_draft_is_written_and_the_next_step_named(run, club):
    found = run("new", "club.csv", "-o", "card.yaml")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[-1] == "next: scoring-kit check card.yaml club.csv"
    assert sk.read_scorecard("card.yaml").name == "club"


def test_without_a_file_the_draft_is_printed(run, club):
    assert run("new", "club.csv").out == sk.draft_scorecard("club.csv").text


def test_columns_key_and_outcome_can_be_named(run, club):
    given = ["--columns", "orders, gender", "-c", "art_books", "-k", "customer_id"]
    run("new", "club.csv", "-o", "card.yaml", *given, "--outcome", "bought")
    card = sk.read_scorecard("card.yaml")
    assert [c.name for c in card.criteria] == ["orders", "gender", "art_books"]
    assert card.key == ("customer_id",)


def test_a_file_that_is_there_is_not_replaced_unless_forced(run, club):
    (club / "card.yaml").write_text("mine")
    found = run("new", "club.csv", "-o", "card.yaml")
    assert (found.code, (club / "card.yaml").read_text()) == (1, "mine")
    assert "choose another one, or add --force" in found.err
    assert run("new", "club.csv", "-o", "card.yaml", "--force").code == 0


def test_another_ending_is_bad_usage(run, club):
    assert run("new", "club.csv", "-o", "card.json").code == 2


def test_an_unknown_column_is_refused_with_the_nearest(run, club):
    found = run("new", "club.csv", "-c", "order")
    assert (found.code, "did you mean 'orders'" in found.err) == (1, True)


def test_the_book_club_goes_from_table_to_changed_scores(run, club):
    assert run("new", "club.csv", "-o", "card.yaml", "-k", "customer_id").code == 0
    checked = run("check", "card.yaml", "club.csv", "--json")
    assert {entry["severity"] for entry in json.loads(checked.out)} == {"note"}
    told = run("score", "card.yaml", "club.csv", "-o", "scores.parquet", "--json")
    assert json.loads(told.out)["rows"] == 4000
    text = (club / "card.yaml").read_text().replace("weight: 1\n", "weight: 2\n", 1)
    (club / "changed.yaml").write_text(text)
    found = run("diff", "card.yaml", "changed.yaml")
    assert (found.code, found.out) == (1, "gender: weight 1 -> 2\n")


def test_a_draft_validates_against_the_published_schema(run, club, data):
    from ruamel.yaml import YAML

    schema = json.loads((data / "scoring-kit.schema.json").read_text(encoding="utf-8"))
    document = YAML(typ="safe").load(run("new", "club.csv").out)
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(document))
