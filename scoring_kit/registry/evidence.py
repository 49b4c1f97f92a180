"""What a proposal stands on: figures and a report of one sample, bound to documents by hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from scoring_kit.display.lines import one_line
from scoring_kit.display.numbers import plural
from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.records import minute
from scoring_kit.scorecard.canonical import canonical_bytes

FORMAT = "scoring_kit evidence 1"
FINGERPRINTS = "fp1:"
"""How fingerprints of tables begin; no sample has such a name."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows that evidence was made on. fingerprint: of the table, such as ``fp1:0cc1...``."""

    name: str
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """What is known of a version on a sample, against the version that was live.

    candidate, live: the sha256 of both documents; live is None where nothing was live, and so is
    `impact` then. made: in UTC. changes: from the live version, in words. summary: of the impact,
    or of the scores where nothing was live, in sentences. impact: as `Impact.figures` gives it.
    outcome: where the report had one, its ``column``, ``event`` and ``weights``, the ``rows`` that
    count (with a score under both versions), ``metrics`` over these by name (auc, gini, ks ...),
    each of the ``candidate`` and of ``live``, and a ``summary``. report: the sha256 of the report.
    """

    scorecard: str
    candidate: str
    live: str | None
    sample: Sample
    made: datetime
    changes: tuple[str, ...]
    summary: tuple[str, ...]
    impact: Mapping[str, Any] | None
    outcome: Mapping[str, Any] | None
    report: str

    @property
    def tier_changes(self) -> dict[str | None, int]:
        """By how many rows each tier grows, by name; those that come or go too, and no tier."""
        found: dict[str | None, int] = {}
        for cell in self.impact["tiers"] if self.impact is not None else ():
            found[cell["live_tier"]] = found.get(cell["live_tier"], 0) - cell["rows"]
            found[cell["tier"]] = found.get(cell["tier"], 0) + cell["rows"]
        return found

    def metric(self, name: str) -> tuple[float | None, float | None]:
        """Return a figure of the live version and of the candidate, such as ``auc``."""
        metrics: dict[str, dict[str, float | None]] = dict((self.outcome or {}).get("metrics", {}))
        found = metrics.get(name, {})
        return found.get("live"), found.get("candidate")

    def to_json(self) -> bytes:
        """Return the evidence as canonical JSON, by whose sha256 it is known."""
        return canonical_bytes(
            {
                "format": FORMAT,
                "scorecard": self.scorecard,
                "candidate": self.candidate,
                "live": self.live,
                "sample": {
                    "name": self.sample.name,
                    "rows": self.sample.rows,
                    "fingerprint": self.sample.fingerprint,
                },
                "made": self.made.isoformat(timespec="microseconds"),
                "changes": self.changes,
                "summary": self.summary,
                "impact": self.impact,
                "outcome": self.outcome,
                "report": self.report,
            }
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Return the evidence that `to_json` wrote.

        Raises
        ------
        RegistryError
            When another version of scoring_kit wrote it.
        TamperingError
            When it is none.
        """
        try:
            found: dict[str, Any] = json.loads(content)
            version = found.pop("format")
            if version != FORMAT:
                message = f"this is a {version!r}, read here is a {FORMAT!r}; install a newer one"
                raise RegistryError("newer", message)
            found["changes"], found["summary"] = (tuple(found[x]) for x in ("changes", "summary"))
            found["sample"] = Sample(**found["sample"])
            found["made"] = datetime.fromisoformat(found["made"])
            return cls(**found)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            message = "what a proposal names as its evidence is none; verify the registry"
            raise TamperingError("no_evidence", message) from error

    def __repr__(self) -> str:
        against = "nothing" if self.live is None else self.live[:8]
        rows = plural(self.sample.rows, "row")
        lines = [
            f"Evidence for {self.scorecard} {self.candidate[:8]} against {against}",
            f"made {minute(self.made)} on {self.sample.name}, {rows}",
            *(f"change: {change}" for change in self.changes),
            *self.summary,
        ]
        return "\n  ".join(map(one_line, lines))
