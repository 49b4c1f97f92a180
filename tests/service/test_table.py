"""What the settings say of tables, and the forms in which their scores are sent."""

import asyncio
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import ValidationError

from scoring_kit.service.problems import ServiceError
from scoring_kit.service.scorer import scorer_of
from scoring_kit.service.settings import Settings
from scoring_kit.service.table_files import TableFile
from scoring_kit.service.table_forms import CSV, LINES, TableStream, chosen_media
from scoring_kit.service.table_schemas import KEYS_BODY, SCORES_ANSWER
from scoring_kit.service.tables import Tables
from tests.service.served import WIDE
from tests.service.tabled import many, table_of, written
from tests.service.versions import version_of

ARROW = "application/vnd.apache.arrow.stream"


def test_tables_are_set_by_one_variable_in_json(monkeypatch):
    told = {"people": {"path": "people.csv", "key": ["a", "b"], "types": {"a": "number"}}}
    monkeypatch.setenv("SCORING_KIT_TABLES", json.dumps(told))
    found = Settings().tables["people"]
    assert (found.path, found.key, found.types) == ("people.csv", ("a", "b"), {"a": "number"})


WRONG = {
    "a database": ({"path": "people.duckdb", "key": "id"}, "no database"),
    "no key": ({"path": "people.csv", "key": []}, "key"),
    "no path": ({"path": "", "key": "id"}, "path"),
    "another type": ({"path": "a.csv", "key": "id", "types": {"id": "int"}}, "types"),
    "another name": ({"path": "a.csv", "key": "id", "sql": "SELECT 1"}, "sql"),
}


@pytest.mark.parametrize(("told", "words"), WRONG.values(), ids=WRONG)
def test_a_table_that_is_told_wrong_is_refused(told, words):
    with pytest.raises(ValidationError, match=words):
        TableFile(**told)


MEDIA = {
    "": LINES,
    "*/*": LINES,
    "text/*": CSV,
    "text/csv;q=0.5, application/vnd.apache.arrow.stream": ARROW,
    "application/x-ndjson;q=0, */*;q=0.1": ARROW,
    "APPLICATION/X-NDJSON": LINES,
}


@pytest.mark.parametrize(("accept", "media"), MEDIA.items())
def test_the_form_that_a_client_likes_best_is_sent(accept, media):
    assert chosen_media(accept) == media


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "text/csv;q=x", ";,;"])
def test_a_client_that_takes_none_of_the_forms_is_refused(accept):
    with pytest.raises(ServiceError, match="406 accept"):
        chosen_media(accept)


def opened(told):
    return asyncio.run(Tables(Settings(**told)).of("people"))


def stream_of(table, media=LINES):
    return TableStream(scorer_of(version_of(WIDE), {}, Settings()), table, media, {})


def test_a_table_that_changes_while_it_is_streamed_is_never_a_whole_answer(tmp_path):
    path, told = written(tmp_path, many(50_000))
    stream = stream_of(opened(told))
    parts = stream.parts()
    found = [next(parts)]
    pq.write_table(many(50_000), f"{path}.new")
    os.replace(f"{path}.new", path)
    with pytest.raises(ServiceError, match="503 table_changed"):
        found.extend(parts)
    last = json.loads(b"".join(found).splitlines()[-1])
    assert last["problem"]["code"] == "table_changed"


@pytest.mark.parametrize("media", [LINES, CSV, ARROW])
def test_what_cannot_be_read_in_the_middle_is_raised_and_told_in_lines(tmp_path, media):
    path = tmp_path / "people.csv"
    row = "{},41.5,north,true,2024-02-29\n"
    rows = "".join(map(row.format, range(200_000)))
    path.write_text(f"id,age,region,member,since\n{rows}9,secret,north,true,2024-02-29\n")
    types = {"age": "number", "member": "boolean", "since": "date"}
    told = {"tables": {"people": {"path": str(path), "key": "id", "types": types}}}
    parts, found = stream_of(opened(told), media).parts(), []
    with pytest.raises(ServiceError, match="503 table"):
        found.extend(parts)
    body = b"".join(found)
    assert len(body) > 100_000
    assert b"secret" not in body
    assert (b'"problem"' in body.splitlines()[-1]) is (media == LINES)
    assert not body.endswith(END_OF_ARROW)


END_OF_ARROW = b"\xff\xff\xff\xff\0\0\0\0"


def test_a_whole_arrow_stream_says_that_it_is_one(tmp_path):
    body = b"".join(stream_of(opened(written(tmp_path)[1]), ARROW).parts())
    assert body.endswith(END_OF_ARROW)


def test_a_stream_that_was_stopped_before_it_began_has_no_parts(tmp_path):
    stream = stream_of(opened(written(tmp_path)[1]))
    stream.stop()
    assert list(stream.parts()) == []


def test_the_document_names_every_form():
    assert [*SCORES_ANSWER["content"]] == [LINES, ARROW, CSV]
    forms = KEYS_BODY["content"]["application/json"]["schema"]["oneOf"]
    assert [form["required"] for form in forms] == [["key"], ["keys"]]


def test_columns_are_named_also_where_there_are_no_rows(tmp_path):
    table = table_of({name: [] for name in ("id", "age", "region", "member", "since")})
    told = written(tmp_path, table.set_column(0, "id", pa.array([], pa.int64())))[1]
    text = b"".join(stream_of(opened(told), CSV).parts())
    assert text.startswith(b'"id","score","tier","status"')
