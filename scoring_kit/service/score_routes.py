"""Scores of rows: one row, a list of rows, columns, or an Arrow stream; answered as they came."""

from __future__ import annotations

from functools import partial

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import environment_in, needs, wanted_in
from scoring_kit.service.answers import (
    bytes_answer,
    columns_of,
    json_answer,
    rows_of,
    stamp_of,
)
from scoring_kit.service.arrow_bodies import read_arrow, write_arrow
from scoring_kit.service.bodies import ARROW, JSON, body_of, media_of
from scoring_kit.service.json_bodies import Posted, read_posted
from scoring_kit.service.running import running_in
from scoring_kit.service.schemas import ENVIRONMENT, NAME, SCORE_ANSWER, SCORE_BODY, VERSION
from scoring_kit.service.scorer import Scorer

SMALL = 64 * 1024
"""Bytes of a body that is read where requests are received; a larger one would hold them up."""


def add_score_routes(app: FastAPI) -> None:
    """Add what scores rows to an application."""
    told = needs(
        "score",
        *(400, 408, 409, 413, 415),
        answer=SCORE_ANSWER,
        parameters=[NAME, ENVIRONMENT, VERSION],
        requestBody=SCORE_BODY,
    )
    path = "/v1/scorecards/{name}/score"
    app.add_api_route(path, score_rows, methods=["POST"], summary="Score rows", **told)


async def score_rows(request: Request) -> Response:
    """Score one row, rows, columns, or an Arrow stream, with the live version or a named one.

    The answer has the form of the request, and says which version made it.
    """
    running, environment = running_in(request), environment_in(request)
    media = media_of(request, JSON, ARROW)
    body = await body_of(request, running)
    found = await running.live.of(wanted_in(request))
    if media == ARROW:
        scorer = await running.plans.of(found, {})
        return await running.batches.run(partial(_score_arrow, scorer, body, environment))
    is_small = len(body) <= SMALL
    if is_small:
        posted = read_posted(body)
    else:
        posted = await running.batches.run(lambda: read_posted(body))
    scorer = await running.plans.of(found, posted.parameters)
    if posted.form == "row" and is_small:
        return _score_posted(scorer, posted, environment)
    return await running.batches.run(partial(_score_posted, scorer, posted, environment))


def _score_posted(scorer: Scorer, posted: Posted, environment: str) -> Response:
    if posted.form == "row":
        result = scorer.row(scorer.reader.row(posted.data))
        return json_answer(scorer.version, environment, result=result)
    if posted.form == "rows":
        read = scorer.reader.rows(posted.data)
        outputs = scorer.outputs(read.arrays, read.rows)
        return json_answer(scorer.version, environment, results=rows_of(outputs, scorer.plan))
    read = scorer.reader.lists(posted.data)
    outputs = scorer.outputs(read.arrays, read.rows)
    columns = columns_of(outputs, scorer.plan)
    return json_answer(scorer.version, environment, rows=read.rows, columns=columns)


def _score_arrow(scorer: Scorer, body: bytes, environment: str) -> Response:
    read = read_arrow(body, scorer.reader)
    outputs = scorer.outputs(read.arrays, read.rows)
    stamps = {name: str(value) for name, value in stamp_of(scorer.version, environment).items()}
    return bytes_answer(scorer.version, write_arrow(outputs, scorer.plan, stamps), ARROW)
