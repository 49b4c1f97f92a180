"""Keys: who has one, what it is good for, and how it is recognised without being kept."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring_kit.display.lines import one_line
from scoring_kit.errors import RegistryError, nearest
from scoring_kit.registry.hidden import Hidden
from scoring_kit.registry.records import minute

KEY_VARIABLE = "SCORING_KIT_KEY"
"""The environment variable that holds a key where none is given."""

SCOPES = ("read", "score", "author", "approve", "admin")
"""What a key may be good for; none of them includes another.

author: to add and propose versions. approve: to approve, reject, promote and roll back.
admin: users, keys, environments and policies.
"""

_ID = re.compile("[0-9a-f]{12}")
_PATTERN = re.compile(r"sk_([0-9a-f]{12})_([0-9a-f]{64})")


class Key(Hidden):
    """A key, ``sk_<id>_<secret>``. It shows its id only; `reveal` gives the text.

    Spaces and line ends around the text are left out. What is no key is refused with a
    RegistryError that does not repeat it, as it may be most of one.

    Examples
    --------
    >>> key = new_key()
    >>> str(key) == f"Key({key.id})", len(key.reveal())
    (True, 80)
    """

    __slots__ = ("id", "sha256")

    def __init__(self, text: Hidden) -> None:
        found = _PATTERN.fullmatch(text.reveal().strip())
        if found is None:
            message = "this is no key: one begins with sk_, has 80 letters, and was shown once"
            raise RegistryError("key_text", message)
        super().__init__(found[0])
        self.id = found[1]
        self.sha256 = hashlib.sha256(bytes.fromhex(found[2])).hexdigest()

    def __repr__(self) -> str:
        return f"Key({getattr(self, 'id', None)})"  # without one where the text is no key

    def fits(self, sha256: str) -> bool:
        """Return whether a registry keeps this secret; how long it takes tells nothing."""
        return hmac.compare_digest(self.sha256, sha256)


@dataclass(frozen=True, slots=True)
class User:
    """A person or a program that has keys. created: in UTC."""

    name: str
    created: datetime


@dataclass(frozen=True, slots=True, repr=False)
class KeyRecord:
    """What a registry tells of a key; its secret is not kept.

    environments: None for all of them. expires, revoked: in UTC; None for never, and not.
    """

    id: str
    user: str
    scopes: tuple[str, ...]
    environments: tuple[str, ...] | None
    created: datetime
    expires: datetime | None
    revoked: datetime | None

    def __repr__(self) -> str:
        until = f", expires {minute(self.expires)}" if self.expires else ""
        ended = f", revoked {minute(self.revoked)}" if self.revoked else ""
        good_for = words(self.scopes, self.environments)
        return one_line(f"key {self.id} of {self.user}: {good_for}{until}{ended}")


@dataclass(frozen=True, slots=True)
class Principal:
    """Whose key it is, and what it is good for; environments: None for all of them.

    Examples
    --------
    >>> Principal("ann", "0123456789ab", ("author",), None).identity
    'key 0123456789ab'
    """

    user: str
    key: str
    scopes: tuple[str, ...]
    environments: tuple[str, ...] | None

    @property
    def identity(self) -> str:
        """How the registry knows the user, as its history says it."""
        return f"key {self.key}"

    def check(self, scope: str, environment: str | None = None) -> None:
        """Refuse what the key is not good for.

        Raises
        ------
        RegistryError
            When it lacks the scope (`key_scope`), or is for other environments
            (`key_environment`).
        """
        whose = f"key {self.key} of {self.user!r}"
        if scope not in self.scopes:
            found = f"{whose} has the scope {', '.join(self.scopes)}, and {scope} is needed"
            raise RegistryError("key_scope", f"{found}; an admin can add a key that has it")
        if not (environment is None or self.environments is None):  # noqa: SIM102 - two questions
            if environment not in self.environments:
                found = f"{whose} is for {', '.join(self.environments)}, not for {environment}"
                raise RegistryError("key_environment", f"{found}; an admin can add one that is")


def words(scopes: Sequence[str], environments: Sequence[str] | None) -> str:
    """Return what a key is good for, and where.

    Examples
    --------
    >>> words(["author", "approve"], None), words(["approve"], ["staging"])
    ('author, approve in all environments', 'approve in staging')
    """
    where = "all environments" if environments is None else ", ".join(environments)
    return f"{', '.join(scopes)} in {where}"


def new_key() -> Key:
    """Return a key that nobody has, with 256 random bits."""
    return Key(Hidden(f"sk_{secrets.token_hex(6)}_{secrets.token_hex(32)}"))


def given_key(key: object) -> Key | None:
    """Return the key that is given, else that of the environment; None for an empty text.

    Raises
    ------
    RegistryError
        When it is no key; the message does not repeat it.
    """
    if key is None:
        key = Hidden(os.environ.get(KEY_VARIABLE, ""))
    if not isinstance(key, Hidden):
        raise RegistryError("key_text", f"key: a text is expected, found {type(key).__name__}")
    if isinstance(key, Key):
        return key
    return Key(key) if key.reveal().strip() else None


def key_id(text: Hidden) -> str:
    """Return the id of a key: the text itself, or a part of the whole key.

    Raises
    ------
    RegistryError
        When it is neither; the message does not repeat it, as it may be most of a key.
    """
    if _ID.fullmatch(text.reveal()):
        return text.reveal()
    return (text if isinstance(text, Key) else Key(text)).id


def checked_scopes(scopes: str | Iterable[str]) -> tuple[str, ...]:
    """Return scopes in the order of `SCOPES`, each once; one may be given by itself.

    Raises
    ------
    RegistryError
        When there is none, or one of them is unknown.

    Examples
    --------
    >>> checked_scopes(["approve", "author", "author"]), checked_scopes("read")
    (('author', 'approve'), ('read',))
    """
    given = [scopes] if isinstance(scopes, str) else list(scopes)
    for scope in given:
        if scope not in SCOPES:
            allowed = f"{nearest(str(scope), SCOPES)}; there are {', '.join(SCOPES)}"
            raise RegistryError("scope", f"scopes: {scope!r} is none{allowed}")
    if not given:
        raise RegistryError("scope", f"scopes: a key needs one at least of {', '.join(SCOPES)}")
    return tuple(scope for scope in SCOPES if scope in given)


def check_in_force(record: KeyRecord, moment: datetime) -> None:
    """Refuse a key that was revoked, or has expired.

    Raises
    ------
    RegistryError
        With the code `key_revoked` or `key_expired`.
    """
    whose = f"key {record.id} of {record.user!r}"
    expires, revoked = record.expires, record.revoked
    # one that was refused as expired is revoked with that, so that no clock opens it again
    if expires is not None and (revoked or moment) >= expires:
        message = f"{whose} expired on {minute(expires)}; an admin can add another"
        raise RegistryError("key_expired", message)
    if revoked is not None:
        message = f"{whose} was revoked on {minute(revoked)}; an admin can add another"
        raise RegistryError("key_revoked", message)
