import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, Integer, String, Text

from scoring_kit.registry.folder_lines import (
    LATER,
    LINK,
    LineError,
    columns_of,
    line_of,
    lines_of,
    read_line,
)
from scoring_kit.registry.schema import Moment, PolicyRow
from tests.registry.registries import NOON

COLUMNS = {
    "at": Column("at", Moment, nullable=False),
    "count": Column("count", Integer, nullable=False),
    "rows": Column("rows", BigInteger, nullable=True),
    "name": Column("name", String(5), nullable=False),
    "text": Column("text", Text, nullable=True),
}
VALUES = {"at": NOON, "count": 1, "rows": 2**40, "name": "ann", "text": "é\n\"'"}


def test_a_row_is_a_line_with_its_fields_in_order():
    assert line_of(VALUES) == (
        b'{"at":"2026-11-26T12:00:00.000000+00:00","count":1,"name":"ann","rows":1099511627776,'
        b'"text":"\xc3\xa9\\n\\"\'"}\n'
    )
    assert lines_of([VALUES, VALUES]).count(b"\n") == 2


def test_a_line_gives_its_row_back():
    assert read_line(line_of(VALUES)[:-1], COLUMNS) == VALUES


MOMENTS = st.datetimes(timezones=st.just(UTC))
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(MOMENTS, st.integers(-(2**31), 2**31 - 1), st.none() | st.integers(0, 2**53), TEXTS)
def test_any_row_comes_back(at, count, rows, text):
    values = {"at": at, "count": count, "rows": rows, "name": text[:5], "text": text}
    line = line_of(values)
    assert line.count(b"\n") == 1
    assert read_line(line[:-1], COLUMNS) == values


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"", "no JSON of an object"),
        (b"[]", "no JSON of an object"),
        (b"\xff", "no JSON of an object"),
        (b"[" * 100_000, "no JSON of an object"),
        (b"{}", "look at at, count, name, rows, text"),
    ],
)
def test_what_is_no_line_is_refused(line, expected):
    with pytest.raises(LineError, match=expected):
        read_line(line, COLUMNS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "2026-11-26T12:00:00.000000"), ("at", "2026-11-26T13:00:00.000000+01:00"),
        ("at", "2026-11-26"), ("at", 5), ("at", None), ("at", "soon"), ("count", True),
        ("count", 1.5), ("count", "1"), ("count", 2**31), ("count", None), ("rows", 2**63),
        ("name", "too long"), ("name", None), ("name", "a\0"), ("name", 1), ("text", "\0"),
        ("text", "\ud800"), ("text", ["a"]), ("more", 1),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(field, value):
    data = {**json.loads(line_of(VALUES)), field: value}
    line = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(LineError, match=field if field != "text" else "text|spelt|surrogate"):
        read_line(line, COLUMNS)


def test_another_spelling_of_the_same_is_refused():
    line = line_of(VALUES)[:-1]
    twice = line[:-1] + b',"count":1}'
    for other in (line + b" ", b" " + line, line.replace(b":1,", b":1.0,"), twice):
        with pytest.raises(LineError, match=r"it is not spelt as it was written|of its type"):
            read_line(other, COLUMNS)
    short = line.replace(b".000000", b"")
    with pytest.raises(LineError, match="it is not spelt as it was written"):
        read_line(short, COLUMNS)


def test_fields_that_came_later_may_be_left_out():
    columns = {name: COLUMNS[name] for name in ("count", "rows")}
    assert read_line(b'{"count":1}', columns, optional=["rows"]) == {"count": 1, "rows": None}
    assert read_line(b'{"count":1,"rows":2}', columns, optional=["rows"])["rows"] == 2


def test_tables_are_known_by_their_columns():
    assert set(LATER) <= set(LINK)
    assert set(columns_of(PolicyRow, without=["id"])) == {
        "scorecard_id", "sha256", "actor", "identity", "message", "clock"
    }  # fmt: skip


def test_a_moment_in_another_zone_is_not_written_by_mistake():
    other = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=1)
    assert b".000001+00:00" in line_of({"at": other})
