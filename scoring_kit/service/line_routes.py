"""Rows that are posted one in each line, and answered in their order as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import needs, wanted_in
from scoring_kit.service.bodies import media_of
from scoring_kit.service.envelope import STREAMED
from scoring_kit.service.line_bodies import answer_lines, groups_of_lines
from scoring_kit.service.problems import refusal_of
from scoring_kit.service.running import Running, running_in
from scoring_kit.service.schemas import ENVIRONMENT, NAME, VERSION
from scoring_kit.service.scorer import Scorer
from scoring_kit.service.table_forms import LINES, last_line
from scoring_kit.service.table_routes import parameters_in, stamped_headers
from scoring_kit.service.table_schemas import PARAMETERS, STREAM_ANSWER, STREAM_BODY


def add_line_routes(app: FastAPI) -> None:
    """Add what scores rows as they come to an application."""
    told = needs(
        "score",
        *(400, 408, 409, 415),
        answer=STREAM_ANSWER,
        parameters=[NAME, ENVIRONMENT, VERSION, PARAMETERS],
        requestBody=STREAM_BODY,
    )
    path = "/v1/scorecards/{name}" + STREAMED
    app.add_api_route(path, stream_lines, methods=["POST"], summary="Score lines", **told)


async def stream_lines(request: Request) -> Response:
    """Score rows that come as NDJSON: a row in each line, and a line for each in the answer.

    A line that is wrong is answered with its number and what is wrong with it; the others go on.
    """
    running = running_in(request)
    media_of(request, LINES)
    found = await running.live.of(wanted_in(request))
    scorer = await running.plans.of(found, parameters_in(request))
    headers = stamped_headers(scorer)
    return await running.streams.answer(
        lambda: AnsweredLines(running, scorer, request), headers, LINES
    )


class AnsweredLines:
    """The answers to lines, each group made once the one before it was taken."""

    def __init__(self, running: Running, scorer: Scorer, request: Request) -> None:
        self._running = running
        self._scorer = scorer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        begun, running = False, self._running
        try:
            async for lines in groups_of_lines(self._request.receive, running.settings.deadline):
                yield await running.streams.run(partial(answer_lines, self._scorer, lines))
                begun = True
        except Exception as error:
            if begun:  # the answer cannot be refused any more: its last line says what happened
                yield last_line(refusal_of(error))
            raise

    async def close(self) -> None:
        """End; nothing goes on by itself."""
