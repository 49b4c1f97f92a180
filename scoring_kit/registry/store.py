"""Reads and writes versions and transitions, each in a transaction that somebody else opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import ConflictError, RegistryError, TamperingError, nearest
from scoring_kit.registry.audit import CLAIMED, Who
from scoring_kit.registry.chain import chain_start, link_hash, sealed
from scoring_kit.registry.records import Transition, Version
from scoring_kit.registry.schema import (
    EnvironmentRow,
    LiveRow,
    ScorecardRow,
    TransitionRow,
    VersionRow,
)
from scoring_kit.registry.texts import label, version_number


@dataclass(frozen=True, slots=True)
class Step:
    """What is about to become a transition. revision: of the live version, seen or made."""

    action: str
    number: int
    sha256: str
    environment: str | None
    before: str | None
    after: str
    revision: int
    actor: str
    message: str
    identity: str = CLAIMED
    evidence: str | None = None
    policy: str | None = None


# ---- scorecards and environments -----------------------------------------------------------


async def scorecard_row(session: AsyncSession, name: str, *, lock: bool = False) -> ScorecardRow:
    """Return the row of a scorecard; locked until the transaction ends where it is asked for.

    Raises
    ------
    RegistryError
        When there is no such scorecard, or the name is none.
    """
    name = label(name, "name")
    query = select(ScorecardRow).where(ScorecardRow.name == name)
    row = await session.scalar(query.with_for_update() if lock else query)
    if row is None:
        names = await scorecard_names(session)
        known = nearest(name, names) or ("" if names else "; it holds none yet: add one first")
        raise RegistryError("unknown", f"the registry has no scorecard {name!r}{known}")
    return row


async def scorecard_names(session: AsyncSession) -> tuple[str, ...]:
    """Return the names of all scorecards, by code point."""
    return tuple(sorted(await session.scalars(select(ScorecardRow.name))))


async def known_environment(session: AsyncSession, name: str) -> str:
    """Return the name of an environment.

    Raises
    ------
    RegistryError
        When the registry has none of this name, or it is none.
    """
    name = label(name, "environment")
    names = sorted(await session.scalars(select(EnvironmentRow.name)))
    if name not in names:
        known = nearest(name, names) or f"; it has {', '.join(names)}"
        raise RegistryError("unknown", f"the registry has no environment {name!r}{known}")
    return name


async def new_or_known(session: AsyncSession, name: str) -> ScorecardRow:
    """Return the locked row of a scorecard, which need not be there yet."""
    dialect = session.get_bind().dialect.name
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(ScorecardRow)
    start = {"name": name, "versions": 0, "transitions": 0, "head": chain_start(name)}
    await session.execute(insert.values(**start).on_conflict_do_nothing())
    return await scorecard_row(session, name, lock=True)


# ---- versions ------------------------------------------------------------------------------


async def version_row(session: AsyncSession, card: ScorecardRow, number: int) -> VersionRow:
    """Return the row of a version, which says what the link that added it says.

    Raises
    ------
    RegistryError
        When the scorecard has no version of this number, or it is none.
    TamperingError
        When the row or the link is not as it was written.
    """
    row = await session.get(VersionRow, (card.id, version_number(number, "number")))
    if row is None:
        have = "it has 1 version" if card.versions == 1 else f"it has {card.versions} versions"
        raise RegistryError("unknown", f"{card.name!r} has no version {number}; {have}")
    link = await added_link(session, card, number)
    if version_facts(row) != (link.sha256, link.actor, link.message, link.at):
        what = f"version {number} of {card.name!r} was changed behind the registry's back"
        message = f"{what}: it is not the one that the chain says was added; verify the registry"
        raise TamperingError("changed_version", message)
    return row


def version_facts(row: VersionRow) -> tuple[str, str, str, datetime]:
    """Return what the link that added a version says of it too."""
    return row.sha256, row.author, row.message, row.created


async def add_version(
    session: AsyncSession, card: ScorecardRow, row: VersionRow, author: Who
) -> None:
    """Write the next version of a locked scorecard; its number and author are not yet given."""
    row.scorecard_id, row.number, row.author = card.id, card.versions + 1, author.name
    facts = (row.number, row.sha256, None, None, "draft", 0, author.name, row.message)
    step = Step("add", *facts, identity=author.identity)
    link = await next_link(session, card, step, row.created)
    row.created = link.at
    session.add(row)
    await session.flush()  # the link refers to the version
    card.versions = row.number
    await write_link(session, card, link)


def version_of(name: str, row: VersionRow) -> Version:
    """Return the version that a row holds, once its hash is verified.

    Raises
    ------
    TamperingError
        When the document is not the one that was added.
    """
    found = hashlib.sha256(row.document.encode()).hexdigest()
    if found != row.sha256:
        message = (
            f"version {row.number} of {name!r} was changed behind the registry's back: its "
            f"document has the hash {found[:8]}, and {row.sha256[:8]} was added; restore it "
            "from a copy"
        )
        raise TamperingError("changed_version", message)
    return Version(name, row.number, row.sha256, row.author, row.message, row.created, row.document)


# ---- transitions ---------------------------------------------------------------------------


async def transitions(
    session: AsyncSession, card: ScorecardRow, *conditions: ColumnElement[bool]
) -> tuple[Transition, ...]:
    """Return the transitions of a scorecard, all or some, in the order of the chain."""
    query = select(TransitionRow).where(TransitionRow.scorecard_id == card.id, *conditions)
    rows = await session.scalars(query.order_by(TransitionRow.sequence))
    return tuple(transition_of(card.name, row) for row in rows)


async def added_link(session: AsyncSession, card: ScorecardRow, number: int) -> Transition:
    """Return how a version was added.

    Raises
    ------
    TamperingError
        When the link is not as it was written, or no link or several tell of it.
    """
    links = await own_links(session, card, None, number)
    check_links(links)
    if len(links) != 1:
        message = f"{len(links)} links say that version {number} of {card.name!r} was added"
        raise TamperingError("broken_chain", f"{message}; verify the registry")
    return links[0]


async def live_transition(
    session: AsyncSession, card: ScorecardRow, environment: str, as_of: datetime | None = None
) -> Transition | None:
    """Return what made the version live that is so at a moment, or now; None where none is.

    Raises
    ------
    TamperingError
        When the link is not as it was written.
    """
    found = await live_changes(session, card, environment, as_of=as_of)
    check_links(found)
    return found[-1] if found and found[-1].after == "live" else None


async def own_links(
    session: AsyncSession, card: ScorecardRow, environment: str | None, number: int
) -> tuple[Transition, ...]:
    """Return what was done with a version in an environment, the first thing first.

    environment: None for how it was added.
    """
    row = TransitionRow
    return await transitions(session, card, row.environment == environment, row.number == number)


async def live_changes(
    session: AsyncSession,
    card: ScorecardRow,
    environment: str,
    *,
    as_of: datetime | None = None,
    every: bool = False,
) -> tuple[Transition, ...]:
    """Return what changed the live version until a moment; the newest alone, or every, it last."""
    row = TransitionRow
    query = select(row).where(row.scorecard_id == card.id, row.environment == environment)
    query = query.where((row.after == "live") | (row.before == "live"))
    if as_of is not None:
        query = query.where(row.at <= as_of)
    query = query.order_by(row.sequence.desc())
    rows = await session.scalars(query if every else query.limit(1))
    return tuple(transition_of(card.name, found) for found in rows)[::-1]


def check_links(links: Iterable[Transition]) -> None:
    """Refuse links whose fields were changed; `verify` looks at how they follow each other.

    Raises
    ------
    TamperingError
        At the first of them.
    """
    for link in links:
        if link.hash != link_hash(link):
            message = (
                f"the chain of {link.scorecard!r} is broken at link {link.sequence}: its fields "
                "are not those that its hash was made of; verify the registry"
            )
            raise TamperingError("broken_chain", message)


async def time_of(session: AsyncSession, card: ScorecardRow, clock: datetime) -> datetime:
    """Return what counts as the time of the next link: never earlier than the one before it."""
    last = await session.get(TransitionRow, (card.id, card.transitions))
    return clock if last is None else max(clock, last.at)


async def next_link(
    session: AsyncSession, card: ScorecardRow, step: Step, clock: datetime
) -> Transition:
    """Return what a step is as the next link of a locked scorecard's chain."""
    link = Transition(
        scorecard=card.name,
        sequence=card.transitions + 1,
        at=await time_of(session, card, clock),
        clock=clock,
        previous=card.head,
        hash="",
        **{field.name: getattr(step, field.name) for field in fields(step)},
    )
    return sealed(link)


async def write_link(session: AsyncSession, card: ScorecardRow, link: Transition) -> None:
    """Write a link, and move the end of its scorecard's chain to it."""
    names = (field.name for field in fields(link) if field.name != "scorecard")
    facts = {name: getattr(link, name) for name in names}
    session.add(TransitionRow(scorecard_id=card.id, **facts))
    card.transitions, card.head = link.sequence, link.hash
    await session.flush()


def transition_of(name: str, row: TransitionRow) -> Transition:
    """Return the transition that a row holds."""
    names = (field.name for field in fields(Transition) if field.name != "scorecard")
    return Transition(scorecard=name, **{name: getattr(row, name) for name in names})


# ---- the live version ----------------------------------------------------------------------


async def make_live(
    session: AsyncSession, card: ScorecardRow, environment: str, number: int, seen: int
) -> None:
    """Move the pointer to the live version of a locked scorecard, which adds 1 to its revision.

    Raises
    ------
    ConflictError
        When the pointer is no longer at the revision that was seen.
    """
    pointer = await session.get(LiveRow, (card.id, environment))
    found = 0 if pointer is None else pointer.revision
    if found != seen:
        message = f"the live version of {card.name!r} in {environment} has changed; look again"
        raise ConflictError("conflict", message)
    if pointer is None:
        pointer = LiveRow(scorecard_id=card.id, environment=environment, number=number)
        session.add(pointer)
    else:
        pointer.number = number
    await session.flush()
