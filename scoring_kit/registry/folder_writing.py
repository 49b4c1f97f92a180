"""What an export writes: only what is new, and last of all how far it goes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from scoring_kit.errors import ConflictError, ScorecardError
from scoring_kit.registry.folder import (
    ARTEFACTS,
    AS_THEY_ARE,
    ATTRIBUTES,
    FORMAT,
    HISTORY,
    INDEX,
    LIVE,
    MANIFEST,
    POLICIES,
    RUNS,
    SCORECARDS,
    Folder,
    home,
)
from scoring_kit.registry.folder_contents import Contents, Kept, Row, link_values
from scoring_kit.registry.folder_lines import lines_of
from scoring_kit.registry.folder_names import file_name
from scoring_kit.registry.folder_reading import artefact_path, read_document, read_manifest
from scoring_kit.registry.records import minute
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import parse_canonical, to_document
from scoring_kit.scorecard.files import yaml_text
from scoring_kit.scorecard.writing_layout import document_lines

_LIVE_HEAD = "# What is live. It follows from the histories; to change it here changes nothing."


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, in this order: artefacts, then texts by their path."""

    artefacts: tuple[Row, ...]
    texts: dict[tuple[str, ...], bytes]


def plan_of(folder: Folder, contents: Contents) -> Plan:
    """Return what a folder lacks, once it was found to be an earlier state of the same registry.

    Raises
    ------
    ConflictError
        When it holds something else, with all of that.
    """
    planning = _Planning(folder)
    if folder.read(MANIFEST) is not None:
        read_manifest(folder)
        planning.check_scorecards(contents)
    artefacts = tuple(row for row in contents.artefacts if planning.lacks(row))
    for card in contents.cards:
        planning.add_card(card)
    planning.add_lines(contents.policies, POLICIES)
    planning.refuse()
    texts = planning.texts
    if contents.artefacts:
        texts[ARTEFACTS, INDEX] = lines_of(contents.artefacts)
    for inner in filter(None, (contents.cards and SCORECARDS, contents.artefacts and ARTEFACTS)):
        texts[str(inner), ATTRIBUTES] = AS_THEY_ARE
    texts[LIVE,] = _live_text(contents)
    texts[MANIFEST,] = manifest_text(contents)
    return Plan(artefacts, texts)


def begin(folder: Folder) -> bool:
    """Mark a folder as an export that holds nothing yet, unless it is one already."""
    if folder.read(MANIFEST) is not None:
        return False
    return folder.write(manifest_text(Contents((), (), (), ())), MANIFEST)


def manifest_text(contents: Contents) -> bytes:
    """Return what an export says of itself: how far everything in it goes."""
    data = {
        "format": FORMAT,
        "environments": sorted(contents.environments),
        "artefacts": len(contents.artefacts),
        "policies": len(contents.policies),
        "scorecards": {card.name: card.counts for card in contents.cards},
    }
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def version_text(document: str) -> tuple[str, bytes]:
    """Return the ending and the content of a version's file: YAML that reads back to the same.

    A document that YAML cannot carry, say as it is too large for a file, stays canonical JSON.
    """
    try:
        card = parse_canonical(document)
        if canonical_bytes(to_document(card)) == document.encode():
            return "yaml", yaml_text(card).encode()
    except ScorecardError:
        pass
    return "json", document.encode()


class _Planning:
    """Compares a folder with what is to be in it."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._odd: list[str] = []
        self.texts: dict[tuple[str, ...], bytes] = {}

    def check_scorecards(self, contents: Contents) -> None:
        known = {home(card.name)[1] for card in contents.cards}
        for name in self._folder.folders(SCORECARDS):
            if name not in known:
                self._odd.append(f"- {SCORECARDS}/{name}: the registry has no such scorecard")

    def refuse(self) -> None:
        """Refuse a folder that goes otherwise, and say where."""
        if self._odd:
            hint = "import it, or name another folder; nothing was written"
            head = f"{self._folder.root} holds something else than the registry; {hint}:"
            raise ConflictError("forked", "\n".join([head, *self._odd]))

    def lacks(self, row: Row) -> bool:
        path = artefact_path(row["sha256"], row["media"])
        content = self._folder.read(*path)
        if content is not None and hashlib.sha256(content).hexdigest() != row["sha256"]:
            self._odd.append(f"- {'/'.join(path)}: it was changed; delete it")
        return content is None

    def add_card(self, card: Kept) -> None:
        for number, document in enumerate(card.documents, 1):
            self._add_version(card.name, number, document)
        for place, link in card.lives().items():
            ending, content = version_text(card.documents[link.number - 1])
            self.texts[home(card.name, "live", f"{file_name(place)}.{ending}")] = content
        self.add_lines(card.policies, *home(card.name, POLICIES))
        self._add_runs(card.runs, *home(card.name, RUNS))
        self.add_lines([link_values(link) for link in card.links], *home(card.name, HISTORY))

    def _add_version(self, name: str, number: int, document: str) -> None:
        try:
            found, path = read_document(self._folder, name, number)
        except FileNotFoundError:
            ending, content = version_text(document)
            self.texts[home(name, "versions", f"{number}.{ending}")] = content
            return
        except (ScorecardError, ValueError, RecursionError):
            found, path = None, f"versions/{number}"
        if found != document:
            where = "/".join(home(name, path))
            self._odd.append(f"- {where}: this is another document; delete it")

    def add_lines(self, rows: list[Row] | tuple[Row, ...], *path: str) -> None:
        """Plan a file of lines, of which those that are there already are the first ones."""
        there, lines = self._folder.lines(*path), lines_of(rows).splitlines(keepends=True)
        for number, line in enumerate(there, 1):
            if lines[number - 1 : number] != [line]:
                what = "it is longer" if number > len(lines) else "it is another"
                self._odd.append(f"- {'/'.join(path)}, line {number}: {what}")
                break
        if rows:
            self.texts[path] = b"".join(lines)

    def _add_runs(self, rows: tuple[Row, ...], *path: str) -> None:
        """Plan the file of runs, which are in the order of their start, not of their end."""
        content = lines_of(rows)
        known = set(content.splitlines(keepends=True))
        for number, line in enumerate(self._folder.lines(*path), 1):
            if line not in known:
                self._odd.append(f"- {'/'.join(path)}, line {number}: the registry has no such run")
        if rows:
            self.texts[path] = content


def _live_text(contents: Contents) -> bytes:
    """Return what is live where, for people."""
    data = {place: dict(_lives(contents, place)) for place in sorted(contents.environments)}
    return "\n".join([_LIVE_HEAD, *document_lines(data), ""]).encode()


def _lives(contents: Contents, place: str) -> Iterator[tuple[str, dict[str, object]]]:
    for card in contents.cards:
        link = card.lives().get(place)
        if link is None:
            continue
        approvals = [x for x in card.links if x.action == "approve" and x.environment == place]
        approved = [x.actor for x in approvals if x.number == link.number]
        yield (
            card.name,
            {
                "version": link.number,
                "since": minute(link.at),
                "by": link.actor,
                **({"approved_by": approved[-1]} if approved else {}),
                "why": link.message,
                "sha256": link.sha256,
            },
        )
