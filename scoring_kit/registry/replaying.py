"""Whether a run still comes to the same: it is calculated again, and compared by fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, TypedDict, cast

from scoring_kit.display.markup import element, join, said
from scoring_kit.display.numbers import plural
from scoring_kit.display.style import header, output
from scoring_kit.engines.fingerprints import fingerprint
from scoring_kit.errors import CompileError, DataError, RegistryError, ScoringError
from scoring_kit.registry.records import Version
from scoring_kit.registry.run_records import SHORT, Run
from scoring_kit.registry.running import Outcome, calculate, described
from scoring_kit.tables.fingerprint import Fingerprint, TableDifferences

MOST_LINES = 30
"""Differences of a table that are named; the rest is counted."""


class ReplayOptions(TypedDict, total=False):
    """Limits of DuckDB, as in `sk.score`, and whether a bar shows how far it is."""

    threads: int | None
    memory_limit: str | None
    temp_directory: str | PathLike[str] | None
    temp_limit: str | None
    time_limit: float | None
    progress: bool | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a registry holds of a run that is done. problem: what of it was changed, if anything."""

    run: Run
    version: Version | None = None
    data: Fingerprint | None = None
    result: Fingerprint | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a run comes to the same when it is calculated again; true where it does.

    run: what was recorded. data: what was scored again. outcome: ``identical``; ``data`` where the
    data differ; ``scores`` where only the scores do; ``gone`` where the files are; ``refused``
    where the data cannot be scored any more; ``tampered`` where the version or the record was
    changed behind the registry's back. differences: a line for each thing that differs.
    versions: of engine and packages, then and now.
    """

    run: Run
    data: str
    outcome: str
    differences: tuple[str, ...] = ()
    versions: Mapping[str, tuple[str | None, str | None]] | None = None

    @property
    def is_identical(self) -> bool:
        """Whether the data and the scores are what they were, to the bit."""
        return self.outcome == "identical"

    def __bool__(self) -> bool:
        return self.is_identical

    @property
    def verdict(self) -> str:
        """The result in one sentence."""
        run = self.run
        name = f"run {run.id[:SHORT]} of {run.scorecard} version {run.version}"
        if self.is_identical:
            rows = plural(run.rows or 0, "row")
            return f"{name} is identical: {rows} of {self.data}, scored again, are the same."
        return f"{name} {_VERDICTS[self.outcome].format(data=self.data)}."

    def __str__(self) -> str:
        return "\n".join([self.verdict, *(f"- {line}" for line in self.differences)])

    __repr__ = __str__

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data."""
        versions = {name: list(pair) for name, pair in (self.versions or {}).items()}
        return {
            "run": self.run.id,
            "scorecard": self.run.scorecard,
            "version": self.run.version,
            "document_hash": self.run.document_hash,
            "data": self.data,
            "identical": self.is_identical,
            "outcome": self.outcome,
            "differences": list(self.differences),
            "versions": versions,
        }

    def _repr_html_(self) -> str:
        lines = [element("div", said(line, 400), class_="entry") for line in self.differences]
        word = "identical" if self.is_identical else "not identical"
        name = f"run {self.run.id[:SHORT]}"
        parts = [header(said(self.run.scorecard, 80), name, word), element("p", self.verdict)]
        return output(*parts, join(lines), label=f"Replay of a run of {self.run.scorecard}")


_VERDICTS = {
    "data": "is not identical: the data of {data} differ",
    "scores": "is not identical: the data are the same, and the scores differ",
    "gone": "cannot be replayed: its files are gone",
    "refused": "is not identical: {data} cannot be scored any more",
    "tampered": "cannot be replayed: it was changed behind the registry's back",
}


def replayed(recorded: Recorded, data: object, options: ReplayOptions) -> Replay:
    """Return whether a run comes to the same for the data, or for its files where none are given.

    Raises
    ------
    RegistryError
        When no data are given, and the run was not of files (`no_data`).
    EngineError
        When it fails, or takes longer than it may.
    """
    run = recorded.run
    name = _name(run, data)
    if recorded.problem is not None:
        return Replay(run, name, "tampered", (recorded.problem,))
    if data is None:
        gone = _gone(run)
        if gone:
            return Replay(run, name, "gone", (*gone, "pass the data as the second argument"))
        data = run.data["path"]
    assert recorded.version is not None  # there is no problem with it
    try:
        found = calculate(recorded.version, data, {**run.request, **options})
    except (DataError, CompileError) as error:
        told = (
            [item.message for item in error.problems] if isinstance(error, DataError) else [error]
        )
        refusals = (f"it cannot be scored again: {text}" for text in told)
        return Replay(run, name, "refused", (*_of_unscored(recorded, data), *refusals))
    return _compared(recorded, found, name)


def _compared(recorded: Recorded, found: Outcome, name: str) -> Replay:
    assert recorded.data is not None  # nor with its fingerprints
    assert recorded.result is not None
    data = recorded.data.differences(found.data)
    result = recorded.result.differences(found.result)
    versions = _versions(recorded.run, found)
    lines = [*_lines("data", data), *_lines("scores", result)]
    if data:
        lines += [] if result else ["the scores are the same all the same"]
        return Replay(recorded.run, name, "data", tuple(lines), versions)
    if result:
        changed = [(package, *pair) for package, pair in versions.items() if pair[0] != pair[1]]
        lines += [f"{package} {then} then, {now} now" for package, then, now in changed]
        return Replay(recorded.run, name, "scores", tuple(lines), versions)
    return Replay(recorded.run, name, "identical", (), versions)


def _lines(what: str, found: TableDifferences) -> Iterator[str]:
    lines = found.lines()
    yield from (f"{what}: {line}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"{what}: and {plural(len(lines) - MOST_LINES, 'more difference')}"


def _versions(run: Run, found: Outcome) -> dict[str, tuple[str | None, str | None]]:
    then: Mapping[str, str] = {} if run.lineage is None else run.lineage["run"]["versions"]
    now = found.lineage.versions
    return {name: (then.get(name), now.get(name)) for name in dict.fromkeys((*then, *now))}


def _gone(run: Run) -> list[str]:
    """Return a line for each file of a run that is not there any more."""
    if "path" not in run.data:
        message = (
            f"run {run.id[:SHORT]} scored a {run.data['form']}, which is not kept; pass the data "
            "as the second argument"
        )
        raise RegistryError("no_data", message)
    gone = [file for file in run.data["files"] if not Path(file).exists()]
    return [f"the file {file} is not there any more" for file in gone]


def _of_unscored(recorded: Recorded, data: object) -> Iterator[str]:
    """Yield where data differ that cannot be scored; nothing where they cannot be read either."""
    run, known = recorded.run, recorded.data
    if run.lineage is None or known is None:
        return
    kinds = {name: kind for name, kind in run.lineage["result"]["columns"].items() if kind}
    asked: dict[str, Any] = {"types": kinds, "table": run.request["table"]}
    with suppress(ScoringError):
        found = fingerprint(data, key=known.key, columns=[*known.columns], **asked)
        yield from _lines("data", known.differences(found))


def _name(run: Run, data: object) -> str:
    """Return what data are called: the name of a file, or the kind of object."""
    facts = cast("Mapping[str, Any]", run.data if data is None else described(data))
    return Path(facts["path"]).name if "path" in facts else facts["form"]
