import datetime as dt
import hashlib
import json
import platform

import duckdb
import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
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


def test_the_document_is_named_with_the_sha256_of_its_canonical_json():
    card = sk.parse_scorecard(
        {"schema": "scoring-kit/1", "name": "one", "score": {"aggregate": "sum",
         "of": [{"criterion": "x", "missing": 0}]}}
    )  # fmt: skip
    # RFC 8785: keys sorted, no spaces
    text = (
        '{"name":"one","schema":"scoring-kit/1","score":{"aggregate":"sum","of":'
        '[{"criterion":"x","missing":0}]}}'
    )
    found = sk.score(card, {"x": [1]}).lineage()
    assert found.scorecard == "one"
    assert found.document_hash == hashlib.sha256(text.encode()).hexdigest()


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


def test_metadata_can_stand_in_a_parquet_file(tmp_path):
    [(key, text)] = lineage(fingerprint=True).metadata().items()
    path = tmp_path / "a.parquet"
    with duckdb.connect() as connection:
        written = f"COPY (SELECT 1 AS x) TO '{path}' (KV_METADATA {{'{key}': '{text}'}})"
        connection.execute(written).fetchall()
        found = connection.execute(
            f"SELECT key, value FROM parquet_kv_metadata('{path}')"
        ).fetchall()
    assert (key.encode(), text.encode()) in found


def test_the_text_is_short_and_stable():
    found = lineage(fingerprint=True)
    start = f"<Lineage of 'loyal' {found.document_hash[:12]}, 2 rows, "
    assert repr(found) == f"{start}{found.fingerprint}>"
