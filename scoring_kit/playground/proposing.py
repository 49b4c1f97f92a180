"""A draft becomes a version of a registry, and is proposed with what it does on the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from scoring_kit.engines.arrays import relation_of
from scoring_kit.errors import ConflictError, DataError, RegistryError, ScoringError
from scoring_kit.playground.board import Board
from scoring_kit.playground.proposal import Proposal
from scoring_kit.playground.session import Session
from scoring_kit.registry.processes import logged_in
from scoring_kit.registry.records import PRODUCTION, Live, minute
from scoring_kit.report.subject import check_rereadable, data_name
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    from scoring_kit.registry.registered import RegisteredScorecard
    from scoring_kit.registry.registry import Registry

NAMELESS = "me"
"""The author of a session that nobody gave a name."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a playground, as they were given, and how they are looked at.

    options: of a report on them, as `write_report` has them.
    """

    data: object
    board: Board
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What they are called where nobody says."""
        return data_name(self.data)

    def again(self) -> object:
        """Return them to be read anew; of a stream, which has gone by, what the board kept."""
        try:
            check_rereadable(self.data)
        except DataError:
            return relation_of(self.board.engine, self.board.table)
        return self.data


class Proposing:
    """Proposes the draft of a session to a registry.

    base: the number of the version that the draft began as. Where somebody else adds a version
    meanwhile, the registry says so and merges.
    """

    def __init__(self, registry: Registry, session: Session, rows: Rows, base: int | None) -> None:
        self._registry, self._session = registry, session
        self._rows, self._base = rows, base
        self._lock = Lock()

    def propose(
        self,
        message: str,
        *,
        sample: str | None = None,
        environment: str = PRODUCTION,
        by: str | None = None,
        base: int | None = None,
        progress: bool | None = None,
    ) -> Proposal:
        """Add the draft as a version, and propose it; see `Playground.propose`."""
        registry, draft = self._registry, self._session.scorecard
        asked: dict[str, Any] = {"by": self._who(by), "environment": environment}
        asked |= {"sample": sample or self._rows.name, "progress": progress, **self._rows.options}
        with self._lock:
            self._check(draft, self._live(draft.name, environment), environment)
            base = self._base if base is None else base
            version = registry.add(draft, message, asked["by"], base=base)
            self._base = version.number  # what is edited from now on began as this one
            try:
                number, data = version.number, self._rows.again()
                registry.propose(draft.name, number, message, data=data, **asked)
            except ScoringError as error:
                error.add_note(f"version {version.number} of {draft.name!r} is there, as a draft")
                raise
        return Proposal.of(registry, version, environment)

    def _live(self, name: str, environment: str) -> Live | None:
        return self._registry.live(name, environment) if name in self._registry else None

    def _check(self, draft: Scorecard, live: Live | None, environment: str) -> None:
        """Refuse a draft that changes nothing, or that was held against another version."""
        if live is None:
            return
        number, name = live.version.number, live.version.scorecard
        if live.version.sha256 == hash_of(draft):
            message = (
                f"the draft is version {number} of {name!r}, which is live in {environment}; "
                "edit it before it is proposed"
            )
            raise RegistryError("no_changes", message)
        if live.version.sha256 != hash_of(self._session.live):
            made = live.transition
            message = (
                f"version {number} of {name!r} is live in {environment} (by {made.actor}, "
                f"{minute(live.since)}), and this playground holds the draft against another; "
                f"open one against it: sk.Playground(pg.scorecard, data, "
                f"live=reg.live({name!r}, {environment!r}), registry=reg)"
            )
            raise ConflictError("conflict", message)

    def _who(self, by: str | None) -> str | None:
        """Return who proposes: somebody who is named, the key's user, or whoever is logged in."""
        if by is not None or self._registry.has_key:
            return by
        author = self._session.author
        return author if author != NAMELESS else logged_in()


def held_against(
    registry: Registry | None, card: Scorecard, live: Scorecard | Live | None
) -> tuple[Scorecard | None, int | None]:
    """Return what a draft is held against, and the number of the version that it begins as.

    live: what is live in production unless given; as it is given where there is no registry. The
    number is that of the document, else of what it is held against, else the newest; None where
    the registry has no such scorecard.
    """
    if isinstance(live, Live):
        live = live.card
    if registry is None or card.name not in registry:
        return live, None
    found = registry[card.name]
    if live is None:
        now = found.live() if PRODUCTION in found.environments else None
        live = None if now is None else now.card
    return live, _base(found, card, live)


def _base(found: RegisteredScorecard, card: Scorecard, live: Scorecard | None) -> int:
    numbers = {version.sha256: version.number for version in found.versions}
    for each in (card, live):
        if each is not None and hash_of(each) in numbers:
            return numbers[hash_of(each)]
    return found.newest.number
