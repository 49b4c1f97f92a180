"""Walks the chains of a registry, and compares with them whatever else it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import TamperingError
from scoring_kit.registry.audit import CLAIMED, owner_words
from scoring_kit.registry.chain import chain_start, link_hash
from scoring_kit.registry.records import Transition, Verified
from scoring_kit.registry.schema import LiveRow, ScorecardRow, VersionRow
from scoring_kit.registry.store import transitions, version_facts
from scoring_kit.registry.verifying_artefacts import (
    verify_artefacts,
    verify_links,
    verify_policies,
)
from scoring_kit.registry.verifying_audit import verify_audit
from scoring_kit.registry.verifying_moves import odd_link
from scoring_kit.registry.verifying_runs import verify_runs


async def verify(session: AsyncSession) -> Verified:
    """Return how much a registry holds, once all of it is as it was written.

    Raises
    ------
    TamperingError
        At the first broken link, with its scorecard and number; or at a run that is of no version.
    """
    rows = list(await session.scalars(select(ScorecardRow).order_by(ScorecardRow.name)))
    entries, known = await verify_audit(session, [card.name for card in rows])
    runs = 0
    for card in rows:
        links = await transitions(session, card)
        verify_chain(card, links)
        _verify_identities(card, links, known)
        await _verify_versions(session, card, links)
        await _verify_live_versions(session, card, links)
        await verify_links(session, links)
        runs += await verify_runs(session, card)
    await verify_policies(session)
    await verify_artefacts(session)
    versions, links = (
        sum(counts) for counts in ([c.versions for c in rows], [c.transitions for c in rows])
    )
    return Verified(len(rows), versions, links, entries, runs)


def verify_chain(card: ScorecardRow, links: Sequence[Transition]) -> None:
    """Walk the chain of a scorecard, to the end that its row knows.

    Raises
    ------
    TamperingError
        At the first broken link.
    """
    previous = chain_start(card.name)
    for expected, link in enumerate(links, 1):
        if link.sequence != expected:
            _broken(card, expected, f"it is missing; number {link.sequence} follows")
        if link.previous != previous:
            _broken(card, expected, "it does not stand on the one before it")
        if link.hash != link_hash(link):
            _broken(card, expected, "its fields are not those that its hash was made of")
        previous = link.hash
    if (len(links), previous) != (card.transitions, card.head):
        _broken(card, len(links) + 1, f"the chain had {card.transitions} links, and ends before it")
    for one, other in pairwise(links):
        if other.at < one.at:
            _broken(card, other.sequence, "it is earlier than the one before it")
    odd = odd_link(links)
    if odd is not None:
        _broken(card, *odd)


def _verify_identities(
    card: ScorecardRow, links: Sequence[Transition], known: Collection[str]
) -> None:
    for link in links:
        if link.identity != CLAIMED and owner_words(link.identity, link.actor) not in known:
            _broken(card, link.sequence, f"{link.identity} is not one of {link.actor!r}")


async def _verify_versions(
    session: AsyncSession, card: ScorecardRow, links: Sequence[Transition]
) -> None:
    added = [link for link in links if link.action == "add"]
    query = select(VersionRow).where(VersionRow.scorecard_id == card.id)
    rows = list(await session.scalars(query.order_by(VersionRow.number)))
    numbers = [row.number for row in rows]
    if not numbers == [link.number for link in added] == list(range(1, card.versions + 1)):
        found = f"has the versions {numbers}, and its chain says that {card.versions} were added"
        raise TamperingError("changed_version", f"{card.name!r} {found}")
    for row, link in zip(rows, added, strict=True):
        written = hashlib.sha256(row.document.encode()).hexdigest() == row.sha256
        if not written or version_facts(row) != (link.sha256, link.actor, link.message, link.at):
            message = f"version {row.number} of {card.name!r} is not the one that was added"
            raise TamperingError("changed_version", f"{message} by link {link.sequence}")
    hashes = dict(zip(numbers, (row.sha256 for row in rows), strict=True))
    for link in links:
        if hashes.get(link.number) != link.sha256:
            _broken(card, link.sequence, f"it names another hash than version {link.number} has")


async def _verify_live_versions(
    session: AsyncSession, card: ScorecardRow, links: Sequence[Transition]
) -> None:
    last = {link.environment: link for link in links if "live" in (link.before, link.after)}
    expected = {(name, link.number, link.revision) for name, link in last.items()}
    rows = await session.scalars(select(LiveRow).where(LiveRow.scorecard_id == card.id))
    found = {(row.environment, row.number, row.revision) for row in rows}
    for environment, number, revision in sorted(found ^ expected, key=str)[:1]:
        message = (
            f"{card.name!r} in {environment}: the live version and the chain do not agree "
            f"on version {number}, revision {revision}"
        )
        raise TamperingError("changed_live_version", message)


def _broken(card: ScorecardRow, sequence: int, message: str) -> NoReturn:
    where = f"the chain of {card.name!r} is broken at link {sequence}"
    raise TamperingError("broken_chain", f"{where}: {message}")
