"""Versions, what is live, histories and verifications for people to read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from scoring_kit.display.markup import Child, Markup, element, join, said, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import facts, header, note, output
from scoring_kit.display.tables import marked
from scoring_kit.registry.words import DONE, deed

if TYPE_CHECKING:
    from scoring_kit.registry.records import History, Live, Transition, Verified, Version

MOST_TRANSITIONS = 50
"""Transitions that are shown, the newest ones; the rest is counted."""


_COUNTED = {"entries": "Entries of the audit"}


def version_html(version: Version) -> str:
    """Return a version as one piece of HTML without scripts."""
    known = facts(
        ("Author", said(version.author, 60)),
        ("Added", _moment(f"{version.created:%Y-%m-%d %H:%M}")),
        ("Hash", marked("code", version.sha256[:16])),
    )
    parts = [_head(version), known, element("p", said(version.message, 600))]
    return output(*parts, label=f"Version {version.number} of {version.scorecard}")


def live_html(live: Live) -> str:
    """Return what is live as one piece of HTML without scripts."""
    made, version = live.transition, live.version
    known = facts(
        ("Since", _moment(f"{live.since:%Y-%m-%d %H:%M}")),
        (f"{DONE[made.action].capitalize()} by", _person(made)),
        ("Author", said(version.author, 60)),
        ("Hash", marked("code", version.sha256[:16])),
    )
    where = join(["live in ", said(made.environment or "", 60)])
    parts = [_head(version, where), known, element("p", said(version.message, 600))]
    label = f"What is live of {version.scorecard} in {made.environment}"
    return output(*parts, label=label)


def history_html(history: History) -> str:
    """Return a history as one piece of HTML without scripts, the newest things first."""
    name = said(history[0].scorecard, 80) if history else "History"
    shown, left = some(history[::-1], MOST_TRANSITIONS)
    more = note(f"… and {count(left)} earlier ones") if left else None
    aside = "the newest first, times in UTC" if history else None
    head = header(name, plural(len(history), "transition"), aside=aside)
    return output(head, *map(_step, shown), more, label="History")


def verified_html(verified: Verified) -> str:
    """Return what was verified as one piece of HTML without scripts."""
    counted: list[tuple[Child, Child]] = [
        (_COUNTED.get(field.name, field.name.capitalize()), count(getattr(verified, field.name)))
        for field in fields(verified)
    ]
    head = header("Verified", "all is as it was written")
    return output(head, facts(*counted), label="Verified")


def _head(version: Version, aside: Child = None) -> Markup:
    title = version.card.title
    named = [f"version {count(version.number)}", None if title is None else said(title, 120)]
    return header(said(version.scorecard, 80), *named, aside=aside)


def _moment(moment: str) -> Markup:
    return join([moment, marked("quiet", "UTC")], " ")


def _person(link: Transition) -> Markup:
    return join([said(link.actor, 60), marked("quiet", said(link.identity, 40))], " ")


def _step(link: Transition) -> Markup:
    at = join([f"{link.at:%Y-%m-%d %H:%M}", f"link {count(link.sequence)}"], "  ")
    told = [element("b", said(link.actor, 60)), " ", marked("quiet", said(link.identity, 40)), " "]
    told += [said(deed(link), 240), ": ", said(link.message, 240)]
    parts = [marked("label", at), " ", element("span", *told)]
    return element("div", *parts, class_="step")
