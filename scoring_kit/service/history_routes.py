"""Who did what with the versions of a scorecard, as the registry's chain has it."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import environment_in, needs
from scoring_kit.service.answers import document_answer
from scoring_kit.service.running import running_in
from scoring_kit.service.schemas import ENVIRONMENT, NAME, STAMP, Schema, answer

SHOWN = ("sequence", "number", "action", "before", "after", "actor", "identity", "message", "at")

_TYPES = {"sequence": "integer", "number": "integer", "before": ["string", "null"]}
_ITEM: Schema = {
    "type": "object",
    "properties": {name: {"type": _TYPES.get(name, "string")} for name in SHOWN},
    "required": [*SHOWN],
}
_HISTORY: Schema = {
    "type": "object",
    "properties": {
        "scorecard": STAMP["scorecard"],
        "environment": STAMP["environment"],
        "items": {"type": "array", "items": _ITEM},
    },
    "required": ["scorecard", "environment", "items"],
}
HISTORY_ANSWER = answer("What was done, the first first.", _HISTORY)


def add_history_routes(app: FastAPI) -> None:
    """Add what tells of the past of scorecards to an application."""
    told = needs("read", 304, answer=HISTORY_ANSWER, parameters=[NAME, ENVIRONMENT])
    path = "/v1/scorecards/{name}/history"
    app.add_api_route(path, history, summary="List what was done", **told)


async def history(request: Request) -> Response:
    """List what was done with the versions of a scorecard in an environment, the first first.

    That a version was added belongs to every environment.
    """
    name, place = request.path_params["name"], environment_in(request)
    found = await running_in(request).registry.history(name)
    items = [
        {field: getattr(each, field) for field in SHOWN}
        for each in found
        if each.environment in (None, place)
    ]
    return document_answer(request, {"scorecard": name, "environment": place, "items": items})
