"""A scorecard as a registry had it at a moment: its versions, what is live, and who said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scoring_kit.errors import RegistryError, nearest
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.moments import moment
from scoring_kit.registry.records import PRODUCTION, History, Live, Transition, Version
from scoring_kit.scorecard.models import Scorecard


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a version was live. until: None while it is. made: what made it live."""

    number: int
    since: datetime
    until: datetime | None
    made: Transition


@dataclass(frozen=True, slots=True, repr=False)
class RegisteredScorecard:
    """A scorecard as its registry had it when it was looked up; shown, it tells its history.

    versions: the first one first. history: all that was done with them. environments: those of
    the registry. seen: when it was looked up. proofs: what proposals stand on, by its sha256.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from tempfile import TemporaryDirectory
    >>> card, _ = sk.example("book_club")
    >>> with TemporaryDirectory() as folder, sk.Registry(f"sqlite:///{folder}/scores.db") as reg:
    ...     version = reg.add(card, "First weights", author="ann")
    ...     found = reg["book_club"]
    >>> sk.changes(found.card, card)
    no changes
    >>> found.state(1, "production"), found.live()
    ('draft', None)
    """

    name: str
    versions: tuple[Version, ...]
    history: History
    environments: tuple[str, ...]
    seen: datetime = field(compare=False)
    proofs: Mapping[str, Evidence] = field(default_factory=dict[str, Evidence])

    @property
    def card(self) -> Scorecard:
        """The scorecard that is live in production; the newest one where none is.

        Raises
        ------
        RegistryError
            When there is no version at all.
        """
        live = self.live() if PRODUCTION in self.environments else None
        return self.newest.card if live is None else live.card

    @property
    def newest(self) -> Version:
        """The version that was added last.

        Raises
        ------
        RegistryError
            When there is none.
        """
        if not self.versions:
            raise RegistryError("unknown", f"{self.name!r} has no version yet; add one")
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """Return a version by its number.

        Raises
        ------
        RegistryError
            When there is none.
        """
        if 1 <= number <= len(self.versions):
            return self.versions[number - 1]
        message = f"{self.name!r} has no version {number}; it has {len(self.versions)}"
        raise RegistryError("unknown", message)

    def live(
        self, environment: str = PRODUCTION, as_of: datetime | date | None = None
    ) -> Live | None:
        """Return the version that is live, or was at a moment; as `Registry.live` does.

        Raises
        ------
        RegistryError
            When there is no such environment, or the moment has no time zone.
        """
        at = moment(as_of, "as_of")
        if environment not in self.environments:
            known = nearest(environment, self.environments) or ""
            message = f"the registry has no environment {environment!r}{known}"
            raise RegistryError("unknown", message)
        found = None
        for link in self.done_in(environment):
            if at is not None and link.at > at:
                break
            if "live" in (link.before, link.after):
                found = link
        if found is None or found.after != "live":
            return None
        return Live(self.version(found.number), found)

    def state(self, number: int, environment: str) -> str:
        """Return the state of a version in an environment: draft, proposed, approved ..."""
        own = [link for link in self.done_in(environment) if link.number == number]
        return own[-1].after if own else "draft"

    def states(self, number: int) -> dict[str, str]:
        """Return the state of a version in each environment where something was done with it."""
        found = {x.environment: x.after for x in self.done_with(number) if x.environment}
        return {name: found[name] for name in self.places() if name in found}

    def evidence(self, number: int, environment: str | None = None) -> Evidence | None:
        """Return what a version was last proposed on, anywhere or in an environment.

        None where it never was, or on nothing.
        """
        proposals = [
            link
            for link in self.done_with(number)
            if link.action == "propose" and environment in (None, link.environment)
        ]
        last = proposals[-1].evidence if proposals else None
        return None if last is None else self.proofs.get(last)

    def done_with(self, number: int) -> tuple[Transition, ...]:
        """Return what was done with a version, the first thing first."""
        return tuple(link for link in self.history if link.number == number)

    def done_in(self, environment: str) -> Iterator[Transition]:
        """Return what was done in an environment, the first thing first."""
        return (link for link in self.history if link.environment == environment)

    def places(self) -> tuple[str, ...]:
        """Return production, and the other environments in which anything was done."""
        used = {link.environment for link in self.history if link.environment}
        return tuple(sorted(used | {PRODUCTION}, key=lambda name: (name != PRODUCTION, name)))

    def spans(self, environment: str) -> tuple[Span, ...]:
        """Return which version was live from when to when, the first one first."""
        changes = [x for x in self.done_in(environment) if "live" in (x.before, x.after)]
        ends = [link.at for link in changes[1:]]
        return tuple(
            Span(link.number, link.at, until, link)
            for link, until in zip(changes, [*ends, None], strict=False)
            if link.after == "live"
        )

    def __repr__(self) -> str:
        from scoring_kit.registry.plain import registered_text

        return registered_text(self)

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_registered import registered_html

        return registered_html(self)
