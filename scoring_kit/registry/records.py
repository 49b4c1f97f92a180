"""What a registry gives: versions, transitions, what is live; frozen, and without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import overload

from scoring_kit.display.lines import one_line
from scoring_kit.registry.words import DONE
from scoring_kit.scorecard.document import parse_canonical
from scoring_kit.scorecard.models import Scorecard

PRODUCTION = "production"
"""The environment that is meant where none is named."""


@dataclass(frozen=True, repr=False)
class Version:
    """One version of a scorecard, which never changes.

    number: from 1, without gaps. sha256: of the document, 64 hexadecimal digits.
    created: in UTC. document: as canonical JSON.
    """

    scorecard: str
    number: int
    sha256: str
    author: str
    message: str
    created: datetime
    document: str

    @cached_property
    def card(self) -> Scorecard:
        """The scorecard itself."""
        source = f"version {self.number} of {self.scorecard}"
        return parse_canonical(self.document, source=source)

    def __repr__(self) -> str:
        what = f"{self.scorecard} version {self.number} ({self.sha256[:8]})"
        return one_line(f"{what} by {self.author}, {minute(self.created)}: {self.message}")

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_records import version_html

        return version_html(self)


@dataclass(frozen=True, slots=True, repr=False)
class Transition:
    """One thing that somebody did with a version; a link of its scorecard's chain.

    sequence: from 1, without gaps; it alone says what came first.
    environment: None where the version was added.
    before, after: the state of the version in the environment; None before it was added.
    revision: how often the live version had changed there when this was done, or by this.
    identity: how the registry knows the actor; "claimed" where it has only their word.
    at: what counts as its time: the clock's, or the time of the transition before it where the
    clock had gone backwards. clock: what the clock said. Both in UTC.
    previous, hash: of the transition before it, and of all fields of this one.
    evidence: the sha256 of what a proposal stands on. policy: that of the policy it was made under.
    """

    scorecard: str
    sequence: int
    number: int
    sha256: str
    environment: str | None
    action: str
    before: str | None
    after: str
    revision: int
    actor: str
    identity: str
    message: str
    at: datetime
    clock: datetime
    previous: str
    hash: str
    evidence: str | None = None
    policy: str | None = None

    def __repr__(self) -> str:
        where = f" in {self.environment}" if self.environment else ""
        who = f"{self.actor} ({self.identity})"
        what = f"{self.action} version {self.number}{where}"
        return one_line(f"{self.sequence}  {minute(self.at)}  {what}  {who}: {self.message}")


@dataclass(frozen=True, slots=True, repr=False)
class History(Sequence[Transition]):
    """The transitions of a scorecard, the first one first."""

    items: tuple[Transition, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Transition: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Transition, ...]: ...
    def __getitem__(self, index: int | slice) -> Transition | tuple[Transition, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.items)) or "no transitions"

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_records import history_html

        return history_html(self)


@dataclass(frozen=True, slots=True, repr=False)
class Live:
    """The version that is live, or was, and the transition that made it so."""

    version: Version
    transition: Transition

    @property
    def card(self) -> Scorecard:
        """The scorecard itself."""
        return self.version.card

    @property
    def since(self) -> datetime:
        """Since when it is live, in UTC."""
        return self.transition.at

    @property
    def revision(self) -> int:
        """How often the live version has changed; hand it back to change only what was seen."""
        return self.transition.revision

    def __repr__(self) -> str:
        made = self.transition
        who = f"{DONE[made.action]} by {made.actor}"
        how = f"live in {made.environment} since {minute(made.at)}, {who}"
        return one_line(f"{self.version.scorecard} version {self.version.number}: {how}")

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_records import live_html

        return live_html(self)


@dataclass(frozen=True, slots=True)
class Holding:
    """How many versions a registry holds of a scorecard; the number of the live one by place."""

    scorecard: str
    versions: int
    live: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """A version in a list, without its document; the fields are those of `Version`."""

    scorecard: str
    number: int
    sha256: str
    author: str
    message: str
    created: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Verified:
    """How much was verified, and found to be as it was written. entries: of the audit."""

    scorecards: int
    versions: int
    transitions: int
    entries: int
    runs: int = 0

    def __repr__(self) -> str:
        parts = (
            _counted(self.scorecards, "scorecard"),
            _counted(self.versions, "version"),
            _counted(self.transitions, "transition"),
            *([_counted(self.runs, "run")] if self.runs else []),
        )
        entries = _counted(self.entries, "entry", "entries")
        return f"{', '.join(parts)} and {entries} of the audit are as they were written"

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_records import verified_html

        return verified_html(self)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was refused, or done to the registry itself; a link of the audit's chain.

    clock: in UTC. code: "done", or why it was refused. identity: as that of a transition.
    previous, hash: of the entry before it, and of all fields of this one; None, as identity is,
    in entries that are older than the chain.
    """

    clock: datetime
    actor: str
    action: str
    scorecard: str | None
    number: int | None
    environment: str | None
    code: str
    message: str
    identity: str | None = None
    previous: str | None = None
    hash: str | None = None


def minute(moment: datetime) -> str:
    """Return a moment to the minute: ``2026-11-26 14:05 UTC``."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
