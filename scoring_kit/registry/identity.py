"""Who writes: the holder of a key, or whoever they say they are where a registry has no keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError
from scoring_kit.registry.audit import KEYS, Deed, Who, audited, locked_head
from scoring_kit.registry.keys import KEY_VARIABLE, Key, KeyRecord, Principal, check_in_force
from scoring_kit.registry.records import AuditEntry
from scoring_kit.registry.schema import KeyRow
from scoring_kit.registry.texts import same_person


@dataclass(frozen=True, slots=True)
class Writing:
    """A transaction in which somebody may do something.

    clock: what the clock said when it began. time: asks the clock.
    """

    session: AsyncSession
    deed: Deed
    who: Who
    clock: datetime
    time: Callable[[], datetime]

    def of_now(self) -> Self:
        """Return it with the time of now, once it has waited for what it locks."""
        return replace(self, clock=self.time())

    async def audited(
        self, message: str, *, action: str | None = None, scorecard: str | None = None
    ) -> AuditEntry:
        """Tell the audit, last of all, that the deed is done, or another that it brought along."""
        about = scorecard or self.deed.scorecard
        deed = replace(self.deed, action=action or self.deed.action, scorecard=about)
        return await audited(self.session, self.who, deed, self.clock, message)


async def holder(
    session: AsyncSession, key: Key, clock: datetime, *, lock: bool = False
) -> tuple[KeyRecord, datetime]:
    """Return what is known of a key, and the moment at which it is used, by one indexed read.

    That moment is the later of the clock's and, on PostgreSQL, the server's, as a clock at hand is
    easily set back. lock: nobody revokes the key until the transaction has ended.

    Raises
    ------
    RegistryError
        When the registry has no such key (`key_unknown`).
    """
    on_server = session.get_bind().dialect.name == "postgresql"
    now = func.clock_timestamp() if on_server else literal(None)
    query = select(KeyRow, now).where(KeyRow.id == key.id)
    found = (
        await session.execute(query.with_for_update(read=True, of=KeyRow) if lock else query)
    ).first()
    if found is None or not key.fits(found[0].sha256):
        message = f"key {key.id} is none of this registry's; an admin of it can add one"
        raise RegistryError("key_unknown", message)
    return record_of(found[0]), max(clock, found[1] or clock)


def record_of(row: KeyRow) -> KeyRecord:
    """Return what a registry tells of the key in a row."""
    places = None if row.environments is None else tuple(json.loads(row.environments))
    scopes, times = tuple(json.loads(row.scopes)), (row.created, row.expires, row.revoked)
    return KeyRecord(row.id, row.user, scopes, places, *times)


def principal_of(record: KeyRecord) -> Principal:
    """Return whose key it is, and what it is good for."""
    return Principal(record.user, record.id, record.scopes, record.environments)


async def check_keyless(session: AsyncSession, named: str | None) -> Who:
    """Return who writes without a key, by their own word.

    Raises
    ------
    RegistryError
        When the registry has keys (`key_needed`), or no name is given (`unnamed`).
    """
    head = await locked_head(session, KEYS, shared=True)
    # a key is never taken out, so that what is there counts too, whatever the number says
    if head.sequence or await session.scalar(select(KeyRow.id).limit(1)) is not None:
        message = (
            "this registry has keys, and it was opened without one; "
            f"open it with key=..., or set {KEY_VARIABLE}"
        )
        raise RegistryError("key_needed", message)
    if named is None:
        message = "nobody is named; say who does it (by=... or author=...), or open it with a key"
        raise RegistryError("unnamed", message)
    return Who(named)


def check_key(record: KeyRecord, deed: Deed, named: str | None, moment: datetime) -> None:
    """Refuse what a key is not good for, now or ever, and another name than its user's.

    How a name is spelt does not matter.

    Raises
    ------
    RegistryError
        With a code that begins with `key_`.
    """
    check_in_force(record, moment)
    principal = principal_of(record)
    principal.check(deed.scope, deed.environment)
    if named is not None and not same_person(named, principal.user):
        message = (
            f"key {principal.key} is that of {principal.user!r}, and {named!r} is named; "
            "leave the name out"
        )
        raise RegistryError("key_user", message)
