"""Which scorecards and versions there are, and what each of them reads and gives."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import environment_in, needs, query_in, wanted_in
from scoring_kit.service.answers import document_answer, stamp_of
from scoring_kit.service.input_schemas import schemas_of
from scoring_kit.service.query import number_in, wrong_query
from scoring_kit.service.running import running_in
from scoring_kit.service.schemas import (
    AFTER,
    BEFORE,
    ENVIRONMENT,
    LIMIT,
    MOST,
    NAME,
    SCHEMA_ANSWER,
    SCORECARDS_ANSWER,
    VERSION,
    VERSIONS_ANSWER,
)
from scoring_kit.service.scorer import columns_of

_LAST = 2**31 - 1
_USUAL = 50


def add_catalogue_routes(app: FastAPI) -> None:
    """Add what tells of scorecards and versions to an application."""
    path = "/v1/scorecards"
    told = needs("read", 304, answer=SCORECARDS_ANSWER, parameters=[ENVIRONMENT, LIMIT, AFTER])
    app.add_api_route(path, scorecards, summary="List scorecards", **told)
    told = needs("read", 304, answer=VERSIONS_ANSWER, parameters=[NAME, ENVIRONMENT, LIMIT, BEFORE])
    app.add_api_route(f"{path}/{{name}}/versions", versions, summary="List versions", **told)
    told = needs("read", 304, 409, answer=SCHEMA_ANSWER, parameters=[NAME, ENVIRONMENT, VERSION])
    app.add_api_route(f"{path}/{{name}}/schema", schema, summary="Show what is read", **told)


async def scorecards(request: Request) -> Response:
    """List scorecards by name; `next` is the `after` of the next part."""
    query, registry = query_in(request), running_in(request).registry
    place, most = environment_in(request), _limit(request)
    after = query.get("after", "")
    if len(after) > 200 or "\0" in after:
        raise wrong_query("after", "the name of a scorecard is expected")
    found = await registry.scorecards_after(after, most + 1, place)
    items = [
        {"name": each.scorecard, "versions": each.versions, "live": each.live.get(place)}
        for each in found
    ]
    return _part(request, items, most, "name", environment=place)


async def versions(request: Request) -> Response:
    """List the versions of a scorecard, the newest first; `next` is the `before` of the next."""
    query, most = query_in(request), _limit(request)
    before = number_in(query, "before") or _LAST
    name = request.path_params["name"]
    found = await running_in(request).registry.versions_before(name, before, most + 1)
    items = [
        {
            "number": each.number,
            "sha256": each.sha256,
            "author": each.author,
            "message": each.message,
            "created": each.created,
        }
        for each in found
    ]
    return _part(request, items, most, "number", scorecard=name)


async def schema(request: Request) -> Response:
    """Show what the live version, or a named one, reads and gives, with bodies to post."""
    found = await running_in(request).live.of(wanted_in(request))
    content = await running_in(request).batches.run(
        lambda: schemas_of(found.card, columns_of(found.card))
    )
    return document_answer(request, {**stamp_of(found, environment_in(request)), **content})


def _limit(request: Request) -> int:
    return number_in(query_in(request), "limit", MOST) or _USUAL


def _part(
    request: Request,
    items: list[dict[str, Any]],
    most: int,
    key: str,
    **about: str,
) -> Response:
    """Return a part of a list; one more than its items was asked for, to know whether it ends."""
    shown = items[:most]
    following = shown[-1][key] if len(items) > most else None
    return document_answer(request, {**about, "items": shown, "next": following})
