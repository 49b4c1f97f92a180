"""Bodies of JSON objects, one in each line, read as they come and never whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, NamedTuple, cast

import orjson
from starlette.types import Receive

from scoring_kit.service.answers import rows_of
from scoring_kit.service.json_bodies import Object, read_object
from scoring_kit.service.problems import MOST_ERRORS, ServiceError
from scoring_kit.service.scorer import Scorer

LONGEST_LINE = 1024 * 1024
"""Bytes of a line; what is longer is answered with a problem, and never kept."""

GROUP = 500
"""Lines that are scored together at most."""


class Line(NamedTuple):
    """A line and its number from 1; text: None where it is too long."""

    number: int
    text: bytes | None


class Lines:
    """Cuts the parts of a body into lines; those of white space alone are counted, not kept."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._number = 0
        self._rest = bytearray()
        self._is_too_long = False

    def add(self, part: bytes) -> list[Line]:
        r"""Return the lines that a part of a body ends.

        Examples
        --------
        >>> Lines().add(b'{"age": 1}\n{"age"')
        [Line(number=1, text=b'{"age": 1}')]
        """
        *ends, rest = part.split(b"\n")
        found = [line for end in ends if (line := self._ended(end)) is not None]
        self._extend(rest)
        return found

    def end(self) -> list[Line]:
        """Return the last line, where no line end stands behind it."""
        last = self._ended(b"")
        return [] if last is None else [last]

    def _ended(self, end: bytes) -> Line | None:
        self._extend(end)
        self._number += 1
        text = None if self._is_too_long else bytes(self._rest).strip()
        self._rest, self._is_too_long = bytearray(), False
        return None if text == b"" else Line(self._number, text)

    def _extend(self, more: bytes) -> None:
        if self._is_too_long or len(self._rest) + len(more) > self._longest:
            self._rest, self._is_too_long = bytearray(), True
        else:
            self._rest += more


async def groups_of_lines(receive: Receive, deadline: float) -> AsyncIterator[list[Line]]:
    """Yield the lines of a body as they come, some at a time; nothing is read ahead.

    deadline: seconds within which each part of the body has to come.

    Raises
    ------
    ServiceError
        When one does not (408), or the client goes away.
    """
    lines, more = Lines(), True
    while more:
        message = await _received(receive, deadline)
        more = message.get("more_body", False)
        found = lines.add(message.get("body", b""))
        if not more:
            found += lines.end()
        for start in range(0, len(found), GROUP):
            yield found[start : start + GROUP]


async def _received(receive: Receive, deadline: float) -> Any:  # noqa: ANN401 - of any kind
    try:
        async with asyncio.timeout(deadline):
            message = await receive()
    except TimeoutError:
        detail = f"no part of the body came within {deadline:g} seconds"
        raise ServiceError(408, "slow", detail, headers={"Connection": "close"}) from None
    if message["type"] == "http.disconnect":
        raise ServiceError(400, "gone", "the client went away")
    return message


def answer_lines(scorer: Scorer, lines: list[Line]) -> bytes:
    """Return a line for each line, in order: its result, or what is wrong with it."""
    rows: list[Object | ServiceError] = [_read(line) for line in lines]
    good = [row for row in rows if not isinstance(row, ServiceError)]
    try:
        read = scorer.reader.rows(good)
        results = iter(rows_of(scorer.outputs(read.arrays, read.rows), scorer.plan))
    except ServiceError:  # some do not fit: each for itself, which takes longer
        results = iter([_result(scorer, row) for row in good])
    answers = [row if isinstance(row, ServiceError) else next(results) for row in rows]
    told = zip(lines, answers, strict=True)
    return b"".join([_told(line.number, answer) for line, answer in told])


def _read(line: Line) -> Object | ServiceError:
    if line.text is None:
        detail = f"a line has {LONGEST_LINE:,} bytes at most"
        return ServiceError(413, "line_too_long", detail)
    try:
        return read_object(line.text)
    except ServiceError as refusal:
        return refusal


def _result(scorer: Scorer, row: Object) -> Any:  # noqa: ANN401 - a result, or why there is none
    try:
        return scorer.row(scorer.reader.row(row, ""))
    except ServiceError as refusal:
        return refusal


def _told(number: int, answer: object) -> bytes:
    if isinstance(answer, ServiceError):
        content: Object = {"line": number, "problem": problem_of(answer)}
    else:
        content = {"line": number, "result": cast("Object", answer)}
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)


def problem_of(refusal: ServiceError) -> Object:
    """Return what a line says of a refusal."""
    told: Object = {"code": refusal.code, "detail": refusal.detail}
    if refusal.faults:
        told["errors"] = [
            {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}
            for fault in refusal.faults[:MOST_ERRORS]
        ]
    return told
