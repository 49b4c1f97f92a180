"""The application: `create_app` puts its rooms together, and nothing of it is global."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

import scoring_kit
from scoring_kit.errors import ScoringError
from scoring_kit.registry import AsyncRegistry
from scoring_kit.service.access import GuardedRoute
from scoring_kit.service.catalogue_routes import add_catalogue_routes
from scoring_kit.service.documents import add_documents
from scoring_kit.service.envelope import LOG, REQUEST_ID, Envelope
from scoring_kit.service.explain_routes import add_explain_routes
from scoring_kit.service.history_routes import add_history_routes
from scoring_kit.service.line_routes import add_line_routes
from scoring_kit.service.metrics import Metrics
from scoring_kit.service.operation_routes import add_operation_routes
from scoring_kit.service.problems import Fault, ServiceError, pointer, problem_response, refusal_of
from scoring_kit.service.running import Running
from scoring_kit.service.score_routes import add_score_routes
from scoring_kit.service.settings import Settings
from scoring_kit.service.table_routes import add_table_routes

DESCRIPTION = "Scores rows with the approved version of a scorecard, and says why."


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; its registry is opened when it starts, in the process that serves.

    settings: those of the environment unless given.
    """
    settings = settings or Settings()
    metrics = Metrics()
    app = FastAPI(
        title="scoring_kit",
        version=scoring_kit.__version__,
        description=DESCRIPTION,
        lifespan=_lifespan(settings),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.metrics = metrics
    app.router.route_class = GuardedRoute
    add_score_routes(app)
    add_explain_routes(app)
    add_catalogue_routes(app)
    add_history_routes(app)
    add_table_routes(app)
    add_line_routes(app)
    add_operation_routes(app)
    for error in (ScoringError, HTTPException):
        app.add_exception_handler(error, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    if settings.docs:
        add_documents(app)
    if settings.allowed_origins:
        app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins, **_CORS)
    app.add_middleware(Envelope, body_limit=settings.body_limit, observe=metrics.observe)
    return app


_CORS: dict[str, Any] = {
    "allow_methods": ["GET", "POST"],
    "allow_headers": ["Authorization", "X-API-Key", "Content-Type"],
    "expose_headers": ["ETag", "Scorecard-Version", "X-Request-ID"],
}


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        # without a key: the service reads what anybody may, and writes in the name of its callers
        async with AsyncRegistry(settings.registry.get_secret_value(), key="") as registry:
            running = Running.start(settings, registry)
            app.state.running = running
            try:
                yield
            finally:
                await running.close()

    return lifespan


async def _refused(request: Request, error: Exception) -> Response:
    refusal = refusal_of(error)
    if refusal.status == 500:  # the answer says that the log has it
        LOG.error("request %s failed", request.scope[REQUEST_ID], exc_info=error)
    return problem_response(refusal, request.scope[REQUEST_ID])


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # it is registered for nothing else
    faults = [Fault(pointer(*x["loc"]), x["type"], x["msg"]) for x in error.errors()]
    refusal = ServiceError(422, "request", "the request is wrong; see errors", faults)
    return problem_response(refusal, request.scope[REQUEST_ID])
