"""Reads an export, and verifies all of it: every problem that it has is told at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from scoring_kit.errors import RegistryError, ScorecardError, TamperingError
from scoring_kit.registry.folder import (
    ARTEFACTS,
    FORMAT,
    HISTORY,
    INDEX,
    MANIFEST,
    POLICIES,
    RUNS,
    SCORECARDS,
    Folder,
    home,
)
from scoring_kit.registry.folder_contents import ARTEFACT, POLICY, RUN, Contents, Kept, Row
from scoring_kit.registry.folder_lines import LATER, LINK, Columns, LineError, read_line
from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import ScorecardRow
from scoring_kit.registry.verifying import verify_chain
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import parse_canonical, to_document
from scoring_kit.scorecard.files import read_scorecard_text
from scoring_kit.scorecard.models import Scorecard

_HASH = re.compile("[0-9a-f]{64}")

MOST_SHOWN = 20
"""Problems that one message names."""

ENDINGS = {"application/json": "json", "text/html": "html"}
"""The endings of artefacts, by their media; ``bin`` of others."""


def read_contents(folder: Folder) -> Contents:
    """Return what an export holds, every hash and chain verified.

    Raises
    ------
    RegistryError
        When it is no export, or a newer scoring_kit wrote it.
    TamperingError
        When it is not as it was written, with all that is wrong.
    """
    manifest = read_manifest(folder)
    reading = _Reading(folder)
    cards = tuple(
        card for name in folder.folders(SCORECARDS) for card in reading.card(name, manifest)
    )
    there = folder.folders(SCORECARDS)
    for name in sorted(name for name in manifest["scorecards"] if home(name)[1] not in there):
        reading.missing(f"the scorecard {name!r}")
    policies = reading.rows(POLICY, POLICIES)
    contents = Contents(tuple(manifest["environments"]), cards, policies, reading.artefacts())
    for path, rows in ((POLICIES, policies), (f"{ARTEFACTS}/{INDEX}", contents.artefacts)):
        known = manifest["policies" if rows is policies else "artefacts"]
        if len(rows) != known:
            reading.problem(path, f"it has {len(rows)} lines, and {MANIFEST} knows {known}")
    reading.check_across(contents)
    reading.refuse()
    return contents


def read_manifest(folder: Folder) -> dict[str, Any]:
    """Return what an export says of itself.

    Raises
    ------
    RegistryError
        When it is none, or a newer scoring_kit wrote it.
    """
    text = folder.read(MANIFEST)
    if text is None:
        message = f"{folder.root}: it holds no {MANIFEST}; name the folder of an export"
        raise RegistryError("folder", message)
    try:
        found = json.loads(text)
        version = found["format"]
        if version == FORMAT and _is_manifest(found):
            return found
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        version = None
    if isinstance(version, str) and version != FORMAT:
        message = f"it is a {version!r}, and read here is a {FORMAT!r}; update scoring_kit"
        raise RegistryError("newer", f"{folder.root / MANIFEST}: {message}")
    raise TamperingError("changed_folder", f"{folder.root / MANIFEST}: an export has another one")


def artefact_path(sha256: str, media: str) -> tuple[str, str]:
    """Return where an artefact is."""
    return ARTEFACTS, f"{sha256}.{ENDINGS.get(media, 'bin')}"


def read_document(folder: Folder, name: str, number: int) -> tuple[str, str]:
    """Return a version as canonical JSON, and the name of its file.

    Raises
    ------
    ScorecardError
        When the file holds no valid scorecard.
    FileNotFoundError
        When there is none.
    """
    exact = folder.read(*home(name, "versions", f"{number}.json"))
    if exact is not None:
        parsed = parse_canonical(exact, source=f"{number}.json")
        return exact.decode(), _named(parsed, name, f"versions/{number}.json")
    text = folder.read(*home(name, "versions", f"{number}.yaml"))
    if text is None:
        raise FileNotFoundError(f"versions/{number}.yaml")
    parsed = read_scorecard_text(text, name=f"{number}.yaml")
    document = canonical_bytes(to_document(parsed)).decode()
    return document, _named(parsed, name, f"versions/{number}.yaml")


def _named(card: Scorecard, name: str, path: str) -> str:
    if card.name != name:
        raise ValueError(f"it is a version of {card.name!r}")
    return path


def _is_manifest(found: Mapping[str, Any]) -> bool:
    places, cards = found["environments"], found["scorecards"]
    texts = [*places, *cards, *(card["head"] for card in cards.values())]
    counts = [found["policies"], found["artefacts"]]
    for card in cards.values():
        counts += [card[name] for name in ("versions", "transitions", "policies", "runs")]
    return all(isinstance(text, str) for text in texts) and all(type(n) is int for n in counts)


class _Reading:
    """Reads files, and remembers what is wrong with them."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._problems: list[str] = []

    def problem(self, path: str, message: str) -> None:
        self._problems.append(f"{path}: {message}")

    def missing(self, what: str) -> None:
        self._problems.append(f"{what} is missing")

    def refuse(self) -> None:
        """Refuse a folder with problems, and name them."""
        if not self._problems:
            return
        shown = [f"- {problem}" for problem in self._problems[:MOST_SHOWN]]
        more = len(self._problems) - MOST_SHOWN
        shown += [f"- and {more} more"] if more > 0 else []
        count = len(self._problems)
        head = f"{self._folder.root} has {'1 problem' if count == 1 else f'{count} problems'}"
        hint = "restore the files, or export the registry again; nothing was changed"
        raise TamperingError("changed_folder", "\n".join([f"{head}; {hint}:", *shown]))

    # ---- a scorecard -----------------------------------------------------------------------

    def card(self, folder: str, manifest: Mapping[str, Any]) -> list[Kept]:
        """Return what a folder holds of a scorecard; nothing where its history cannot be read."""
        path = f"{SCORECARDS}/{folder}/{HISTORY}"
        rows = self.rows(LINK, SCORECARDS, folder, HISTORY, optional=LATER)
        links = tuple(Transition(**row) for row in rows)
        name = links[0].scorecard if links else ""
        if not links or home(name)[1] != folder:
            where = f", that of {name!r} is in {'/'.join(home(name))}" if links else ""
            self.problem(path, f"this is no history of a scorecard that is kept here{where}")
            return []
        if any(link.scorecard != name for link in links):
            self.problem(path, f"some of its links are not of {name!r}")
            return []
        documents, files = self._documents(name, links), home(name)
        if not self._is_chain(path, name, links):
            return []
        policies, runs = self.rows(POLICY, *files, POLICIES), self.rows(RUN, *files, RUNS)
        kept = Kept(name, links, documents, policies, runs)
        told = manifest["scorecards"].get(name)
        if told != kept.counts:
            words = f"{kept.counts}, and {MANIFEST} says {told}"
            self.problem(path, f"it goes otherwise than the export: {words}")
        return [kept]

    def _is_chain(self, path: str, name: str, links: Sequence[Transition]) -> bool:
        end = ScorecardRow(name=name, transitions=len(links), head=links[-1].hash)
        try:
            verify_chain(end, links)
        except TamperingError as error:
            self.problem(path, str(error))
            return False
        return True

    def _documents(self, name: str, links: Sequence[Transition]) -> tuple[str, ...]:
        added = [link for link in links if link.action == "add"]
        where = "/".join(home(name))
        if [link.number for link in added] != list(range(1, len(added) + 1)):
            self.problem(f"{where}/{HISTORY}", "versions are not numbered from 1 without gaps")
            return ()
        hashes = {link.number: link.sha256 for link in added}
        for link in links:
            if hashes.get(link.number) != link.sha256:
                message = f"link {link.sequence} names another hash than its version has"
                self.problem(f"{where}/{HISTORY}", message)
        if len(set(hashes.values())) != len(hashes):
            self.problem(f"{where}/{HISTORY}", "one document was added twice")
        return tuple(self._document(name, number, sha256) for number, sha256 in hashes.items())

    def _document(self, name: str, number: int, sha256: str) -> str:
        where = "/".join(home(name, "versions", str(number)))
        try:
            document, path = read_document(self._folder, name, number)
        except FileNotFoundError:
            self.missing(f"{where}.yaml")
            return ""
        except (ScorecardError, ValueError, RecursionError) as error:
            self.problem(where, f"{error}")
            return ""
        found = hashlib.sha256(document.encode()).hexdigest()
        if found != sha256:
            message = f"its hash is {found[:8]}, and {sha256[:8]} was added"
            self.problem("/".join(home(name, path)), message)
        return document

    # ---- rows and artefacts ----------------------------------------------------------------

    def rows(
        self, columns: Columns, *parts: str, optional: Collection[str] = ()
    ) -> tuple[dict[str, Any], ...]:
        """Return the rows in a file; none where there is no file, or it cannot be read."""
        lines, path = self._folder.lines(*parts), "/".join(parts)
        if lines and not lines[-1].endswith(b"\n"):
            self.problem(path, "it ends in the middle of a line")
            return ()
        rows: list[dict[str, Any]] = []
        for number, line in enumerate(lines, 1):
            try:
                rows.append(read_line(line.removesuffix(b"\n"), columns, optional=optional))
            except LineError as error:
                self.problem(f"{path}, line {number}", str(error))
                return ()
        return tuple(rows)

    def artefacts(self) -> tuple[Row, ...]:
        """Return what the artefacts are, each of which is there as it was kept."""
        rows = self.rows(ARTEFACT, ARTEFACTS, INDEX)
        for row in rows:
            path = artefact_path(row["sha256"], row["media"])
            content = self._folder.read(*path) if _HASH.fullmatch(row["sha256"]) else None
            if content is None:
                self.missing("/".join(path))
            elif hashlib.sha256(content).hexdigest() != row["sha256"]:
                self.problem("/".join(path), "it is not what its name says, its sha256")
        return rows

    # ---- across ----------------------------------------------------------------------------

    def check_across(self, contents: Contents) -> None:
        """Find what names something that is not there, and what is there twice."""
        known = {row["sha256"] for row in contents.artefacts}
        for sha256, where in contents.needed():
            if sha256 not in known:
                self.missing(f"the artefact {sha256[:8]}, which {where} names,")
        for what, names in (
            ("environment", contents.environments),
            ("scorecard", [card.name for card in contents.cards]),
            ("artefact", [row["sha256"] for row in contents.artefacts]),
            ("run", [run["id"] for card in contents.cards for run in card.runs]),
        ):
            if len(set(names)) != len(names):
                self.problem(MANIFEST, f"the names of each {what} are not different")
        for card in contents.cards:
            self._check_card(card, contents.environments)

    def _check_card(self, card: Kept, environments: Collection[str]) -> None:
        where = "/".join(home(card.name))
        hashes = {link.number: link.sha256 for link in card.links if link.action == "add"}
        places = {link.environment for link in card.links if link.environment is not None}
        places |= {run["environment"] for run in card.runs}
        for place in sorted(places - set(environments)):
            self.problem(where, f"the environment {place!r} is not in {MANIFEST}")
        for run in card.runs:
            if hashes.get(run["number"]) != run["sha256"] or run["status"] == "running":
                message = f"run {run['id']} is not one that ended, of a version that is there"
                self.problem(f"{where}/{RUNS}", message)
