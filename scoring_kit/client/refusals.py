"""What a service refuses, as errors with the words and places of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from scoring_kit.errors import Problem, ScoringError


class RefusedError(ScoringError):
    """A service refuses a request, and says why.

    status: of the answer. code: the same over versions. problems: what is wrong, each at its place
    as a JSON pointer. request_id: under which the log of the service has it.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        problems: Sequence[Problem] = (),
        request_id: str | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.problems = tuple(problems)
        self.request_id = request_id
        first = f"{detail} [{status} {code}]"
        super().__init__("\n".join([first, *(f"- {problem}" for problem in self.problems)]))


class InvalidRequestError(RefusedError):
    """What was sent does not fit; `problems` says where."""


class NoAccessError(RefusedError):
    """The key is none that is in force, or not good for this."""


class NotThereError(RefusedError):
    """There is no such scorecard or version, or nothing is live."""


class NotNowError(RefusedError):
    """What is asked for does not fit the state of the registry, such as a draft to be served."""


class BusyError(RefusedError):
    """The service is too busy, also after the request was sent again."""


class NoAnswerError(ScoringError):
    """A service does not answer: it is not there, or takes too long."""


_KINDS: dict[int, type[RefusedError]] = {
    400: InvalidRequestError,
    401: NoAccessError,
    403: NoAccessError,
    404: NotThereError,
    409: NotNowError,
    413: InvalidRequestError,
    415: InvalidRequestError,
    422: InvalidRequestError,
    429: BusyError,
    503: BusyError,
}


def refusal_of(status: int, body: bytes) -> RefusedError:
    """Return the error for an answer that is none of those with what was asked for.

    Examples
    --------
    >>> refusal_of(404, b'{"code": "not_live", "detail": "nothing is live"}')
    NotThereError('nothing is live [404 not_live]')
    """
    kind = _KINDS.get(status, RefusedError)
    told = _told(body)
    if told is None:
        detail = "the answer is none of a scoring service; look at the address"
        return kind(status, "unreadable", detail)
    problems = [
        Problem(str(each.get("code")), str(each.get("pointer")), str(each.get("detail")))
        for each in cast("list[Mapping[str, Any]]", told.get("errors") or [])
    ]
    request_id = told.get("request_id")
    return kind(status, str(told.get("code")), str(told.get("detail")), problems, request_id)


def _told(body: bytes) -> Mapping[str, Any] | None:
    try:
        told: object = json.loads(body)
    except ValueError:
        return None
    is_problem = isinstance(told, dict) and "code" in told and "detail" in told
    return cast("Mapping[str, Any]", told) if is_problem else None
