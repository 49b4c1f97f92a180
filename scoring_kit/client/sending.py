"""Requests to a service: sent again where it asks for that, and without the key in tracebacks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from scoring_kit.client.refusals import NoAnswerError, refusal_of
from scoring_kit.optional import require
from scoring_kit.registry.hidden import Hidden

AGAIN = (429, 503)
"""Statuses after which a request that changes nothing is sent again."""

TRIES = 4
LONGEST_WAIT = 10.0
"""Seconds that are waited before a request is sent again, at most."""


class Sender:
    """Sends requests to one address with one key."""

    def __init__(
        self,
        url: str,
        key: Hidden,
        timeout: float,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        httpx: Any = require("httpx", "asking a service")
        self._failure: Any = httpx.HTTPError
        self._slow: Any = httpx.TimeoutException
        self._http: Any = httpx.Client(base_url=url, timeout=timeout)
        self._url = url
        self._key = key
        self._timeout = timeout
        self._sleep = sleep

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object],
        body: bytes | None = None,
        media: str = "application/json",
    ) -> Any:  # noqa: ANN401 - an answer of httpx, which is optional
        """Return the answer to a request that changes nothing, so that it may be sent again.

        Raises
        ------
        RefusedError
            When the service refuses; one of its kinds.
        NoAnswerError
            When there is no answer.
        """
        headers = {} if body is None else {"Content-Type": media}
        given = {name: str(value) for name, value in query.items() if value is not None}
        answer = self._once(method, path, params=given, content=body, headers=headers)
        for _ in range(TRIES - 1):
            if answer.status_code not in AGAIN:
                break
            self._sleep(_wait(answer.headers.get("Retry-After", "")))
            answer = self._once(method, path, params=given, content=body, headers=headers)
        if answer.status_code != 200:
            raise refusal_of(answer.status_code, answer.content)
        return answer

    def _once(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        **content: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        try:
            return self._http.request(
                method,
                path,
                headers={**headers, "Authorization": f"Bearer {self._key.reveal()}"},
                **content,
            )
        except self._slow:
            failure = f"takes longer than {self._timeout:g} seconds; see `timeout`"
        except self._failure as error:
            failure = f"does not answer ({type(error).__name__}); is it started, is this its url?"
        # raised out here: the frames of httpx hold the key, and would be part of the traceback
        raise NoAnswerError(f"the service at {self._url} {failure}")


def _wait(said: str) -> float:
    seconds = float(said) if said.isdecimal() else 1.0
    return min(seconds, LONGEST_WAIT)
