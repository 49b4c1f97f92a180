"""Whose request it is: by a key of the registry, or by a token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

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
        return await self._fresh.get(digest, lambda: self._look(credential))

    async def close(self) -> None:
        """End what is being looked up."""
        await self._fresh.close()

    async def _look(self, given: bytes) -> Principal:
        text = Hidden(given.decode("latin-1"))
        if given.startswith(b"sk_"):
            try:
                return await self._registry.principal(text)
            except RegistryError as error:
                raise refusal_of(error) from error
        if self._tokens is None:
            raise unauthorized()
        return self._tokens.principal(text.reveal())


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
