import asyncio
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.service.line_bodies import (
    GROUP,
    LONGEST_LINE,
    Line,
    Lines,
    answer_lines,
    groups_of_lines,
)
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.scorer import scorer_of
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, WIDE
from tests.service.versions import version_of

TEXT = b'{"a": 1}\n\n {"b": 2} \r\nnonsense\n{"c": 3}'


def cut(parts, **options):
    lines = Lines(**options)
    found = [line for part in parts for line in lines.add(part)]
    return found + lines.end()


@given(st.lists(st.integers(0, len(TEXT)), max_size=8).map(sorted))
def test_lines_are_the_same_however_they_come(places):
    ends = [0, *places, len(TEXT)]
    parts = [TEXT[begin:end] for begin, end in pairwise(ends)]
    assert cut(parts) == [
        Line(1, b'{"a": 1}'),
        Line(3, b'{"b": 2}'),
        Line(4, b"nonsense"),
        Line(5, b'{"c": 3}'),
    ]


def test_what_is_too_long_is_not_kept_and_the_next_lines_are():
    parts = [b"x" * 6, b"x" * 6, b"\nab\n", b"y" * 20 + b"\ncd"]
    assert cut(parts, longest=10) == [Line(1, None), Line(2, b"ab"), Line(3, None), Line(4, b"cd")]


def groups(*messages, deadline=5):
    """Return the lines that come in groups, from the messages of a server."""
    waiting = list(messages)

    async def receive():
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def run():
        return [group async for group in groups_of_lines(receive, deadline)]

    return asyncio.run(run())


def body(part, more):
    return {"type": "http.request", "body": part, "more_body": more}


def test_lines_come_in_groups_that_are_small():
    found = groups(body(b"1\n" * (GROUP + 1), True), body(b"2\n3", False))
    assert [len(group) for group in found] == [GROUP, 1, 2]


def test_a_client_that_sends_no_more_is_refused():
    with pytest.raises(ServiceError, match="408 slow"):
        groups(body(b"1\n", True), deadline=0.02)
    with pytest.raises(ServiceError, match="400 gone"):
        groups(body(b"1\n", True), {"type": "http.disconnect"})


def test_each_line_is_answered_in_its_place():
    scorer = scorer_of(version_of(WIDE), {}, Settings())
    texts = [
        *(orjson.dumps(ROW), b"nonsense", orjson.dumps({**ROW, "age": "x"}), None),
        *(b"[1]", orjson.dumps(ROW), b'{"age": 1, "age": 2}'),
    ]
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    told = [orjson.loads(line) for line in answer_lines(scorer, lines).splitlines()]
    assert [each["line"] for each in told] == [1, 2, 3, 4, 5, 6, 7]
    found = ["problem" if "problem" in each else each["result"]["status"] for each in told]
    assert found == ["scored", *["problem"] * 4, "scored", "problem"]
    assert told[2]["problem"]["errors"][0]["pointer"] == "/age"
    assert f"{LONGEST_LINE:,}" in told[3]["problem"]["detail"]
