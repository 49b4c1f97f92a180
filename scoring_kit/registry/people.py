"""Writes users and keys, each in a transaction that an admin may write in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError, nearest
from scoring_kit.registry import store
from scoring_kit.registry.audit import KEYS, PROGRAM, Deed, Who, audited, locked_head
from scoring_kit.registry.identity import Writing, record_of
from scoring_kit.registry.keys import Key, KeyRecord, checked_scopes, new_key, words
from scoring_kit.registry.records import minute
from scoring_kit.registry.schema import KeyRow, UserRow
from scoring_kit.registry.texts import same_person
from scoring_kit.scorecard.canonical import document_hash

ADD_USER, ADD_KEY, REVOKE_KEY, EXPIRE_KEY = "add_user", "add_key", "revoke_key", "expire_key"
"""The actions by which the audit knows what was done with users and keys."""


async def add_user(writing: Writing, name: str) -> None:
    """Add a user; one that is there already stays as it is.

    Raises
    ------
    RegistryError
        When a user has this name in another spelling (`known_user`).
    """
    names = list(await writing.session.scalars(select(UserRow.name)))
    if name in names:
        return
    for known in names:
        if same_person(name, known):
            message = f"user: {name!r} reads like the user {known!r}, who is there; take their name"
            raise RegistryError("known_user", message)
    writing.session.add(UserRow(name=name, created=writing.clock))
    await writing.session.flush()
    await writing.audited(user_words(name, writing.clock))


async def add_key(
    writing: Writing,
    user: str,
    scopes: str | Iterable[str],
    environments: Iterable[str] | None,
    expires: datetime | None,
) -> Key:
    """Add a key of a user, and return it; its secret is nowhere else.

    Raises
    ------
    RegistryError
        When the user or an environment is unknown, a scope or an environment does not fit, or it
        is the first key and not one of a lasting admin.
    """
    session, key = writing.session, new_key()
    names = list(await session.scalars(select(UserRow.name)))
    if user not in names:
        known = nearest(user, names) or "; add the user first"
        raise RegistryError("unknown", f"the registry has no user {user!r}{known}")
    allowed, places = checked_scopes(scopes), await _checked_places(session, environments)
    head = await locked_head(session, KEYS)
    _check_terms(allowed, places, expires, writing.clock, is_first=head.sequence == 0)
    row = KeyRow(id=key.id, user=user, sha256=key.sha256, created=writing.clock, expires=expires)
    row.scopes, row.revoked = json.dumps(allowed), None
    row.environments = None if places is None else json.dumps(places)
    session.add(row)
    await session.flush()
    entry = await writing.audited(key_words(record_of(row), key.sha256))
    head.sequence, head.hash = head.sequence + 1, str(entry.hash)
    return key


async def revoke_key(writing: Writing, key: str) -> None:
    """Revoke a key for good; one that was revoked already stays so.

    Raises
    ------
    RegistryError
        When there is no such key, or without it nobody could add another (`last_admin`).
    """
    session = writing.session
    row = await session.get(KeyRow, key, with_for_update=True)
    if row is None:
        message = f"the registry has no key {key!r}; `keys` lists them"
        raise RegistryError("unknown", message)
    if row.revoked is not None:
        return
    lasting = (KeyRow.revoked.is_(None)) & (KeyRow.expires.is_(None))
    admins = [r.id for r in await session.scalars(select(KeyRow).where(lasting)) if _is_admin(r)]
    if admins == [key]:
        message = f"key {key} is the last of an admin that does not expire; add another first"
        raise RegistryError("last_admin", message)
    row.revoked = writing.clock
    await session.flush()
    await writing.audited(end_words(record_of(row)))


async def close_expired(session: AsyncSession, key: str, clock: datetime) -> None:
    """Revoke a key that was found to be expired, so that no clock opens it again."""
    row = await session.get(KeyRow, key, with_for_update=True)
    if row is not None and row.expires is not None and row.revoked is None:
        row.revoked = max(clock, row.expires)
        await session.flush()
        deed = Deed(EXPIRE_KEY, "admin")
        await audited(session, Who(PROGRAM), deed, clock, end_words(record_of(row)))


# ---- what the audit says of them -----------------------------------------------------------


def user_words(name: str, created: datetime) -> str:
    """Return what the audit says of a user who was added."""
    return f"user {name}, added at {_exact(created)}"


def key_words(record: KeyRecord, sha256: str) -> str:
    """Return what the audit says of a key that was added; the hash covers all that is kept."""
    places, expires = record.environments, record.expires and _exact(record.expires)
    created = _exact(record.created)
    facts = (record.id, record.user, record.scopes, places, created, expires, sha256)
    until = f"expires {minute(record.expires)}" if record.expires else "never expires"
    what = f"key {record.id} of {record.user}: {words(record.scopes, places)}, {until}"
    return f"{what}; its record has the hash {document_hash({'key': facts})}"


def end_words(record: KeyRecord) -> str:
    """Return what the audit says of a key that was revoked, or found to be expired."""
    assert record.revoked is not None  # it was
    return f"key {record.id} of {record.user} ended at {_exact(record.revoked)}"


def _exact(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


# ---- what is allowed -----------------------------------------------------------------------


async def _checked_places(
    session: AsyncSession, environments: Iterable[str] | None
) -> tuple[str, ...] | None:
    if environments is None:
        return None
    given = [environments] if isinstance(environments, str) else list(environments)
    if not given:
        message = "environments: none is named; leave it out for a key that is for all of them"
        raise RegistryError("environments", message)
    return tuple(sorted({await store.known_environment(session, name) for name in given}))


def _check_terms(
    scopes: tuple[str, ...],
    places: tuple[str, ...] | None,
    expires: datetime | None,
    clock: datetime,
    *,
    is_first: bool,
) -> None:
    if "admin" in scopes and places is not None:
        message = "environments: an admin's key is for all of them; add two keys"
        raise RegistryError("environments", message)
    if expires is not None and expires <= clock:
        message = f"expires: {minute(expires)} has passed; give a moment that is to come, or none"
        raise RegistryError("expires", message)
    if is_first and ("admin" not in scopes or expires is not None):
        message = (
            "the first key of a registry is that of an admin and does not expire, as from then on "
            "nothing is written without a key; add such a key first"
        )
        raise RegistryError("first_key", message)


def _is_admin(row: KeyRow) -> bool:
    return "admin" in json.loads(row.scopes)
