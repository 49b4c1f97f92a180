"""Why one row has its score, and which one it would have with other inputs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import Any, cast

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.errors import nearest
from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.service.access import environment_in, needs, wanted_in
from scoring_kit.service.answers import json_answer
from scoring_kit.service.bodies import JSON, body_of, media_of
from scoring_kit.service.json_bodies import Posted, read_posted
from scoring_kit.service.problems import MOST_ERRORS, Fault, pointer
from scoring_kit.service.reading import wrong
from scoring_kit.service.running import running_in
from scoring_kit.service.schemas import (
    ENVIRONMENT,
    EXPLAIN_ANSWER,
    NAME,
    ROW_BODY,
    VERSION,
    WHAT_IF_ANSWER,
    WHAT_IF_BODY,
)
from scoring_kit.service.scorer import Scorer


def add_explain_routes(app: FastAPI) -> None:
    """Add what explains rows to an application; the answers show weights, which is reading."""
    refusals, parameters = (400, 408, 409, 413, 415), [NAME, ENVIRONMENT, VERSION]
    told = needs(
        "read", *refusals, answer=EXPLAIN_ANSWER, parameters=parameters, requestBody=ROW_BODY
    )
    path = "/v1/scorecards/{name}/explain"
    app.add_api_route(path, explain, methods=["POST"], summary="Explain a row", **told)
    told = needs(
        "read", *refusals, answer=WHAT_IF_ANSWER, parameters=parameters, requestBody=WHAT_IF_BODY
    )
    path = "/v1/scorecards/{name}/what-if"
    app.add_api_route(path, what_if, methods=["POST"], summary="Change a row", **told)


async def explain(request: Request) -> Response:
    """Explain the score of a row: its inputs, values, contributions, and reasons."""
    scorer, posted = await _posted(request)
    work = partial(_explained, scorer, posted, environment_in(request))
    return await running_in(request).batches.run(work)


async def what_if(request: Request) -> Response:
    """Explain the score of a row as it is, and as it would be with `changes` to its inputs."""
    scorer, posted = await _posted(request, "changes")
    work = partial(_changed, scorer, posted, environment_in(request))
    return await running_in(request).batches.run(work)


async def _posted(request: Request, *also: str) -> tuple[Scorer, Posted]:
    running = running_in(request)
    media_of(request, JSON)
    body = await body_of(request, running)
    found = await running.live.of(wanted_in(request))
    posted = await running.batches.run(lambda: read_posted(body, ("row",), also))
    return await running.plans.of(found, posted.parameters), posted


def _explained(scorer: Scorer, posted: Posted, environment: str) -> Response:
    told = _explanation(scorer, scorer.reader.row(posted.data))
    return json_answer(scorer.version, environment, explanation=told.to_dict())


def _changed(scorer: Scorer, posted: Posted, environment: str) -> Response:
    row = scorer.reader.row(posted.data)
    changes = _checked_changes(scorer, posted.more.get("changes"))
    before = _explanation(scorer, row)
    after = _explanation(scorer, scorer.reader.row({**posted.data, **changes}, "/changes"))
    first, second = before.score, after.score
    delta = None if first is None or second is None else second - first
    return json_answer(
        scorer.version, environment, delta=delta, before=before.to_dict(), after=after.to_dict()
    )


def _checked_changes(scorer: Scorer, changes: object) -> Mapping[str, Any]:
    if type(changes) is not dict:
        raise wrong([Fault("/changes", "form", "an object with other values is expected")])
    given, known = cast("Mapping[str, Any]", changes), scorer.reader.columns
    faults = [
        Fault(
            f"/changes{pointer(name)}",
            "unknown_name",
            f"the scorecard reads no column {name!r}{nearest(name, known)}",
        )
        for name in islice(given, MOST_ERRORS)
        if name not in known
    ]
    if faults:
        raise wrong(faults)
    return given


def _explanation(scorer: Scorer, row: Mapping[str, Any]) -> Explanation:
    outputs = scorer.explain(row)
    told = {name: None if value != value else value for name, value in row.items()}
    return explain_row(scorer.card, {}, Row(told, outputs))
