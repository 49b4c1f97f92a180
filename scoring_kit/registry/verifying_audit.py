"""Walks the chain of the audit, and compares with it the scorecards, users and keys there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import TamperingError
from scoring_kit.registry import people
from scoring_kit.registry.audit import (
    AUDIT,
    FOREIGN_KEY,
    KEYS,
    NEW_SCORECARD,
    OLDER,
    entry_of,
    older_words,
    owner_words,
)
from scoring_kit.registry.chain import AUDIT_START, link_hash
from scoring_kit.registry.identity import principal_of, record_of
from scoring_kit.registry.records import AuditEntry
from scoring_kit.registry.schema import AuditRow, HeadRow, KeyRow, UserRow


async def verify_audit(session: AsyncSession, scorecards: Sequence[str]) -> tuple[int, set[str]]:
    """Verify the audit and what it tells of; return its length, and whose each identity is.

    Identities are those of the registry's own keys, and those that it took over by an import;
    `owner_words` spells them.

    Raises
    ------
    TamperingError
        At the first broken entry, or the first scorecard, user or key that is not as it tells.
    """
    rows = await session.scalars(select(AuditRow).order_by(AuditRow.id))
    entries = [entry_of(row) for row in rows]
    heads = {head.name: head for head in await session.scalars(select(HeadRow))}
    _verify_chain(entries, heads.get(AUDIT))
    _verify_scorecards(entries, scorecards)
    own = await _verify_people(session, entries, heads.get(KEYS))
    return len(entries), own | {entry.message for entry in _done(entries, FOREIGN_KEY)}


def _verify_chain(entries: Sequence[AuditEntry], head: HeadRow | None) -> None:
    older = next((i for i, entry in enumerate(entries) if entry.hash), len(entries))
    previous = AUDIT_START
    for number, entry in enumerate(entries[older:], older + 1):
        if entry.previous != previous:
            _broken(number, "it does not stand on the one before it")
        if entry.hash != link_hash(entry):
            _broken(number, "its fields are not those that its hash was made of")
        previous = entry.hash
    chained = len(entries) - older
    if head is None or (head.sequence, head.hash) != (chained, previous):
        had = f"the chain had {head.sequence} entries" if head else "the chain had an end"
        _broken(len(entries) + 1, f"{had}, and ends before it")
    told = [entry.message for entry in entries if entry.action == OLDER]
    if told != ([older_words(entries[:older])] if older else []):
        _broken(1, f"the {older} entries before the chain are not those that it began with")


def _verify_scorecards(entries: Sequence[AuditEntry], names: Sequence[str]) -> None:
    told = sorted(str(e.scorecard) for e in _done(entries, NEW_SCORECARD))
    for name in told:
        if name not in names:
            message = f"the scorecard {name!r} is gone, and the audit tells of its first version"
            raise TamperingError("changed_scorecards", f"{message}; restore it from a copy")
    if told != sorted(names):
        odd = next(name for name in names if told.count(name) != 1)
        message = f"the audit tells {told.count(odd)} times of the first version of {odd!r}"
        raise TamperingError("changed_scorecards", message)


async def _verify_people(
    session: AsyncSession, entries: Sequence[AuditEntry], head: HeadRow | None
) -> set[str]:
    users = list(await session.scalars(select(UserRow)))
    keys = [(record_of(row), row.sha256) for row in await session.scalars(select(KeyRow))]
    ended = [record for record, _ in keys if record.revoked is not None]
    added = _done(entries, people.ADD_KEY)
    _compare(_done(entries, people.ADD_USER), [people.user_words(r.name, r.created) for r in users])
    _compare(added, [people.key_words(record, sha256) for record, sha256 in keys])
    told = _done(entries, people.REVOKE_KEY, people.EXPIRE_KEY)
    _compare(told, [people.end_words(record) for record in ended])
    last = added[-1].hash if added else AUDIT_START
    if head is None or (head.sequence, head.hash) != (len(added), last):
        message = f"the registry does not know that {len(added)} keys were added to it"
        raise TamperingError("changed_keys", message)
    return {owner_words(principal_of(record).identity, record.user) for record, _ in keys}


def _compare(told: Sequence[AuditEntry], found: Sequence[str]) -> None:
    """Refuse a user or key that the audit does not tell of, or that is not as it tells."""
    messages = Counter(entry.message for entry in told)
    for message in sorted((messages - Counter(found)).elements()):
        text = f"the audit tells of what is not there, or is otherwise: {message}"
        raise TamperingError("changed_keys", text)
    for message in sorted((Counter(found) - messages).elements()):
        text = f"there is what the audit does not tell of: {message}"
        raise TamperingError("changed_keys", text)


def _done(entries: Sequence[AuditEntry], *actions: str) -> list[AuditEntry]:
    return [entry for entry in entries if entry.action in actions and entry.code == "done"]


def _broken(number: int, message: str) -> NoReturn:
    where = f"the chain of the audit is broken at entry {number}"
    raise TamperingError("broken_chain", f"{where}: {message}")
