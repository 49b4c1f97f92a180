"""Makes the evidence for a proposal: from a table, or from an impact and a report that are there.

All of it takes as long as scoring does, so no transaction is open meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from os import PathLike
from typing import Any, NoReturn, TypedDict

from scoring_kit.errors import RegistryError, nearest
from scoring_kit.impact import Impact
from scoring_kit.registry.evidence import FINGERPRINTS, Evidence
from scoring_kit.registry.evidence_reports import Reported, reported
from scoring_kit.registry.records import Version
from scoring_kit.registry.texts import label
from scoring_kit.report.report import Report, make_report
from scoring_kit.report.subject import asked_for
from scoring_kit.scorecard.changes import changes

CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clock of the machine that made a report may go before that of the registry."""
_LIMITS = ("threads", "memory_limit", "temp_directory", "temp_limit")
_SAME = ("rows", "changed", "scored", "mean", "crossed", "scores", "tiers", "statuses")
"""Figures of an impact that hang on documents, rows and parameters only."""


class Options(TypedDict, total=False):
    """How evidence is made from a table; each as in `write_report`."""

    outcome: str | None
    event: str | float | bool | date | None
    weights: str | None
    period: str | None
    segments: str | Sequence[str]
    key: str | Sequence[str] | None
    parameters: Mapping[str, Any] | None
    table: str | None
    types: Mapping[str, str] | None
    top: int
    threads: int | None
    memory_limit: str | None
    temp_directory: str | PathLike[str] | None
    temp_limit: str | None
    time_limit: float | None
    progress: bool | None


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody brings with a proposal, as in `Registry.propose`."""

    impact: Impact | None = None
    report: Report | str | PathLike[str] | None = None
    data: object = None
    sample: str | None = None
    options: Options | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))

    def check(self) -> None:
        """Refuse what makes no evidence.

        Raises
        ------
        TypeError
            For an option that there is not, or an impact that is none.
        RegistryError
            When what is given does not go together.
        """
        if not self:
            return
        for name in self.options or ():
            if name not in Options.__annotations__:
                known = nearest(name, Options.__annotations__)
                raise TypeError(f"propose has no argument {name!r}{known}")
        _check_impact(self.impact)
        if self.sample is not None and label(self.sample, "sample").startswith(FINGERPRINTS):
            _refused(f"sample: a name is expected, found the fingerprint {self.sample!r}")
        if self.data is not None:
            if self.impact is not None or self.report is not None:
                _refused("give data=, or report= (with impact=), and not both")
        elif self.options:
            _refused(f"{', '.join(self.options)}: goes with data=, of which evidence is made")
        elif self.report is None:
            _refused("a report is needed as well: give report=, or data=, which makes all of it")


def _check_impact(impact: object) -> None:
    if impact is not None and not isinstance(impact, Impact):
        found = type(impact).__name__
        raise TypeError(f"impact: what `compare` returns is expected, found {found}")


@dataclass(frozen=True, slots=True)
class Standing:
    """A version that is to be proposed, and the one that is live in the environment.

    at: what counts as the time, which is never earlier than what was done before.
    """

    version: Version
    live: Version | None
    environment: str
    at: datetime

    @property
    def live_sha256(self) -> str | None:
        """The hash of what is live."""
        return None if self.live is None else self.live.sha256

    @property
    def live_words(self) -> str:
        """What is live, as messages name it."""
        if self.live is None:
            return f"nothing is live in {self.environment}"
        version = f"version {self.live.number} ({self.live.sha256[:8]})"
        return f"{version} is live in {self.environment}"


@dataclass(frozen=True, slots=True)
class Study:
    """Evidence with the page of the report that it names."""

    evidence: Evidence
    page: bytes


def study_of(standing: Standing, given: Given, clock: Callable[[], datetime]) -> Study:
    """Return the evidence that was brought, or is made here.

    Raises
    ------
    RegistryError
        When it is about another version, another live version, or two samples.
    ScoringError
        When the table cannot be scored.
    """
    if given.data is not None:
        found = _made(standing, given, clock)
    else:
        assert given.report is not None  # it was checked
        found = _not_later(reported(given.report), clock())
    try:
        evidence = _evidence(standing, given, found)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        message = f"report: its figures are damaged: {error!r}; make the report again"
        raise RegistryError("report", message) from error
    return Study(evidence, found.page)


def _evidence(standing: Standing, given: Given, found: Reported) -> Evidence:
    _check_documents(standing, found)
    return Evidence(
        scorecard=standing.version.scorecard,
        candidate=standing.version.sha256,
        live=standing.live_sha256,
        sample=replace(found.sample, name=given.sample or found.sample.name),
        made=found.made,
        changes=_changes(standing),
        summary=_summary(found, given.impact),
        impact=_impact(standing, given.impact, found),
        outcome=_outcome(found.figures.get("evaluation"), is_alone=standing.live is None),
        report=found.sha256,
    )


def _made(standing: Standing, given: Given, clock: Callable[[], datetime]) -> Reported:
    """Return a new report, of the moment in which it was begun, as the history counts it."""
    begun = max(clock(), standing.at)
    rest: dict[str, Any] = {**(given.options or {})}
    named = {name: rest.pop(name, None) for name in ("key", "outcome")}
    limits = {name: rest.pop(name) for name in _LIMITS if name in rest}
    running = {name: rest.pop(name, None) for name in ("time_limit", "progress")}
    live = None if standing.live is None else standing.live.card
    segments = rest.pop("segments", ())
    asked = asked_for(standing.version.card, live, segments=segments, **named, **rest)
    report = make_report(asked, given.data, limits, name=given.sample, **running)
    return replace(reported(report), made=begun)


def _not_later(found: Reported, now: datetime) -> Reported:
    if found.made > now + CLOCKS_DIFFER:
        _refused(
            f"report: it was made on {found.made:%Y-%m-%d %H:%M} UTC, which is later than now; "
            "set the clock right, and make it again"
        )
    return replace(found, made=min(found.made, now))


def _check_documents(standing: Standing, found: Reported) -> None:
    version = standing.version
    if found.card != version.sha256:
        _refused(
            f"report: it is about {found.card[:8]}, and version {version.number} of "
            f"{version.scorecard!r} is {version.sha256[:8]}; make one of that version"
        )
    if found.live is not None and found.live != standing.live_sha256:
        _refused(
            f"report: it compares with {found.live[:8]}, and {standing.live_words}; "
            f"make it {_against(standing)}"
        )


def _impact(standing: Standing, given: Impact | None, found: Reported) -> Mapping[str, Any] | None:
    """Return the figures of the impact, which both may have."""
    inside: Mapping[str, Any] | None = found.figures.get("impact")
    figures = None if given is None else json.loads(json.dumps(given.figures()))
    if standing.live is None:
        if figures is not None:
            _refused(f"impact: {standing.live_words} to compare with; leave it out")
        return None
    if figures is not None:
        _check_sides(standing, figures)
        _check_same_rows(figures, inside, found)
    if figures is None and inside is not None:
        own = ("edits", "sentences")  # they are kept as changes and summary
        figures = {name: figure for name, figure in inside.items() if name not in own}
        _check_sides(standing, figures)
    if figures is None:
        _refused(
            f"report: it has no impact, and {standing.live_words}; "
            f"make it {_against(standing)}, or give impact= as well"
        )
    return figures


def _check_sides(standing: Standing, figures: Mapping[str, Any]) -> None:
    was, now = (str(figures[side]["hash"]) for side in ("live", "candidate"))
    if now != standing.version.sha256:
        _refused(
            f"impact: it is about {now[:8]}, and version {standing.version.number} is "
            f"{standing.version.sha256[:8]}; compare that version"
        )
    if was != standing.live_sha256:
        _refused(
            f"impact: it compares with {was[:8]}, and {standing.live_words}; "
            f"make it {_against(standing)}"
        )


def _check_same_rows(
    figures: Mapping[str, Any], inside: Mapping[str, Any] | None, found: Reported
) -> None:
    """Refuse an impact and a report that were made of different rows, as far as they tell."""
    expected = inside
    if expected is None:
        scores, figures = found.figures["scores"], _of_candidate(figures)
        tiers = {cell["tier"]: cell["rows"] for cell in scores["tiers"]}
        statuses = {name: rows for name, rows in scores["statuses"].items() if rows}
        expected = {"rows": scores["rows"], "scored": scores["with_a_score"]}
        expected |= {"tiers": tiers, "statuses": statuses}
    differing = [name for name in _SAME if figures.get(name) != expected.get(name)]
    if figures["rows"] != expected["rows"]:
        rows = f"the impact has {figures['rows']:,} rows, the report {expected['rows']:,}"
        _refused(f"{rows}; make both of one sample, or give data=, which does")
    if differing:
        _refused(
            f"the impact and the report do not agree on: {', '.join(differing)}; make both of "
            "one sample with the same parameters, or give data=, which does"
        )


def _of_candidate(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an impact tells of its candidate alone."""
    tiers: dict[str, int] = {}
    for cell in figures["tiers"]:
        if cell["tier"] is not None:
            tiers[cell["tier"]] = tiers.get(cell["tier"], 0) + cell["rows"]
    statuses: dict[str, int] = {}
    for cell in figures["statuses"]:
        statuses[cell["status"]] = statuses.get(cell["status"], 0) + cell["rows"]
    scored = figures["scored"]["candidate"]
    return {"rows": figures["rows"], "scored": scored, "tiers": tiers, "statuses": statuses}


def _changes(standing: Standing) -> tuple[str, ...]:
    if standing.live is None:
        return ()
    return tuple(change.text for change in changes(standing.live.card, standing.version.card))


def _summary(found: Reported, impact: Impact | None) -> tuple[str, ...]:
    if impact is not None:
        return impact.summary
    return tuple(found.figures["impact" if "impact" in found.figures else "scores"]["sentences"])


def _outcome(found: Mapping[str, Any] | None, *, is_alone: bool) -> dict[str, Any] | None:
    """Return how well both versions find what came true, over the same rows."""
    if found is None or "metrics" not in found:
        return None
    named = {name: found[name] for name in ("event", "weights")}
    metrics: dict[str, dict[str, float | None]] = {
        row["name"]: {"candidate": row["value"], "live": row["other"]}
        for row in found["comparison"]
    }
    rows = next((row["rows"] for row in found["comparison"]), found["counts"]["used"])
    if is_alone:
        of = found["metrics"].items()
        metrics = {name: {"candidate": metric["value"], "live": None} for name, metric in of}
    summary = found["sentences"]
    return {
        "column": found["outcome"], **named, "rows": rows, "metrics": metrics, "summary": summary
    }  # fmt: skip


def _against(standing: Standing) -> str:
    if standing.live is None:
        return "without live="
    name, place = standing.version.scorecard, standing.environment
    return f"with live=registry.live({name!r}, {place!r}).card"


def _refused(message: str) -> NoReturn:
    raise RegistryError("evidence", message)
