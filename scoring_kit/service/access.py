"""Who may call which route: nobody, unless the route says which scope it needs."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, cast

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from scoring_kit.registry import Principal
from scoring_kit.service.live import Wanted
from scoring_kit.service.problems import MEDIA, ServiceError
from scoring_kit.service.query import number_in, read_query
from scoring_kit.service.running import running_in

SCOPE = "x-scope"
"""Where the description of a route says which scope it needs; see `needs`."""

OPEN = "open to all"
"""The scope of routes that need no key."""

SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key, or a token (JWT)."},
}

_PRINCIPAL, _ENVIRONMENT, _QUERY = (f"scoring_kit.{x}" for x in ("principal", "place", "query"))

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route that is closed unless it says what it needs; all routes of the service are such.

    An endpoint that takes the request and nothing else is called as it is: solving dependencies
    takes longer than scoring a row.
    """

    def get_route_handler(self) -> Handler:
        told = self.openapi_extra or {}
        needed: str | None = told.get(SCOPE)
        names = frozenset(x["name"] for x in told.get("parameters", ()) if x["in"] == "query")
        handler = super().get_route_handler()
        if [*inspect.signature(self.endpoint).parameters] == ["request"] and not self.dependencies:
            handler = cast("Callable[[Request], Awaitable[Response]]", self.endpoint)

        async def guarded(request: Request) -> Response:
            await admit(request, needed, names)
            return await handler(request)

        return guarded


async def admit(request: Request, needed: str | None, names: frozenset[str]) -> None:
    """Let a request in whose sender has the scope that is needed, in the environment it is about.

    names: those that its query may have.

    Raises
    ------
    ServiceError
        When it is refused (401, 403), or its query is wrong (422).
    RegistryError
        When the key or token is not good for it.
    """
    scope = request.scope
    if needed is None:
        raise ServiceError(403, "closed", "nobody may call this address")
    if needed == OPEN:
        scope[_QUERY] = read_query(scope["query_string"], names)
        return
    running = running_in(request)
    principal = await running.principals.of(scope["headers"])
    query = read_query(scope["query_string"], names)
    environment = query.get("environment", running.settings.environment)
    principal.check(needed, environment)
    scope[_PRINCIPAL], scope[_ENVIRONMENT], scope[_QUERY] = principal, environment, query


def principal_in(request: Request) -> Principal:
    """Return who was let in."""
    return request.scope[_PRINCIPAL]


def environment_in(request: Request) -> str:
    """Return the environment that the request is about."""
    return request.scope[_ENVIRONMENT]


def query_in(request: Request) -> Mapping[str, str]:
    """Return what the query of the request says."""
    return request.scope[_QUERY]


def wanted_in(request: Request) -> Wanted:
    """Return the scorecard that the request names, and the version of it.

    Raises
    ------
    ServiceError
        When the version is no number (422).
    """
    number = number_in(request.scope[_QUERY], "version")
    return Wanted(request.path_params["name"], request.scope[_ENVIRONMENT], number)


def needs(
    scope: str,
    *statuses: int,
    answer: Mapping[str, Any],
    **described: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Return what a route says of itself: the scope it needs, its answer, and its refusals.

    described: what else its description in the OpenAPI document has, such as `requestBody`.
    """
    is_open = scope == OPEN
    nothing: list[str] = []
    security = [] if is_open else [{name: nothing} for name in SCHEMES]
    refusals = sorted({*((422,) if is_open else (401, 403, 404, 422, 429, 503)), *statuses})
    told = {status: problem_description(status) for status in refusals}
    return {
        "response_class": Response,
        "openapi_extra": {SCOPE: scope, "security": security, **described},
        "responses": {200: answer, **told},
    }


def problem_description(status: int) -> dict[str, Any]:
    """Return how an OpenAPI document tells of a refusal."""
    if status == 304:
        return {"description": _REFUSALS[status]}
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": _REFUSALS[status], "content": {MEDIA: {"schema": reference}}}


_REFUSALS = {
    304: "It is what the request has already (`If-None-Match`).",
    400: "The body cannot be read.",
    401: "No key or token in force.",
    403: "The key or token is not good for this, or not for this environment.",
    404: "There is no such thing, or nothing is live.",
    406: "The answer has no such form.",
    408: "The body did not come in time.",
    409: "What is asked for is not approved, or cannot be served.",
    413: "The body is too large.",
    415: "The body is of another kind.",
    422: "The request is wrong; `errors` says where.",
    429: "Too many keys that are none were tried; come back.",
    503: "Too busy, or the registry does not answer; `Retry-After` says when to come back.",
}
