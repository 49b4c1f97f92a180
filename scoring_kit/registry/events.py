"""What a hook is told of: something that was done with a version."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime

from scoring_kit.registry.records import Transition


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done with a version, once it is written.

    transition: what was written. changes: from the live version, in words, as the evidence of the
    proposal has them; empty where there is none.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.registry import Policy, Registry
    >>> from tempfile import TemporaryDirectory
    >>> card, _ = sk.example("book_club")
    >>> with TemporaryDirectory() as folder:
    ...     with Registry(f"sqlite:///{folder}/scores.db", notify=print) as reg:
    ...         reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
    ...         _ = reg.add(card, "First weights", author="ann")
    ...         _ = reg.propose("book_club", 1, "Ready", by="ann")
    propose version 1 of 'book_club' in production
    """

    transition: Transition
    changes: tuple[str, ...] = ()

    @property
    def scorecard(self) -> str:
        """The name of the scorecard."""
        return self.transition.scorecard

    @property
    def number(self) -> int:
        """The number of the version."""
        return self.transition.number

    @property
    def action(self) -> str:
        """What was done: propose, approve, reject, promote or rollback."""
        return self.transition.action

    @property
    def environment(self) -> str | None:
        """Where it was done."""
        return self.transition.environment

    @property
    def who(self) -> str:
        """Who did it."""
        return self.transition.actor

    @property
    def message(self) -> str:
        """What they said to it."""
        return self.transition.message

    def to_json(self) -> str:
        """Return the event as JSON: the fields of the transition, and the changes."""
        link = {field.name: getattr(self.transition, field.name) for field in fields(Transition)}
        return json.dumps({**link, "changes": self.changes}, default=_text, ensure_ascii=False)

    def __str__(self) -> str:
        what = f"{self.action} version {self.number} of {self.scorecard!r}"
        return f"{what} in {self.environment}"


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
