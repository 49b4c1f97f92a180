import datetime as dt
import math
import socket
import threading
import time
import traceback

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import uvicorn

import scoring_kit as sk
from scoring_kit.client.refusals import (
    InvalidRequestError,
    NoAccessError,
    NoAnswerError,
    NotThereError,
)
from scoring_kit.service.app import create_app
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, WIDE, Registered


@pytest.fixture(scope="module")
def registered(tmp_path_factory):
    return Registered(tmp_path_factory.mktemp("client"), WIDE)


@pytest.fixture(scope="module")
def url(registered):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = create_app(Settings(registry=registered.url))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def key(registered):
    return registered.key("notebook", ("read", "score"))


@pytest.fixture
def client(url, key):
    with sk.Client(url, key) as client:
        yield client


ROWS = [{**ROW, "age": float(age), "since": dt.date(2024, 2, 29)} for age in (17, 41, 50, 90)]
TABLE = pa.Table.from_pylist(ROWS)
SCORES = sk.score(WIDE, TABLE).to_arrow()


def test_a_row_has_the_score_of_score(client):
    found = client.score("wide", ROWS[1])
    assert found["score"] == SCORES["score"][1].as_py()
    assert (found.stamp.scorecard, found.stamp.version) == ("wide", 1)


def test_rows_have_the_scores_of_score(client):
    found = client.score("wide", ROWS)
    assert [row["score"] for row in found] == SCORES["score"].to_pylist()


def test_nan_in_a_row_is_missing(client):
    nothing = client.score("wide", {**ROW, "age": None})
    assert dict(client.score("wide", {**ROW, "age": math.nan})) == dict(nothing)


TABLES = {"arrow": TABLE, "pandas": pd.DataFrame(ROWS), "polars": pl.DataFrame(ROWS)}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_has_the_scores_of_score_and_a_stamp(client, table):
    found = client.score("wide", table)
    assert found.to_arrow()["score"].to_pylist() == SCORES["score"].to_pylist()
    listed = client.versions("wide")[0]
    assert (found.stamp.version, found.stamp.sha256) == (1, listed["sha256"])


def test_a_table_larger_than_a_request_is_scored_in_parts(client):
    many = pa.concat_tables([TABLE] * 3_000)
    found = client.score("wide", many).to_arrow()
    assert found["score"].to_pylist() == SCORES["score"].to_pylist() * 3_000


def test_a_row_is_explained_and_changed(client):
    changed = client.what_if("wide", ROW, {"age": 50})
    assert changed["before"]["score"] == client.explain("wide", ROW)["score"]
    assert changed["after"]["score"] == SCORES["score"][2].as_py()


def test_what_is_live_is_told(client):
    assert [item["name"] for item in client.scorecards()] == ["wide"]
    assert client.live("wide") == 1
    assert set(client.schema("wide")) == {"row", "parameters", "result", "examples"}


def test_what_was_done_is_told(client):
    done = [item["action"] for item in client.history("wide")]
    assert done == ["add", "propose", "approve", "promote"]


def test_a_name_that_is_none_is_told_with_the_nearest(client):
    with pytest.raises(sk.ScoringError, match=r"no scorecard 'wyde'; did you mean 'wide'\?"):
        client.live("wyde")
    with pytest.raises(NotThereError, match="404"):
        client.score("wyde", ROW)


def test_what_is_wrong_is_told_at_its_place(client):
    with pytest.raises(InvalidRequestError, match="/row/age") as caught:
        client.score("wide", {**ROW, "age": "old"})
    assert [(each.place, each.code) for each in caught.value.problems] == [
        ("/row/age", "wrong_type")
    ]


def test_a_key_that_is_none_shows_in_no_traceback(url):
    with (
        sk.Client(url, "sk_a1b2c3d4") as client,
        pytest.raises(NoAccessError, match="401 unauthorized") as caught,
    ):
        client.scorecards()
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    shown = "".join(told.format())
    assert "Sender" in shown  # values are shown
    assert "a1b2c3d4" not in shown + repr(client)


def test_a_service_that_is_not_there_is_told():
    with (
        sk.Client("http://127.0.0.1:9", "sk_none") as client,
        pytest.raises(NoAnswerError, match=r"at http://127\.0\.0\.1:9 does not answer") as caught,
    ):
        client.scorecards()
    assert caught.value.__context__ is None  # the frames of httpx hold the key


def test_answers_show_themselves_in_a_notebook(client):
    for shown in (client.score("wide", ROW), client.score("wide", TABLE), client.scorecards()):
        assert "wide" in shown._repr_html_()
