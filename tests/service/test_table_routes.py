import asyncio
import io
import json
import os

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import scoring_kit as sk
from tests.service.served import WIDE, Registered, Served, codes
from tests.service.tabled import HOSTILE, many, table_of, written
from tests.service.test_live import movers, promoted, weighted
from tests.service.test_score_routes import bits

PATH = "/v1/scorecards/wide/tables/people"
ARROW, LINES, CSV = "application/vnd.apache.arrow.stream", "application/x-ndjson", "text/csv"


@pytest.fixture
def people(registered, tmp_path):
    path, settings = written(tmp_path)
    with Served(registered, **settings) as service:
        service.path = path
        yield service


def keys(service, path=PATH, **body):
    return service.ask("POST", f"{path}/keys", json=body, key=service.registered.score)


def streamed(service, media, path=PATH, query=""):
    headers = {"Accept": media}
    key = service.registered.score
    return service.ask("GET", f"{path}/scores{query}", headers=headers, key=key)


def expected(columns=HOSTILE, **options):
    """Return what `score` gives for a table, bit for bit."""
    found = sk.score(WIDE, table_of(columns), key="id", **options).to_arrow().to_pylist()
    return [{name: bits(value) for name, value in row.items()} for row in found]


def exact(rows):
    return [{name: bits(value) for name, value in row.items()} for row in rows]


def test_the_scores_of_keys_are_those_of_score_to_the_bit(people):
    answer = keys(people, keys=HOSTILE["id"])
    found = [{"id": item["key"], **item["result"]} for item in answer.json()["results"]]
    assert exact(found) == expected()


def test_one_key_is_answered_alone_and_says_what_made_it(people):
    answer = keys(people, key=2).json()
    assert bits(answer["result"]["score"]) == expected()[1]["score"]
    assert (answer["key"], answer["version"], answer["table"]) == (2, 1, "people")
    assert answer["data_version"].startswith("file:")


def test_a_key_that_no_row_has_is_told_for_itself(people):
    first, second = keys(people, keys=[99, 1]).json()["results"]
    assert (first["key"], first["problem"]["code"]) == (99, "no_row")
    assert second["result"]["status"] == "scored"
    alone = keys(people, key=99)
    assert (alone.status_code, alone.json()["code"]) == (404, "no_row")


def test_no_keys_have_no_results(people):
    assert keys(people, keys=[]).json()["results"] == []


WRONG = {
    "a text for a number": ({"keys": [1, "2"]}, {"/keys/1": "wrong_type"}),
    "a truth for a number": ({"key": True}, {"/key": "wrong_type"}),
    "nothing": ({"key": None}, {"/key": "wrong_type"}),
    "another column": ({"key": {"age": 1}}, {"/key": "form"}),
    "no list": ({"keys": 1}, {"/keys": "form"}),
    "in its column": ({"keys": [{"id": "x"}]}, {"/keys/0/id": "wrong_type"}),
}


@pytest.mark.parametrize(("body", "faults"), WRONG.values(), ids=WRONG)
def test_keys_that_do_not_fit_are_refused_at_their_place(people, body, faults):
    answer = keys(people, **body)
    assert (answer.status_code, codes(answer)) == (422, faults)


def test_a_key_that_several_rows_have_is_refused(registered, tmp_path):
    twice = {name: [*values[:2], values[1]] for name, values in HOSTILE.items()}
    with Served(registered, **written(tmp_path, table_of(twice))[1]) as service:
        answer = keys(service, keys=[1, 2])
        alone = keys(service, key=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_repeats")
    assert codes(answer) == {"/keys/1": "key_repeats"}
    assert alone.status_code == 200


def test_more_keys_than_rows_are_allowed_are_refused(registered, tmp_path):
    with Served(registered, row_limit=2, **written(tmp_path)[1]) as service:
        assert keys(service, keys=[1, 2, 3]).status_code == 413


def test_keys_are_kept_and_never_stale_after_the_file_has_changed(people, monkeypatch):
    before = keys(people, key=1).json()
    older = {**HOSTILE, "age": [90.0, *HOSTILE["age"][1:]]}
    monkeypatch.setattr("scoring_kit.service.table_routes.look_up", None)
    assert keys(people, key=1).json() == before
    monkeypatch.undo()
    pq.write_table(table_of(older), f"{people.path}.new")
    os.replace(f"{people.path}.new", people.path)
    after = keys(people, key=1).json()
    assert bits(after["result"]["score"]) == expected(older)[0]["score"]
    assert after["data_version"] != before["data_version"]
    assert after["result"]["score"] != before["result"]["score"]


def test_keys_that_are_kept_are_not_those_of_another_live_version(tmp_path):
    registered = Registered(tmp_path, weighted(1))
    moving = movers(registered)
    _, settings = written(tmp_path)
    path = "/v1/scorecards/plain/tables/people"
    with Served(registered, freshness=0.001, **settings) as service:
        before = keys(service, path, key=1).json()
        promoted(registered, moving, 2)
        service.runner.run(asyncio.sleep(0.01))
        after = keys(service, path, key=1).json()
        pinned = service.ask(
            "POST", f"{path}/keys?version=1", json={"key": 1}, key=registered.score
        )
    found = [(each["version"], each["result"]["score"]) for each in (before, after, pinned.json())]
    assert found == [(1, 41.5), (2, 83.0), (1, 41.5)]


def test_parameters_have_results_of_their_own(people):
    usual = keys(people, key=1).json()["result"]["score"]
    later = keys(people, key=1, parameters={"as_of": "2025-06-01"}).json()["result"]["score"]
    wanted = expected(parameters={"as_of": "2025-06-01"})[0]["score"]
    assert bits(later) == wanted
    assert usual != later


def test_a_stream_has_the_scores_of_score_to_the_bit_in_every_form(people):
    lines = [json.loads(line) for line in streamed(people, LINES).text.splitlines()]
    assert exact(lines) == expected()
    columns = pa.ipc.open_stream(streamed(people, ARROW).content).read_all()
    assert exact(columns.to_pylist()) == expected()
    cells = pa.csv.read_csv(io.BytesIO(streamed(people, CSV).content), convert_options=TEXTS)
    found = [
        {**row, "knock_outs": [name for name in row["knock_outs"].split(",") if name]}
        for row in cells.to_pylist()
    ]
    assert exact(found) == expected()


TEXTS = pa.csv.ConvertOptions(
    column_types={
        **dict.fromkeys(("tier", "status", "reason_1", "knock_outs"), pa.string()),
        **dict.fromkeys(("score", "coverage"), pa.float64()),
    },
    strings_can_be_null=True,
    quoted_strings_can_be_null=False,
)


@pytest.mark.parametrize("media", [LINES, ARROW, CSV])
def test_a_stream_says_which_version_and_data_made_it(people, media):
    answer = streamed(people, media)
    told = keys(people, key=1).json()
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["etag"] == f'"{told["sha256"]}"'
    assert answer.headers["scorecard-version"] == "1"
    assert answer.headers["data-version"] == told["data_version"]
    assert "content-length" not in answer.headers


def test_an_arrow_stream_is_stamped_in_its_schema(people):
    schema = pa.ipc.open_stream(streamed(people, ARROW).content).schema
    assert schema.metadata[b"version"] == b"1"
    assert schema.metadata[b"table"] == b"people"


@pytest.mark.parametrize("media", [LINES, ARROW, CSV])
def test_a_table_without_rows_is_a_whole_answer(registered, tmp_path, media):
    _, settings = written(tmp_path, table_of(HOSTILE).slice(0, 0))
    with Served(registered, **settings) as service:
        answer = streamed(service, media)
        one = keys(service, key=1)
    assert (answer.status_code, one.status_code) == (200, 404)
    if media == ARROW:
        assert pa.ipc.open_stream(answer.content).read_all().num_rows == 0


def test_all_rows_come_in_the_order_of_the_file(registered, tmp_path):
    _, settings = written(tmp_path, many(100_000))
    with Served(registered, **settings) as service:
        answer = streamed(service, ARROW)
    found = pa.ipc.open_stream(answer.content).read_all()
    assert found["id"].to_pylist() == [*range(100_000)]


def test_parameters_of_a_stream_are_in_its_query(people):
    answer = streamed(people, LINES, query="?parameters=%7B%22as_of%22%3A%222025-06-01%22%7D")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert exact(lines) == expected(parameters={"as_of": "2025-06-01"})
    assert streamed(people, LINES, query="?parameters=%7B").status_code == 422


def test_what_is_not_there_or_cannot_be_scored_is_refused(registered, tmp_path):
    half, settings = written(tmp_path, table_of({"id": [1], "age": [1.0], "member": [True]}))
    with Served(registered, **settings) as service:
        unfit = streamed(service, LINES)
        unknown = streamed(service, LINES, path="/v1/scorecards/wide/tables/other")
        other = streamed(service, "text/html")
        half.unlink()
        gone = keys(service, key=1)
    assert (unfit.status_code, codes(unfit)["/region"]) == (409, "column_missing")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no_table")
    assert other.status_code == 406
    assert (gone.status_code, gone.headers["retry-after"]) == (503, "1")
    assert str(tmp_path) not in gone.text + unfit.text


def test_a_csv_file_is_read_with_the_types_that_are_set(registered, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,age,region,member,since\n007,41.5,north,true,2024-02-29\n")
    types = {"age": "number", "member": "boolean", "since": "date"}
    told = {"people": {"path": str(path), "key": "id", "types": types}}
    with Served(registered, tables=told) as service:
        answer = keys(service, key="007").json()
        lines = streamed(service, LINES).text
    assert bits(answer["result"]["score"]) == expected()[0]["score"]
    assert json.loads(lines)["id"] == "007"
