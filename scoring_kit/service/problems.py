"""What a service refuses, as `application/problem+json` (RFC 9457), and nothing of its inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from scoring_kit.errors import (
    CompileError,
    ConflictError,
    DataError,
    RegistryError,
    ScoringError,
    TamperingError,
)

MEDIA = "application/problem+json"
MOST_ERRORS = 100
"""Places that one answer tells of; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: a JSON pointer, a code, and what to do."""

    pointer: str
    code: str
    detail: str


class ServiceError(ScoringError):
    """A request that is refused: the status, a code that stays the same, and what to do."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        super().__init__(f"{status} {code}: {detail}")


def unavailable(code: str, detail: str, seconds: int = 1) -> ServiceError:
    """Return the refusal of what may be tried again after some seconds."""
    return ServiceError(503, code, detail, headers={"Retry-After": str(seconds)})


def refusal_of(error: Exception) -> ServiceError:
    """Return the one way in which an error is told outside.

    Errors that are not about the request tell nothing but that there was one.

    Examples
    --------
    >>> refusal_of(RegistryError("unknown", "the registry has no scorecard 'x'")).status
    404
    >>> refusal_of(OSError("/secret/path")).detail
    'something went wrong here; the request id tells the operator where to look'
    """
    if isinstance(error, ServiceError):
        return error
    if isinstance(error, RegistryError):
        return _of_registry(error)
    if isinstance(error, DataError):
        faults = [Fault(_pointer(x.place), x.code, x.message) for x in error.problems]
        return ServiceError(422, "data", "the data do not fit the scorecard", faults)
    if isinstance(error, CompileError):
        return ServiceError(422, "parameters", str(error))
    if isinstance(error, HTTPException):
        return _of_routing(error)
    return ServiceError(500, "internal", _INTERNAL)


def problem_response(refusal: ServiceError, request_id: str) -> Response:
    """Return a refusal as the answer to a request."""
    body: dict[str, Any] = {
        "type": f"urn:scoring-kit:problem:{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        "request_id": request_id,
    }
    if refusal.faults:
        body["errors"] = [
            {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail}
            for fault in refusal.faults[:MOST_ERRORS]
        ]
        body["error_count"] = len(refusal.faults)
    return Response(orjson.dumps(body), refusal.status, refusal.headers, MEDIA)


def pointer(*parts: object) -> str:
    """Return a JSON pointer (RFC 6901).

    Examples
    --------
    >>> pointer("rows", 3, "a/b")
    '/rows/3/a~1b'
    """
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


_INTERNAL = "something went wrong here; the request id tells the operator where to look"
_UNAVAILABLE = "the registry does not answer; try again"
_REGISTRY = {
    "unknown": 404,
    "key_scope": 403,
    "key_environment": 403,
    "key_user": 403,
    "text": 422,
    "number": 422,
}
"""Statuses by the registry's codes; keys that are none are 401, other refusals 409."""


def _of_registry(error: RegistryError) -> ServiceError:
    if error.code in ("database", "unanswered", "address", "closed"):
        return unavailable("registry", _UNAVAILABLE)
    if isinstance(error, TamperingError):
        return ServiceError(500, "tampered", _INTERNAL)
    if isinstance(error, ConflictError):
        return ServiceError(409, error.code, str(error))
    if error.code in _REGISTRY:
        return ServiceError(_REGISTRY[error.code], error.code, str(error))
    if error.code.startswith("key_"):
        return unauthorized()
    return ServiceError(409, error.code, str(error))


def unauthorized() -> ServiceError:
    """Return the one refusal of all credentials that are none, whatever is wrong with them."""
    detail = "a key or token in force is needed: Authorization: Bearer ..., or X-API-Key: ..."
    return ServiceError(401, "unauthorized", detail, headers={"WWW-Authenticate": "Bearer"})


def _of_routing(error: HTTPException) -> ServiceError:
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    details = {404: "there is no such address; /docs lists them", 405: "not with this method"}
    detail = details.get(error.status_code, HTTPStatus(error.status_code).description)
    headers = {name: value for name, value in (error.headers or {}).items() if name == "Allow"}
    return ServiceError(error.status_code, code, detail or code, headers=headers)


def _pointer(place: str) -> str:
    return place if place.startswith("/") or not place else pointer(place)
