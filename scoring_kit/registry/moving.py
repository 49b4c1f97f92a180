"""Makes a move: locks the scorecard, looks, lets the guards judge, and writes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.registry import artefacts, store
from scoring_kit.registry.artefacts import HTML, JSON, keep
from scoring_kit.registry.events import Event
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.evidence_making import Standing, Study
from scoring_kit.registry.guards import GUARDS, Guard
from scoring_kit.registry.identity import Writing
from scoring_kit.registry.policies import policy_of
from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import ScorecardRow, VersionRow
from scoring_kit.registry.texts import label, message, named, version_number
from scoring_kit.registry.workflow import (
    LIVE_MOVES,
    Attempt,
    check_move,
    rollback_target,
    steps_of,
)


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody asks for. to: the version that a rollback leads to, or None for the last."""

    action: str
    name: str
    number: int
    environment: str
    by: str | None
    message: str
    revision: int | None = None
    to: int | None = None

    def checked(self) -> Self:
        """Return the move with its texts as they are kept.

        Raises
        ------
        RegistryError
            When a text or number is none.
        """
        numbers = {"number": self.number, "revision": self.revision or 0, "to": self.to or 0}
        for field, value in numbers.items():
            version_number(value, field)
        return replace(
            self,
            name=label(self.name, "name"),
            environment=label(self.environment, "environment"),
            by=named(self.by, "by"),
            message=message(self.message, "reason" if self.action == "reject" else "message"),
        )


async def standing_of(writing: Writing, asked: Move) -> Standing:
    """Return what evidence is to be about, once the proposal is found to be one so far.

    Raises
    ------
    RegistryError
        When the version is in another state, or there is none.
    """
    card = await store.scorecard_row(writing.session, asked.name)
    attempt = await attempt_of(writing, card, asked)
    check_move(attempt)
    live = attempt.live_change
    row = None
    if live is not None and live.after == "live":
        row = await store.version_row(writing.session, card, live.number)
    found = None if row is None else await asyncio.to_thread(store.version_of, card.name, row)
    return Standing(attempt.version, found, attempt.environment, attempt.at)


async def attempt_of(
    writing: Writing, card: ScorecardRow, asked: Move, evidence: Evidence | None = None
) -> Attempt:
    """Return what is asked for, with what the registry knows of it; evidence: of a new proposal.

    Only what the move hangs on is read, and links that were changed are refused at once.

    Raises
    ------
    RegistryError
        When there is no such version or environment.
    TamperingError
        When what the move would stand on is not as it was written.
    """
    session, who = writing.session, writing.who
    place = await store.known_environment(session, asked.environment)
    row = await store.version_row(session, card, asked.number)
    history = await store.own_links(session, card, place, asked.number)
    changes = await store.live_changes(session, card, place, every=asked.action == "rollback")
    added = await store.added_link(session, card, asked.number)
    store.check_links([*history, *changes])
    attempt = Attempt(
        action=asked.action,
        version=await asyncio.to_thread(store.version_of, card.name, row),
        environment=place,
        actor=who.name,
        message=asked.message,
        at=await store.time_of(session, card, writing.clock),
        history=history,
        live_changes=changes,
        policy=await policy_of(session, card),
        evidence=evidence,
        revision=asked.revision,
        identity=who.identity,
        author_identity=added.identity,
    )
    if attempt.action in ("approve", "promote") and attempt.proposal is not None:
        return replace(attempt, evidence=await evidence_of(session, attempt.proposal))
    return attempt


async def evidence_of(session: AsyncSession, proposal: Transition) -> Evidence | None:
    """Return what a proposal stands on; None where it stands on nothing.

    Raises
    ------
    TamperingError
        When it is gone, or not what it stood on.
    """
    if proposal.evidence is None:
        return None
    role = f"the evidence of version {proposal.number} of {proposal.scorecard!r}"
    return Evidence.from_json((await artefacts.named(session, proposal.evidence, role)).content)


async def move(
    writing: Writing, asked: Move, guards: Sequence[Guard], study: Study | None = None
) -> tuple[VersionRow, Event]:
    """Make a move, all of it or nothing; return the version's row, and what others are told.

    guards: besides those of every registry. study: what a proposal stands on.

    Raises
    ------
    RegistryError
        When the version's state, a guard, or somebody who was first stands against it.
    """
    session = writing.session
    card = await store.scorecard_row(session, asked.name, lock=True)
    writing = writing.of_now()
    clock = writing.clock
    attempt = await attempt_of(writing, card, asked, None if study is None else study.evidence)
    check_move(attempt)
    target = None
    if asked.action == "rollback":
        target = await _rollback_target(session, card, attempt, asked.to)
    await asyncio.to_thread(_judge, attempt, (*GUARDS, *guards))
    policy = await keep(session, attempt.policy.to_json(), JSON, clock)
    kept = None if study is None else await _keep_study(session, study, clock)
    number = asked.number if target is None else target.number
    if asked.action in LIVE_MOVES:
        await store.make_live(session, card, attempt.environment, number, attempt.live_revision)
    links: list[Transition] = []
    for step in steps_of(attempt, to=target):
        step = replace(step, policy=policy, evidence=kept)
        links.append(await store.next_link(session, card, step, clock))
        await store.write_link(session, card, links[-1])
    changes = () if attempt.evidence is None else attempt.evidence.changes
    return await store.version_row(session, card, number), Event(links[-1], changes)


async def _rollback_target(
    session: AsyncSession, card: ScorecardRow, attempt: Attempt, to: int | None
) -> Transition:
    """Return what was done most recently with the version that is to be live again."""
    number = rollback_target(attempt, to)
    row = await store.version_row(session, card, number)
    await asyncio.to_thread(store.version_of, card.name, row)  # its hash is verified
    links = await store.own_links(session, card, attempt.environment, number)
    store.check_links(links)
    return links[-1]


def _judge(attempt: Attempt, guards: Sequence[Guard]) -> None:
    for guard in guards:
        guard(attempt)


async def _keep_study(session: AsyncSession, study: Study, clock: datetime) -> str:
    """Keep a report and the evidence that names it; return the sha256 of the evidence."""
    await keep(session, study.page, HTML, clock)
    return await keep(session, study.evidence.to_json(), JSON, clock)
