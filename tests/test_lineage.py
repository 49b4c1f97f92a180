import datetime as dt
import hashlib
import json
import platform

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.lineage import METADATA_KEY

DOCUMENT = {
    "schema": "scoring-kit/1",
    "name": "loyal",
    "key": "id",
    "parameters": {
        "as_of": {"type": "date"},
        "bonus": {"type": "number", "default": 2},
        "city": {"type": "text", "default": "Bern"},
        "open": {"type": "boolean", "default": True},
    },
    "derived": {"age": "years_between(born, $as_of)"},
    "score": {"aggregate": "sum", "of": [{"criterion": "age", "missing": "skip"}]},
    "adjustments": [{"name": "extra", "when": "$open and city = $city", "add": "$bonus"}],
}
CARD = sk.parse_scorecard(DOCUMENT)
TABLE = {
    "id": [1, 2],
    "born": [dt.date(1990, 5, 1), None],
    "city": ["Bern", "Basel"],
    "unread": [1, 2],
}


def lineage(data=TABLE, *, parameters=None, rows=False, fingerprint=False, **told):
    given = {"as_of": dt.date(2026, 1, 1)} if parameters is None else parameters
    scores = sk.score(CARD, data, parameters=given, **told)
    return scores.lineage(rows=rows, fingerprint=fingerprint)


# RFC 8785 of a small document: keys sorted, no spaces
SMALL = (
    '{"name":"one","schema":"scoring-kit/1","score":{"aggregate":"sum","of":'
    '[{"criterion":"x","missing":0}]}}'
)
SMALL_HASH = hashlib.sha256(SMALL.encode()).hexdigest()


def small_scores(data=None, **told):
    given = {"x": [1.0, 2.0]} if data is None else data
    return sk.score(sk.parse_scorecard(json.loads(SMALL)), given, **told)


def test_the_document_is_named_with_the_sha256_of_its_canonical_json():
    found = small_scores().lineage()
    assert (found.scorecard, found.document_hash) == ("one", SMALL_HASH)


def test_parameters_are_those_used_with_defaults_and_dates_as_text():
    assert lineage().parameters == {"as_of": "2026-01-01", "bonus": 2, "city": "Bern", "open": True}


def test_a_date_as_text_and_an_integer_for_a_double_are_the_same_parameters():
    one = lineage(parameters={"as_of": "2026-01-01", "bonus": 3})
    two = lineage(parameters={"as_of": dt.date(2026, 1, 1), "bonus": 3.0})
    assert one.to_json() == two.to_json()


def test_columns_are_those_read_and_the_key():
    found = lineage()
    assert found.columns == {"born": "date", "city": "text", "id": "number"}
    assert (found.key, found.detail) == (("id",), "reasons")


def test_rows_are_counted_and_data_is_read_only_when_asked():
    assert (lineage().rows, lineage().fingerprint) == (None, None)
    assert lineage(rows=True).rows == 2
    found = lineage(fingerprint=True)
    assert found.rows == 2
    read = {name: TABLE[name] for name in ("id", "born", "city")}
    assert found.fingerprint == sk.fingerprint(read, key="id")


def test_a_column_that_is_not_read_makes_no_difference():
    changed = {**TABLE, "unread": [5, 6]}
    assert lineage(changed, fingerprint=True) == lineage(fingerprint=True)


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_what_determines_the_scores_is_the_same_wherever_they_are_made(engine, tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame(TABLE).to_parquet(path)
    here = lineage(fingerprint=True)
    there = lineage(path, fingerprint=True, engine=engine, threads=1)
    assert here.metadata() == there.metadata()
    assert there.run()["engine"] == engine
    assert there.run()["data"] == {"form": "files", "files": [str(path)]}


def test_the_run_names_versions_and_the_form_of_the_data():
    run = lineage(pd.DataFrame(TABLE)).run()
    assert run["data"] == {"form": "pandas.DataFrame"}
    assert run["versions"] == {
        "scoring_kit": sk.__version__,
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "numpy": np.__version__,
        "pandas": pd.__version__,
    }


def test_json_holds_both_parts_and_no_time():
    data = json.loads(lineage(rows=True).to_json())
    assert list(data) == ["result", "run"]
    assert sorted(data["result"]) == [
        "columns", "detail", "document_hash", "key", "parameters", "rows", "scorecard"
    ]  # fmt: skip
    assert sorted(data["run"]) == ["data", "engine", "versions"]


def test_the_fingerprint_can_be_read_back_from_the_json():
    found = lineage(fingerprint=True)
    data = json.loads(found.metadata()[METADATA_KEY])
    assert sk.Fingerprint.from_dict(data["fingerprint"]) == found.fingerprint


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_a_parquet_file_says_what_made_it_and_nothing_of_its_rows(engine, tmp_path):
    small_scores(engine=engine, key="x").to_parquet(tmp_path / "a.parquet")
    notes = pyarrow.parquet.read_metadata(tmp_path / "a.parquet").metadata
    assert notes[b"scoring_kit.version"].decode() == sk.__version__
    assert json.loads(notes[b"scoring_kit.lineage"]) == {
        "scorecard": "one",
        "document_hash": SMALL_HASH,
        "parameters": {},
        "key": ["x"],
        "detail": "reasons",
        "columns": {"x": "number"},
    }


@pytest.mark.parametrize("fingerprint", [False, True])
def test_lineage_is_read_back_from_a_file(fingerprint, tmp_path):
    path, name = tmp_path / "it's [1].parquet", "é \"' {\\n}"
    table = {"x": [1.0], name: ["a"]}
    small_scores(table, key=name).to_parquet(path, fingerprint=fingerprint)
    found = sk.read_lineage(path)
    assert (found.document_hash, found.key) == (SMALL_HASH, (name,))
    expected = sk.fingerprint(table, key=name)
    assert found.fingerprint == (expected if fingerprint else None)
    assert found.run() == {
        "engine": None, "data": {}, "versions": {"scoring_kit": sk.__version__}
    }  # fmt: skip


def test_a_file_that_is_scored_into_a_file_says_it_too(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    small_scores(tmp_path / "a.csv").to_parquet(tmp_path / "a.parquet", fingerprint=True)
    found = sk.read_lineage(str(tmp_path / "a.parquet"))
    assert (found.document_hash, found.rows) == (SMALL_HASH, 1)


def test_the_same_scores_in_order_are_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        small_scores(key="x", order="key").to_parquet(tmp_path / name, fingerprint=True)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (None, "no_lineage"),
        ("[1]", "no_lineage"),
        ("{", "no_lineage"),
        ('{"key": [], "unknown": 1}', "no_lineage"),
        ("", "table_unreadable"),
    ],
)
def test_a_file_that_tells_nothing_is_refused(note, code, tmp_path):
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"x": [1]})
    notes = {} if note is None else {METADATA_KEY: note, "scoring_kit.version": "1"}
    pyarrow.parquet.write_table(table.replace_schema_metadata(notes), path)
    if code == "table_unreadable":
        path.write_text(note)
    with pytest.raises(DataError, match=r"a\.parquet") as found:
        sk.read_lineage(path)
    assert [problem.code for problem in found.value.problems] == [code]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such file"):
        sk.read_lineage(tmp_path / "a.parquet")


def test_the_text_is_short_and_stable():
    found = lineage(fingerprint=True)
    start = f"<Lineage of 'loyal' {found.document_hash[:12]}, 2 rows, "
    assert repr(found) == f"{start}{found.fingerprint}>"
