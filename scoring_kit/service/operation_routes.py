"""Whether the service lives, whether it can serve, and what it has counted."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from scoring_kit.service.access import OPEN, needs
from scoring_kit.service.metrics import MEDIA
from scoring_kit.service.running import running_in


def add_operation_routes(app: FastAPI) -> None:
    """Add what those ask who keep the service running to an application."""
    lives = needs(OPEN, answer=_text("It lives."))
    app.add_api_route("/livez", live, summary="Whether the process lives", **lives)
    serves = needs(OPEN, 503, answer=_text("It can serve."))
    app.add_api_route("/readyz", ready, summary="Whether it can serve", **serves)
    counted = needs("read", answer=_text("For Prometheus."))
    app.add_api_route("/metrics", metrics, summary="What was counted", **counted)


async def live(request: Request) -> Response:
    """Say that the process lives; it looks at nothing."""
    del request
    return Response("ok\n", media_type="text/plain")


async def ready(request: Request) -> Response:
    """Say whether the registry answers."""
    running = running_in(request)
    # whoever asks without a key makes nobody else wait: one look at the registry for all of them
    await running.readiness.get("registry", running.registry.environments)
    return Response("ok\n", media_type="text/plain")


async def metrics(request: Request) -> Response:
    """Return what all processes of the service have counted, for Prometheus."""
    text = await asyncio.to_thread(request.app.state.metrics.text)  # it reads their files
    return Response(text, media_type=MEDIA)


def _text(description: str) -> dict[str, Any]:
    content = {"text/plain": {"schema": {"type": "string"}}}
    return {"description": description, "content": content}
