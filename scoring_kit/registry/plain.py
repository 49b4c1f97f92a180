"""The history of a scorecard as lines of text, for terminals."""

from __future__ import annotations

from collections.abc import Iterator

from scoring_kit.display.lines import one_line
from scoring_kit.display.markup import shortened, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.registry.records import Version, minute
from scoring_kit.registry.registered import RegisteredScorecard
from scoring_kit.registry.words import DONE

MOST = 10
"""Versions that are told; older ones are counted."""


def registered_text(found: RegisteredScorecard) -> str:
    """Return what is live where, then the versions, the newest first."""
    shown, left = some(found.versions[::-1], MOST)
    lines = [f"{found.name}, {plural(len(found.versions), 'version')}", *_places(found)]
    lines += [line for version in shown for line in _version(found, version)]
    if left:
        lines.append(f"… and {count(left)} older versions")
    return "\n".join(map(one_line, lines))


def _places(found: RegisteredScorecard) -> Iterator[str]:
    for name in found.places():
        spans = found.spans(name)
        if not spans or spans[-1].until is not None:
            yield f"  {name}: nothing is live"
            continue
        now = spans[-1]
        how = f"{DONE[now.made.action]} by {now.made.actor}"
        yield f"  {name}: version {now.number} since {minute(now.since)}, {how}"


def _version(found: RegisteredScorecard, version: Version) -> Iterator[str]:
    states = [f"{place} {state}" for place, state in found.states(version.number).items()]
    facts = [version.sha256[:8], version.author, minute(version.created)]
    message = shortened(" ".join(version.message.split()), 80)
    yield f"{version.number}  {message} [{', '.join(states) or 'draft'}]"
    yield f"   {', '.join(facts)}"
