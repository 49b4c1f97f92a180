"""What an export holds: all of a registry that is the same in every copy of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring_kit.display.numbers import plural
from scoring_kit.registry.chain import chain_start
from scoring_kit.registry.folder_lines import LATER, columns_of
from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import ArtefactRow, PolicyRow, RunRow

Row = Mapping[str, Any]
"""The values of a row, by column."""

POLICY = columns_of(PolicyRow, without=["id", "scorecard_id"])
RUN = columns_of(RunRow, without=["scorecard_id"])
ARTEFACT = columns_of(ArtefactRow, without=["content"])
"""The columns of rows as an export has them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All of a scorecard. documents: canonical JSON, in the order of versions."""

    name: str
    links: tuple[Transition, ...]
    documents: tuple[str, ...]
    policies: tuple[Row, ...] = ()
    runs: tuple[Row, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last link."""
        return self.links[-1].hash if self.links else chain_start(self.name)

    @property
    def counts(self) -> dict[str, object]:
        """What the manifest says of it."""
        return {
            "versions": len(self.documents),
            "transitions": len(self.links),
            "head": self.head,
            "policies": len(self.policies),
            "runs": len(self.runs),
        }

    def lives(self) -> dict[str, Transition]:
        """Return what made a version live that is so, by environment."""
        last = {str(x.environment): x for x in self.links if "live" in (x.before, x.after)}
        return {place: last[place] for place in sorted(last) if last[place].after == "live"}


@dataclass(frozen=True, slots=True)
class Contents:
    """All that an export holds; of artefacts only what they are."""

    environments: tuple[str, ...]
    cards: tuple[Kept, ...]
    policies: tuple[Row, ...]
    artefacts: tuple[Row, ...]

    def needed(self) -> Iterator[tuple[str, str]]:
        """Yield which artefacts are named, each with where it is named."""
        for number, policy in enumerate(self.policies, 1):
            yield policy["sha256"], f"policy {number} of all scorecards"
        for card in self.cards:
            for link in card.links:
                for sha256 in filter(None, (link.evidence, link.policy)):
                    yield sha256, f"link {link.sequence} of {card.name!r}"
            for number, policy in enumerate(card.policies, 1):
                yield policy["sha256"], f"policy {number} of {card.name!r}"
            for run in card.runs:
                if run["fingerprint"] is not None:
                    yield run["fingerprint"], f"run {run['id']} of {card.name!r}"

    @property
    def totals(self) -> dict[str, int]:
        """How many of each thing there are."""
        return {
            "scorecard": len(self.cards),
            "version": sum(len(card.documents) for card in self.cards),
            "transition": sum(len(card.links) for card in self.cards),
            "run": sum(len(card.runs) for card in self.cards),
            "artefact": len(self.artefacts),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Exported:
    """What a folder holds after an export. written: files that were not there, or were others."""

    folder: str
    totals: Mapping[str, int]
    written: int

    def __repr__(self) -> str:
        files = "no file was" if not self.written else f"{plural(self.written, 'file')} were"
        files = "1 file was" if self.written == 1 else files
        return f"{self.folder} holds {totals_words(self.totals)}; {files} written"


@dataclass(frozen=True, slots=True, repr=False)
class Imported:
    """What was new to a registry in the folder of an export."""

    folder: str
    totals: Mapping[str, int]

    def __repr__(self) -> str:
        was = "was" if sum(self.totals.values()) < 2 else "were"
        return f"{totals_words(self.totals)} of {self.folder} {was} new here"


def link_values(link: Transition) -> dict[str, object]:
    """Return a link's fields as a line has them: what came later only where it holds something."""
    values = {name: getattr(link, name) for name in Transition.__dataclass_fields__}
    return {name: v for name, v in values.items() if name not in LATER or v is not None}


def totals_words(totals: Mapping[str, int]) -> str:
    """Return counts in words: ``1 scorecard, 2 versions and 9 transitions``; no zeros."""
    many = {"policy": "policies"}
    named = [plural(count, what, many.get(what)) for what, count in totals.items() if count]
    return " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]])) or "nothing"
