"""Whose request it is: by a key of the registry, or by a token."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable

from scoring_kit.errors import RegistryError
from scoring_kit.registry import AsyncRegistry, Principal
from scoring_kit.registry.hidden import Hidden
from scoring_kit.service.freshness import Fresh
from scoring_kit.service.problems import ServiceError, refusal_of, unauthorized
from scoring_kit.service.settings import Settings
from scoring_kit.service.tokens import Tokens

MOST = 4096
"""Credentials that are remembered."""

LONGEST = 8192
"""Bytes of a credential."""

Headers = Iterable[tuple[bytes, bytes]]


class Principals:
    """Knows the holders of keys and tokens, each for a moment; see `Settings.freshness`."""

    def __init__(self, registry: AsyncRegistry, settings: Settings) -> None:
        self._registry = registry
        self._strangers = Strangers(settings.refusals)
        self._tokens = None if settings.jwks is None else Tokens(settings)
        self._fresh: Fresh[bytes, Principal] = Fresh(
            seconds=settings.freshness, most=MOST, is_final=_is_refusal
        )

    async def of(self, headers: Headers) -> Principal:
        """Return whose request has these headers.

        Raises
        ------
        ServiceError
            When they hold no credential that is in force, or several (401).
        """
        credential = credential_of(headers)
        digest = hashlib.sha256(credential).digest()  # what is remembered opens nothing
        return await self._fresh.get(digest, lambda: self._look(credential, digest))

    async def close(self) -> None:
        """End what is being looked up."""
        await self._fresh.close()

    async def _look(self, given: bytes, digest: bytes) -> Principal:
        text = Hidden(given.decode("latin-1"))
        if given.startswith(b"sk_"):
            self._strangers.check(digest)
            try:
                found = await self._registry.principal(text)
            except RegistryError as error:
                refusal = refusal_of(error)
                if refusal.status == 401:
                    self._strangers.refused(digest)
                raise refusal from error
            self._strangers.let_in(digest)
            return found
        if self._tokens is None:
            raise unauthorized()
        return self._tokens.principal(text.reveal())


class Strangers:
    """Counts keys that turn out to be none.

    The registry writes each of them down, so that whoever invents keys could make it write without
    end. Keys that were let in before are looked up all the same.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._second = self._count = 0
        self._known: dict[bytes, None] = {}

    def check(self, digest: bytes) -> None:
        """Refuse to look a key up that nobody knows, while too many were none (429)."""
        if digest in self._known:
            return
        if self._now() >= self._most:
            detail = "too many keys that are none were tried; come back"
            raise ServiceError(429, "strangers", detail, headers={"Retry-After": "1"})
        self._count += 1  # before it is looked up: many may be at once

    def refused(self, digest: bytes) -> None:
        """Know a key no longer."""
        self._known.pop(digest, None)

    def let_in(self, digest: bytes) -> None:
        """Know a key that is in force; it was none of the strangers."""
        if digest not in self._known:
            self._count = max(0, self._count - 1)
        self._known[digest] = None
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def _now(self) -> int:
        """Return how many there were in this second."""
        second = int(self._clock())
        if second != self._second:
            self._second = second
            self._count = 0
        return self._count


def credential_of(headers: Headers) -> bytes:
    """Return the one credential among the headers of a request.

    Examples
    --------
    >>> credential_of([(b"authorization", b"Bearer sk_1")])
    b'sk_1'
    """
    found: list[bytes] = []
    for name, value in headers:
        if name == b"x-api-key":
            found.append(value.strip())
        elif name == b"authorization":
            kind, _, rest = value.partition(b" ")
            found.append(rest.strip() if kind.lower() == b"bearer" else b"")
    if len(found) != 1 or not 0 < len(found[0]) <= LONGEST:
        raise unauthorized()
    return found[0]


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, ServiceError) and error.status == 401
