"""What every request and answer goes through: an id, limits, headers, and errors that are told.

Plain ASGI, as what stands around each request should cost next to nothing.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scoring_kit.service.problems import ServiceError, problem_response, refusal_of

LOG = logging.getLogger("scoring_kit.service")
REQUEST_ID = "scoring_kit.request_id"
"""Where the id of a request is, in its ASGI scope."""

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
STREAMED = "/stream"
"""The end of addresses whose bodies are read a part after the other, however long they are."""

_OWN = {name for name, _ in _SECURITY}

Observe = Callable[[Scope, int, float], object]
"""Is told the scope of a request, the status of its answer, and the seconds that it took."""


class Envelope:
    """Wraps an application: no request is larger than the limit, no error leaves it bare."""

    def __init__(self, app: ASGIApp, body_limit: int, observe: Observe) -> None:
        self._app = app
        self._limit = body_limit
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, length = _told(scope)
        scope[REQUEST_ID] = request_id
        started, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_headers(message["headers"], request_id)
            await send(message)

        try:
            if not scope.get("path", "").endswith(STREAMED):
                if length is not None and length > self._limit:
                    raise too_large(self._limit)
                receive = _limited(receive, self._limit)
            await self._app(scope, receive, sending)
        except Exception as error:
            refusal = refusal_of(error)
            if refusal.status == 500:
                LOG.exception("request %s failed", request_id)
            if status:  # the answer has begun: it ends here, incomplete, as clients can tell
                raise
            await problem_response(refusal, request_id)(scope, receive, sending)
        finally:
            self._observe(scope, status, time.perf_counter() - started)


def too_large(limit: int) -> ServiceError:
    """Return the refusal of a body that is too large."""
    detail = f"the body has more than {limit:,} bytes; send the rows in several requests"
    return ServiceError(413, "body_too_large", detail, headers={"Connection": "close"})


def _told(scope: Scope) -> tuple[str, int | None]:
    """Return the id of a request, its own where it has one, and how long its body says it is."""
    request_id, length = None, None
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            request_id = value.decode()
        elif name == b"content-length" and value.isdigit():
            length = int(value[:20])
    return request_id or os.urandom(8).hex(), length


def _limited(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise too_large(limit)
        return message

    return receiving


def _with_headers(headers: list[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    given = {name for name, _ in headers} & _OWN
    own = _SECURITY if not given else [item for item in _SECURITY if item[0] not in given]
    return [*headers, *own, (b"x-request-id", request_id.encode())]
