"""The audit: what was refused, and what was done to the registry itself, in one chain.

An entry is written in the transaction that does what it tells of, last of all, as it locks the
end of the chain until that transaction has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import TamperingError
from scoring_kit.registry.chain import AUDIT_START, link_hash, sealed
from scoring_kit.registry.records import AuditEntry
from scoring_kit.registry.schema import AuditRow, HeadRow, ScorecardRow
from scoring_kit.scorecard.canonical import document_hash

AUDIT = "audit"
"""The chain of all entries."""

KEYS = "keys"
"""Counts the keys that there ever were, and names the entry of the last one."""

NEW_SCORECARD = "new_scorecard"
"""The action by which the audit knows a scorecard."""

FOREIGN_KEY = "foreign_key"
"""The action by which the audit knows a key of another registry, whose history was imported."""

OLDER = "older_entries"
"""The action of the first entry, where there were entries before the chain."""

SOMEBODY = "somebody"
"""Who was refused without saying a name."""

PROGRAM = "scoring_kit"
"""Who does what nobody asked for."""

CLAIMED = "claimed"
"""The identity of somebody whose name nothing proves."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something. identity: how the registry knows; ``key <id>``, or "claimed"."""

    name: str
    identity: str = CLAIMED


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done, and the scope that a key needs for it."""

    action: str
    scope: str
    scorecard: str | None = None
    number: int | None = None
    environment: str | None = None


async def audited(
    session: AsyncSession, who: Who, deed: Deed, clock: datetime, message: str, code: str = "done"
) -> AuditEntry:
    """Write the next entry of the audit, and return it. code: "done", or why it was refused."""
    head = await locked_head(session, AUDIT)
    facts = (who.name, deed.action, deed.scorecard, deed.number, deed.environment, code, message)
    entry = sealed(AuditEntry(clock, *facts, identity=who.identity, previous=head.hash))
    assert entry.hash is not None  # it was sealed
    session.add(AuditRow(**_facts(entry)))
    head.sequence, head.hash = head.sequence + 1, entry.hash
    await session.flush()
    return entry


async def locked_head(session: AsyncSession, name: str, *, shared: bool = False) -> HeadRow:
    """Return the end of a chain, locked until the transaction ends; shared with other readers.

    Raises
    ------
    TamperingError
        When there is none.
    """
    query = select(HeadRow).where(HeadRow.name == name).with_for_update(read=shared)
    row = await session.scalar(query)
    if row is None:
        raise TamperingError("broken_chain", f"the end of the chain {name!r} is gone")
    return row


def entry_of(row: AuditRow) -> AuditEntry:
    """Return the entry that a row holds."""
    return AuditEntry(**_facts(row))


def owner_words(identity: str, user: str) -> str:
    """Return whose an identity is."""
    return f"{identity} of {user}"


# ---- the beginning -------------------------------------------------------------------------


def start_chains(connection: Connection, clock: datetime) -> None:
    """Begin the chains of a registry that has none yet, with what it held before them."""
    if connection.scalar(select(HeadRow.name).where(HeadRow.name == AUDIT)) is not None:
        return
    rows = connection.execute(select(AuditRow.__table__).order_by(AuditRow.id))
    older = [AuditEntry(**_facts(row)) for row in rows]
    cards = connection.scalars(select(ScorecardRow.name).order_by(ScorecardRow.id))
    entries = [_first(clock, NEW_SCORECARD, "there before the audit had a chain", n) for n in cards]
    if older:
        entries.insert(0, _first(clock, OLDER, older_words(older)))
    end = AUDIT_START
    for entry in entries:
        entry = sealed(replace(entry, previous=end))
        end = str(entry.hash)
        connection.execute(insert(AuditRow).values(**_facts(entry)))
    heads = [(AUDIT, len(entries), end), (KEYS, 0, AUDIT_START)]
    for name, sequence, last in heads:
        connection.execute(insert(HeadRow).values(name=name, sequence=sequence, hash=last))


def older_words(entries: Sequence[AuditEntry]) -> str:
    """Return what the chain says of the entries that are older than it."""
    found = document_hash({"entries": [link_hash(entry) for entry in entries]})
    return f"{len(entries)} before the chain began, with the hash {found}"


def _first(clock: datetime, action: str, message: str, scorecard: str | None = None) -> AuditEntry:
    return AuditEntry(clock, PROGRAM, action, scorecard, None, None, "done", message, CLAIMED)


def _facts(entry: object) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in fields(AuditEntry)}
