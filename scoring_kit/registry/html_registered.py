"""The history of a scorecard for people to read: what is live where, then its versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from scoring_kit.display.markup import Child, Markup, element, join, said, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.pictures import Tick
from scoring_kit.display.style import folded, header, note, output, section
from scoring_kit.display.tables import marked, table
from scoring_kit.display.timeline import Band, Period, timeline
from scoring_kit.registry.html_versions import badges, version_part
from scoring_kit.registry.records import Version, minute
from scoring_kit.registry.registered import RegisteredScorecard, Span
from scoring_kit.registry.words import DONE

MOST_VERSIONS = 10
"""Versions that are told in full; older ones have a line each."""
MOST_LINES = 200
MOST_PLACES = 12
MOST_WAITING = 3
MOST_SPANS = 100
"""Times in which a version was live that are drawn for an environment, the newest ones."""
NOTHING = "nothing is live"


def registered_html(found: RegisteredScorecard) -> str:
    """Return what is live where, a picture of what was, and the versions, the newest first."""
    title = found.newest.card.title if found.versions else None
    people = {link.actor for link in found.history}
    aside = f"{plural(len(found.versions), 'version')} by {plural(len(people), 'person', 'people')}"
    head = header(
        said(found.name, 80),
        None if title is None else said(title, 120),
        aside=aside if found.versions else "no versions yet",
    )
    parts: list[Child] = [head, _places(found), _times(found), *_versions(found)]
    return output(*parts, label=f"Versions of {found.name}")


# ---- what is live --------------------------------------------------------------------------


def _places(found: RegisteredScorecard) -> Markup:
    shown, left = some(found.places(), MOST_PLACES)
    cells = [_place(found, name) for name in shown]
    more = note(f"… and {count(left)} more environments") if left else None
    return element("div", element("div", join(cells, " "), class_="facts"), more)


def _place(found: RegisteredScorecard, environment: str) -> Markup:
    spans = found.spans(environment)
    now = spans[-1] if spans and spans[-1].until is None else None
    label = element("span", said(environment, 40), class_="label")
    waiting = marked("since", _waiting(found, environment))
    if now is None:
        figure = element("span", marked("quiet", NOTHING), " ", waiting)
        return element("div", label, " ", figure)
    who = join([DONE[now.made.action], " by ", said(now.made.actor, 40)])
    since = marked("since", "since ", minute(now.since), ", ", who)
    figure = element("span", f"version {count(now.number)} ", since, " ", waiting)
    return element("div", label, " ", figure)


def _waiting(found: RegisteredScorecard, environment: str) -> Child:
    """Return which versions are on their way, the newest first."""
    states = [(v.number, found.state(v.number, environment)) for v in found.versions[::-1]]
    on_their_way = [each for each in states if each[1] in ("proposed", "approved")]
    if not on_their_way:
        return None
    shown, left = some(on_their_way, MOST_WAITING)
    told = [f"version {count(number)} is {state}" for number, state in shown]
    return ", ".join([*told, *([f"{count(left)} more"] if left else [])])


def _times(found: RegisteredScorecard) -> Child:
    """Return which version was live when, where more than one was, or one ended."""
    places, _ = some(found.places(), MOST_PLACES)
    spans = {name: found.spans(name)[-MOST_SPANS:] for name in places}
    every = [span for each in spans.values() for span in each]
    if len(every) < 2:
        return None
    start, end = min(span.since for span in every), max(found.seen, *(x.since for x in every))
    if not start < end:
        return None
    x = (start.timestamp(), end.timestamp())
    bands = [
        Band(said(name, 40), [_period(span, x[1]) for span in each], _spoken(each))
        for name, each in spans.items()
        if each
    ]
    drawn = timeline(bands, _ticks(start, end), x=x)
    return section("What was live", drawn, keys=marked("label", "version numbers, times in UTC"))


def _period(span: Span, end: float) -> Period:
    until = end if span.until is None else span.until.timestamp()
    return Period(span.since.timestamp(), until, count(span.number), is_now=span.until is None)


def _spoken(spans: Sequence[Span]) -> str:
    return "; ".join(
        f"version {span.number} from {minute(span.since)}"
        + ("" if span.until is None else f" to {minute(span.until)}")
        for span in spans
    )


def _ticks(start: datetime, end: datetime) -> list[Tick]:
    """Return the ends and the middle, by day where days tell them apart, else to the minute."""
    middle = start + (end - start) / 2
    days = len({moment.date() for moment in (start, middle, end)}) == 3
    form = "%Y-%m-%d" if days else "%Y-%m-%d %H:%M"
    moments = [start, middle, end] if days else [start, end]
    return [Tick(at.timestamp(), f"{at.astimezone(UTC):{form}}") for at in moments]


# ---- versions ------------------------------------------------------------------------------


def _versions(found: RegisteredScorecard) -> list[Child]:
    if not found.versions:
        return [note("Nothing was added yet: reg.add(card, message, author) adds the first one.")]
    newest = found.versions[::-1]
    shown, left = newest[:MOST_VERSIONS], newest[MOST_VERSIONS:]
    drawn = any(found.evidence(version.number) for version in shown)
    keys = (
        marked("label", "times in UTC; bars: rows of each tier, line: under the live version")
        if drawn
        else None
    )
    parts = [version_part(found, version) for version in shown]
    return [section("Versions", *parts, _older(found, left), keys=keys)]


def _older(found: RegisteredScorecard, versions: Sequence[Version]) -> Child:
    if not versions:
        return None
    shown, left = some(versions, MOST_LINES)
    rows = [
        [
            count(version.number),
            said(version.message, 80),
            said(version.author, 40),
            marked("word", f"{version.created:%Y-%m-%d}"),
            marked("code word", version.sha256[:8]),
            badges(found, version.number),
        ]
        for version in shown
    ]
    heads = ["version", "message", "author", "added", "hash", "state"]
    drawn = table(heads, rows, numbers=[0], caption="Older versions")
    more = note(f"… and {count(left)} more") if left else None
    return folded(plural(len(versions), "older version"), drawn, more)
