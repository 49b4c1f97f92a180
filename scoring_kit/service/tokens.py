"""JSON Web Tokens: who signed them, for whom, until when, and what their holder may do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import jwt

from scoring_kit.errors import ScoringError
from scoring_kit.registry.keys import SCOPES, Principal
from scoring_kit.service.problems import unauthorized
from scoring_kit.service.settings import Settings

ALL = "*"
"""All environments, in the claim `environments`."""

_REQUIRED = ("exp", "iss", "aud", "sub")


class Tokens:
    """Verifies tokens with the public keys of a file, which is read again when it changes.

    Claims: `sub`, `exp`, `iss` and `aud`; `scope`, such as "score read"; and `environments`, a
    list of names or ["*"]. Without one of them a token is good for nothing.
    """

    def __init__(self, settings: Settings) -> None:
        assert settings.jwks is not None  # nobody makes it without
        self._path = settings.jwks
        self._options: dict[str, Any] = {
            "algorithms": list(settings.jwt_algorithms),
            "audience": settings.jwt_audience,
            "issuer": settings.jwt_issuer,
            "leeway": settings.jwt_leeway,
            "options": {"require": [*_REQUIRED], "strict_aud": False},
        }
        self._stamp: tuple[int, int] = (0, 0)
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read()

    def principal(self, token: str) -> Principal:
        """Return whose token it is.

        Raises
        ------
        ServiceError
            When it is not in force (401), whatever is wrong with it.
        """
        try:
            self._read()
            key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise unauthorized()
            claims = jwt.decode(token, key, **self._options)
        except (jwt.InvalidTokenError, UnicodeError, ValueError) as error:
            raise unauthorized() from error
        return Principal(str(claims["sub"]), "token", _scopes(claims), _environments(claims))

    def _read(self) -> None:
        """Read the file if it is another than before."""
        try:
            status = self._path.stat()
        except OSError as error:
            raise ScoringError("jwks: the file of public keys cannot be read") from error
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            self._keys, self._stamp = _read_keys(self._path), stamp


def _read_keys(path: Path) -> dict[str, jwt.PyJWK]:
    try:
        keys = jwt.PyJWKSet.from_json(path.read_text()).keys
    except (jwt.PyJWTError, ValueError, OSError) as error:
        raise ScoringError("jwks: the file holds no JSON Web Key Set") from error
    shared = [key for key in keys if key.key_type == "oct"]
    if shared:
        raise ScoringError("jwks: a shared secret (oct) is among the keys; use public keys only")
    unnamed = [key for key in keys if not key.key_id]
    if unnamed:
        raise ScoringError("jwks: a key has no id (kid); give each one")
    # a key that says nothing of its use is for signatures too (RFC 7517, 4.2)
    return {str(key.key_id): key for key in keys if key.public_key_use in (None, "sig")}


def _scopes(claims: dict[str, Any]) -> tuple[str, ...]:
    given = claims.get("scope")
    words = given.split() if isinstance(given, str) else []
    return tuple(scope for scope in SCOPES if scope in words)


def _environments(claims: dict[str, Any]) -> tuple[str, ...] | None:
    given = claims.get("environments")
    names = cast("Sequence[object]", given) if isinstance(given, list) else ()
    return None if list(names) == [ALL] else tuple(x for x in names if isinstance(x, str))
