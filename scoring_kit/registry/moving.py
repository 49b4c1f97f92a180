"""Makes a move: locks the scorecard, looks, lets the guards judge, and writes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from scoring_kit.errors import RegistryError
from scoring_kit.registry import store
from scoring_kit.registry.guards import Guard
from scoring_kit.registry.identity import Writing
from scoring_kit.registry.schema import TransitionRow, VersionRow
from scoring_kit.registry.texts import label, message, named
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
        for field, number in numbers.items():
            if type(number) is not int or not 0 <= number < 2**31:
                found = f"a version or revision number is expected, found {number!r}"
                raise RegistryError("number", f"{field}: {found}")
        return replace(
            self,
            name=label(self.name, "name"),
            environment=label(self.environment, "environment"),
            by=named(self.by, "by"),
            message=message(self.message, "reason" if self.action == "reject" else "message"),
        )


async def move(writing: Writing, asked: Move, guards: Sequence[Guard]) -> VersionRow:
    """Make a move, all of it or nothing; return the row of the version that it was about.

    Raises
    ------
    RegistryError
        When the version's state, a guard, or somebody who was first stands against it.
    """
    session, who = writing.session, writing.who
    card = await store.scorecard_row(session, asked.name, lock=True)
    place = await store.known_environment(session, asked.environment)
    row = await store.version_row(session, card, asked.number)
    history = await store.transitions(session, card, TransitionRow.environment == place)
    version = await asyncio.to_thread(store.version_of, card.name, row)
    attempt = Attempt(
        asked.action,
        version,
        place,
        who.name,
        asked.message,
        history,
        asked.revision,
        identity=who.identity,
        author_identity=await store.identity_of_author(session, card, asked.number),
    )
    check_move(attempt)
    target = None
    if asked.action == "rollback":
        row = await store.version_row(session, card, rollback_target(attempt, asked.to))
        target = await asyncio.to_thread(store.version_of, card.name, row)
    for guard in guards:
        await asyncio.to_thread(guard, attempt)
    if asked.action in LIVE_MOVES:
        await store.make_live(session, card, place, row.number, attempt.live_revision)
    for step in steps_of(attempt, to=target):
        link = await store.next_link(session, card, step, writing.clock)
        await store.write_link(session, card, link)
    return row
