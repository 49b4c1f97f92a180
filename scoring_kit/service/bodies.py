"""What comes with a request: its kind, and its bytes, within the deadline."""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from scoring_kit.service.arrow_bodies import MEDIA as ARROW
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.running import Running

JSON = "application/json"


def media_of(request: Request, *allowed: str) -> str:
    """Return the kind of a body.

    Raises
    ------
    ServiceError
        When it is none of those allowed, or is packed (415).
    """
    media, packed = b"", b""
    for name, value in request.scope["headers"]:
        if name == b"content-type":
            media = value
        elif name == b"content-encoding":
            packed = value
    # any other kind may be sent by a page of a browser without being asked for
    kind = media.partition(b";")[0].strip().lower().decode("latin-1")
    if kind not in allowed or packed not in (b"", b"identity"):
        detail = f"Content-Type is one of {', '.join(allowed)}, without Content-Encoding"
        raise ServiceError(415, "media", detail)
    return kind


async def body_of(request: Request, running: Running) -> bytes:
    """Return the bytes of a body.

    Raises
    ------
    ServiceError
        When they are not there by the deadline (408), or are too many (413).
    """
    try:
        async with asyncio.timeout(running.settings.deadline):
            return await request.body()
    except TimeoutError:
        detail = f"the body was not there within {running.settings.deadline:g} seconds"
        raise ServiceError(408, "slow", detail, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise ServiceError(400, "gone", "the client went away") from None


__all__ = ["ARROW", "JSON", "body_of", "media_of"]
