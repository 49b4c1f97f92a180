"""Scores of registered tables: of some keys, or of all rows as a stream."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import environment_in, needs, query_in, wanted_in
from scoring_kit.service.answers import json_answer, stamp_of
from scoring_kit.service.bodies import JSON, body_of, media_of
from scoring_kit.service.json_bodies import Object, read_object, read_posted
from scoring_kit.service.key_lookups import Key, Result, look_up, read_keys
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.query import wrong_query
from scoring_kit.service.running import Running, running_in
from scoring_kit.service.schemas import ENVIRONMENT, NAME, VERSION
from scoring_kit.service.scorer import Scorer
from scoring_kit.service.streams import Pulled
from scoring_kit.service.table_forms import TableStream, chosen_media
from scoring_kit.service.table_schemas import (
    KEYS_ANSWER,
    KEYS_BODY,
    PARAMETERS,
    SCORES_ANSWER,
    TABLE,
)
from scoring_kit.service.tables import Opened


def add_table_routes(app: FastAPI) -> None:
    """Add what scores registered tables to an application."""
    named = [NAME, TABLE, ENVIRONMENT, VERSION]
    told = needs(
        "score",
        *(400, 408, 409, 413, 415),
        answer=KEYS_ANSWER,
        parameters=named,
        requestBody=KEYS_BODY,
    )
    path = "/v1/scorecards/{name}/tables/{table}"
    app.add_api_route(f"{path}/keys", score_keys, methods=["POST"], summary="Score keys", **told)
    told = needs("score", 400, 406, 409, answer=SCORES_ANSWER, parameters=[*named, PARAMETERS])
    app.add_api_route(f"{path}/scores", stream_table, summary="Stream a table", **told)


async def score_keys(request: Request) -> Response:
    """Score the rows of a registered table that have a key, or some keys.

    Each key of several is answered for itself, also where no row has it.
    """
    running = running_in(request)
    media_of(request, JSON)
    body = await body_of(request, running)
    found = await running.live.of(wanted_in(request))
    table = await running.tables.of(request.path_params["table"])
    posted = await running.batches.run(lambda: read_posted(body, ("key", "keys")))
    scorer = await running.plans.of(found, posted.parameters)
    table.check_fits(scorer)
    keys = read_keys(posted, table, running.settings)
    results = await _results(running, scorer, table, keys)
    about = {"table": table.name, "data_version": table.version}
    tell = partial(json_answer, found, environment_in(request), **about)
    if posted.form == "keys":
        pairs = zip(posted.data, results, strict=True)
        return tell(results=[_told(key, result) for key, result in pairs])
    if results[0] is None:
        raise ServiceError(404, "no_row", _NO_ROW)
    return tell(key=posted.data, result=results[0])


async def _results(
    running: Running, scorer: Scorer, table: Opened, keys: list[Key]
) -> list[Result | None]:
    """Return the result of each key: those that are kept, and those that are looked up for it."""
    kept = running.kept
    results = [kept.find(scorer, table, key) for key in keys]
    missing = [place for place, result in enumerate(results) if result is None]
    if missing:
        wanted = [keys[place] for place in missing]
        found = await running.batches.run(partial(look_up, scorer, table, wanted))
        for place, result in zip(missing, found, strict=True):
            results[place] = result
            if result is not None:
                kept.keep(scorer, table, keys[place], result)
    return results


_NO_ROW = "no row of the table has this key"


def _told(key: object, result: Result | None) -> dict[str, Any]:
    if result is None:
        return {"key": key, "problem": {"code": "no_row", "detail": _NO_ROW}}
    return {"key": key, "result": result}


async def stream_table(request: Request) -> Response:
    """Score all rows of a registered table, in the form that `Accept` asks for.

    NDJSON (the usual one), an Arrow stream, or CSV: the key of each row and its result.
    """
    running, environment = running_in(request), environment_in(request)
    media = chosen_media(request.headers.get("accept", ""))
    found = await running.live.of(wanted_in(request))
    table = await running.tables.of(request.path_params["table"])
    scorer = await running.plans.of(found, parameters_in(request))
    table.check_fits(scorer)
    stamps = {**stamp_of(found, environment), "table": table.name, "data_version": table.version}
    stream = TableStream(scorer, table, media, stamps)
    headers = {**stamped_headers(scorer), "Data-Version": table.version}
    return await running.streams.answer(
        lambda: Pulled(stream.parts(), stream.stop), headers, media, request.receive
    )


def stamped_headers(scorer: Scorer) -> dict[str, str]:
    """Return the headers that say which version made an answer."""
    version = scorer.version
    return {"ETag": f'"{version.sha256}"', "Scorecard-Version": str(version.number)}


def parameters_in(request: Request) -> Object:
    """Return the values of parameters that the query gives.

    Raises
    ------
    ServiceError
        When they are no object in JSON (422).
    """
    text = query_in(request).get("parameters")
    if text is None:
        return {}
    try:
        return read_object(text.encode())
    except ServiceError:
        raise wrong_query("parameters", "an object in JSON is expected") from None
