"""What has to be so before versions of a scorecard move on, as somebody set it: `Policy`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any, Self

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.texts import label
from scoring_kit.scorecard.canonical import canonical_bytes

FORMAT = "scoring_kit policy 1"
WITHDRAWN = canonical_bytes({"format": FORMAT, "withdrawn": True})
"""What stands in the place of a policy that was withdrawn; it is none itself."""
LONGEST_AGE = 100_000
"""Days; whoever wants evidence to count for longer wants no rule."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What has to be so before versions of a scorecard are proposed, approved and promoted.

    All of it is looked at again at each of these, under the policy of that moment.

    Parameters
    ----------
    evidence
        Whether a proposal needs evidence: a report on the version and, where another version is
        live, the impact against it.
    max_age_days
        How old evidence may be, in days; None for any age. Just so old still counts.
    author_may_approve
        Whether whoever wrote a version may approve it.
    sample
        The sample that evidence has to be made on: its name, or its fingerprint as
        `sk.fingerprint` gives it (``fp1:...``), which no other table has. None for any.
    tier_change
        By which share of the rows, 0 to 1, each tier may grow or shrink; tiers are matched by
        name, those that come or go count, and so do the rows without a tier. None for any.
    auc_fall
        By how much, 0 to 1, the AUC may be below that of the live version, on the rows with a
        score under both; then evidence needs an outcome. None for any.
    outcome
        The column whose AUC counts, of all rows alike, without weights; None for whatever outcome
        the evidence has.
    event
        What counts as the event in that column, as in `write_report`; a date as 2026-11-26. With
        the event turned round, a version that is worse would look better.

    Both limits may be reached, not passed; figures count as they are written, so that from 0.80
    to 0.75 it is just 0.05.

    Raises
    ------
    RegistryError
        When a field is none of these; all problems at once.

    Examples
    --------
    >>> Policy(max_age_days=7, tier_change=0.05)
    Policy(max_age_days=7, tier_change=0.05)
    """

    evidence: bool = True
    max_age_days: float | None = 30
    author_may_approve: bool = False
    sample: str | None = None
    tier_change: float | None = None
    auc_fall: float | None = None
    outcome: str | None = None
    event: str | float | bool | None = None

    def __post_init__(self) -> None:
        problems = [f"- {problem}" for problem in self._problems()]
        if problems:
            number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            message = "\n".join([f"the policy has {number}:", *problems])
            raise RegistryError("policy", message)

    def _problems(self) -> Iterator[str]:
        for name in ("evidence", "author_may_approve"):
            if type(getattr(self, name)) is not bool:
                yield f"{name}: True or False is expected, found {getattr(self, name)!r}"
        if not _is_none_or(self.max_age_days, 0.0, LONGEST_AGE) or self.max_age_days == 0:
            expected = f"a number above 0 and up to {LONGEST_AGE:,} is expected"
            yield f"max_age_days: {expected}, found {self.max_age_days!r}"
        for name in ("tier_change", "auc_fall"):
            if not _is_none_or(getattr(self, name), 0.0, 1.0):
                yield f"{name}: a number from 0 to 1 is expected, found {getattr(self, name)!r}"
        yield from self._problems_of_names()
        for name in ("sample", "tier_change", "auc_fall"):
            if self.evidence is False and getattr(self, name) is not None:
                yield f"{name}: it is a rule about evidence, which evidence=False does without"

    def _problems_of_names(self) -> Iterator[str]:
        for name in ("sample", "outcome"):
            if getattr(self, name) is not None:
                try:
                    label(getattr(self, name), name)
                except RegistryError as error:
                    yield str(error)
        event = self.event
        # whatever somebody gives
        if not isinstance(event, str | int | float | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            yield f"event: a text, number, True or False is expected, found {event!r}"
        elif isinstance(event, float) and not isfinite(event):
            yield f"event: a number that is one is expected, found {event!r}"
        for name, needed in (("outcome", "auc_fall"), ("event", "outcome")):
            if getattr(self, name) is not None and getattr(self, needed) is None:
                yield f"{name}: it goes with {needed}, which is not given"

    def __repr__(self) -> str:
        named = ((field, getattr(self, field.name)) for field in fields(self))
        told = [f"{field.name}={value!r}" for field, value in named if value != field.default]
        return f"Policy({', '.join(told)})"

    def to_json(self) -> bytes:
        """Return the policy as canonical JSON, by whose sha256 transitions name it.

        All fields stand in it, so that another default of a later time does not change it.

        Examples
        --------
        >>> Policy().to_json()[:46]
        b'{"auc_fall":null,"author_may_approve":false,"e'
        """
        return canonical_bytes({"format": FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Return the policy that `to_json` wrote.

        Raises
        ------
        RegistryError
            When another version of scoring_kit wrote it, with rules that are not known here.
        TamperingError
            When it is none.

        Examples
        --------
        >>> Policy.from_json(Policy(max_age_days=7).to_json())
        Policy(max_age_days=7)
        """
        try:
            found: dict[str, Any] = json.loads(content)
            version, names = found.pop("format"), {field.name for field in fields(cls)}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise TamperingError("no_policy", "what counts as the policy is none") from error
        unknown = sorted(found.keys() - names)
        if version != FORMAT or unknown:
            message = f"a newer scoring_kit set the policy that counts ({version!r}"
            rules = f", {', '.join(unknown)}" if unknown else ""
            raise RegistryError("newer", f"{message}{rules}); install it to go on")
        return cls(**found)


def checked(policy: object) -> Policy:
    """Return a policy.

    Raises
    ------
    TypeError
        When it is none.
    """
    if not isinstance(policy, Policy):
        raise TypeError(f"policy: a Policy is expected, found {type(policy).__name__}")
    return policy


def _is_none_or(value: object, low: float, high: float) -> bool:
    if value is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return low <= value <= high
