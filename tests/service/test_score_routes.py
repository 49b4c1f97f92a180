import asyncio
import datetime as dt
import math
import struct
import threading

import orjson
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.service.reading import Reader
from tests.service.served import ROW, WIDE, Registered, Served, codes

ARROW = "application/vnd.apache.arrow.stream"
PATH = "/v1/scorecards/wide/score"

numbers = (
    st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        [0, -0.0, 18, 17.999999999999996, 50, 5e-324, 1e308, 2**53 + 1, 2**63 - 1, -(2**63)]
    )
)
words = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.sampled_from(["north", "ß", "😀", "", " ", "NULL", "North", "a\0b", "e\u0301", "a:b"])
)
dates = st.none() | st.dates() | st.sampled_from([dt.date(1, 1, 1), dt.date(9999, 12, 31)])
rows = st.lists(
    st.fixed_dictionaries(
        {"age": numbers, "region": words, "member": st.none() | st.booleans(), "since": dates}
    ),
    min_size=1,
    max_size=5,
)


def bits(value):
    """Return a value such that only the very same value equals it."""
    if isinstance(value, float):
        return None if math.isnan(value) else struct.pack(">d", value).hex()
    return list(value) if isinstance(value, tuple) else value


def expected(rows):
    """Return what `score` gives for rows, in DuckDB."""
    types = {"age": pa.float64(), "region": pa.string(), "member": pa.bool_(), "since": pa.date32()}
    table = pa.table({name: pa.array([r[name] for r in rows], types[name]) for name in types})
    found = sk.score(WIDE, table).to_arrow().to_pylist()
    return table, [{name: bits(value) for name, value in row.items()} for row in found]


@settings(max_examples=60, deadline=None)
@given(rows)
def test_scores_are_those_of_score_to_the_bit_in_every_form(served, rows):
    rows = [{**row, "age": None if row["age"] is None else float(row["age"])} for row in rows]
    table, wanted = expected(rows)
    plain = orjson.loads(orjson.dumps(rows))
    one = [served.score({"row": row}).json()["result"] for row in plain]
    many = served.score({"rows": plain}).json()["results"]
    lists = {name: [row[name] for row in plain] for name in ROW}
    columns = served.score({"columns": lists}).json()["columns"]
    by_column = [
        dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
    ]
    for found in (one, many, by_column, posted_as_arrow(served, table).to_pylist()):
        assert [{name: bits(value) for name, value in row.items()} for row in found] == wanted


def posted_as_arrow(served, table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    key, headers = served.registered.score, {"Content-Type": ARROW}
    body = sink.getvalue().to_pybytes()
    answer = served.ask("POST", PATH, content=body, headers=headers, key=key)
    assert (answer.status_code, answer.headers["content-type"]) == (200, ARROW)
    return pa.ipc.open_stream(answer.content).read_all()


def test_what_only_arrow_can_hold_is_scored_as_score_does(served):
    ages = pa.array([math.nan, math.inf, -math.inf, -0.0, None])
    same = {name: pa.array([ROW[name]] * 5) for name in ("region", "member")}
    table = pa.table({"age": ages, **same, "since": pa.array([dt.date(2024, 2, 29)] * 5)})
    found = posted_as_arrow(served, table)
    wanted = sk.score(WIDE, table).to_arrow()
    assert found.schema.names == wanted.schema.names
    assert [[*map(bits, row.values())] for row in found.to_pylist()] == [
        [*map(bits, row.values())] for row in wanted.to_pylist()
    ]


def test_every_answer_names_the_version_that_made_it(served):
    answer = served.score({"row": ROW})
    told = answer.json()
    assert (told["scorecard"], told["version"], told["environment"]) == ("wide", 1, "production")
    assert answer.headers["etag"] == f'"{told["sha256"]}"'
    assert answer.headers["scorecard-version"] == "1"
    table = pa.table({name: pa.nulls(1) for name in ROW})
    metadata = posted_as_arrow(served, table).schema.metadata
    assert metadata[b"sha256"].decode() == told["sha256"]
    assert metadata[b"version"] == b"1"


def test_parameters_are_those_of_the_request(served):
    older = served.score({"row": ROW, "parameters": {"as_of": "2025-06-01"}}).json()["result"]
    assert older["score"] < served.score({"row": ROW}).json()["result"]["score"]
    wrong = served.score({"row": ROW, "parameters": {"as_of": "tomorrow", "more": 1}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "parameters")


def test_mistakes_are_told_with_their_places(served):
    answer = served.score({"rows": [ROW, {**ROW, "age": "41"}]})
    assert (answer.status_code, codes(answer)) == (422, {"/rows/1/age": "wrong_type"})


def test_a_misspelt_parameter_of_the_address_is_not_passed_over(served):
    answer = served.score({"row": ROW}, query="?verison=1")
    assert (answer.status_code, codes(answer)) == (422, {"/query/verison": "query"})


@pytest.mark.parametrize("name", ["%00", "x" * 300, "..%5C..", "%F0%9F%98%80", "a%20b"])
def test_a_name_that_is_none_is_refused(served, name):
    assert served.score({"row": ROW}, name=name).status_code in (404, 422)


def test_no_rows_have_no_results(served):
    assert served.score({"rows": []}).json()["results"] == []
    assert served.score({"columns": {name: [] for name in ROW}}).json()["rows"] == 0


def test_a_large_body_is_answered_as_a_small_one(served):
    more = {"note": "x" * 100_000}
    small, large = (served.score({"row": row}) for row in (ROW, ROW | more))
    assert large.json() == small.json()
    many = served.score({"rows": [ROW] * 1000}).json()["results"]
    assert many == [small.json()["result"]] * 1000


def test_whoever_posts_a_batch_while_all_places_are_taken_is_told_to_come_back(registered):
    with Served(registered, batch_threads=1, batch_queue=0, deadline=0.05) as service:
        go = threading.Event()
        batches = service.app.state.running.batches

        async def occupied():
            work = asyncio.ensure_future(batches.run(go.wait))
            await asyncio.sleep(0)
            key = registered.score
            answer = await service.asked("POST", PATH, json={"rows": [ROW]}, key=key)
            one = await service.asked("POST", PATH, json={"row": ROW}, key=key)
            go.set()
            await asyncio.gather(work, return_exceptions=True)
            return answer, one

        answer, one = service.runner.run(occupied())
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert one.status_code == 200


def test_the_demo_cards_are_scored_as_score_does(tmp_path):
    card, data = sk.example("book_club")
    wanted = sk.score(card, data, key=[], order=None).to_arrow()
    lists = pyarrow.parquet.read_table(data).to_pydict()
    with Served(Registered(tmp_path, card)) as service:
        found = service.score({"columns": lists}, name="book_club").json()["columns"]
    assert found == wanted.to_pydict()


@pytest.mark.parametrize("more", [0, 70_000])
def test_a_large_row_is_not_looked_at_where_requests_are_received(served, monkeypatch, more):
    threads, real = [], Reader.row

    def row(*arguments):
        threads.append(threading.current_thread())
        return real(*arguments)

    monkeypatch.setattr(Reader, "row", row)
    answer = served.score({"row": {**ROW, "more": ["x"] * more}})
    assert answer.json()["result"] == served.score({"row": ROW}).json()["result"]
    assert (threads[0] is threading.main_thread()) == (more == 0)
