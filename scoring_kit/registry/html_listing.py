"""A registry for people to read: its scorecards, what is live of each, and what waits."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.display.markup import Child, join, said, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import lines, marked, table
from scoring_kit.registry.listing import Listed
from scoring_kit.registry.records import PRODUCTION, Transition
from scoring_kit.registry.words import deed

MOST, MOST_PLACES, MOST_WAITING = 50, 4, 3


def listing_html(address: str, listed: Sequence[Listed]) -> str:
    """Return a registry as a table of its scorecards, by name."""
    head = header(
        "Registry", marked("code", said(address, 120)), aside=plural(len(listed), "scorecard")
    )
    if not listed:
        nothing = note("It holds nothing yet: reg.add(card, message, author) adds a version.")
        return output(head, nothing, label="Registry")
    used = {link.environment or "" for each in listed for link in each.live} | {PRODUCTION}
    places, hidden = some(sorted(used, key=lambda x: (x != PRODUCTION, x)), MOST_PLACES)
    shown, left = some(listed, MOST)
    heads = ["scorecard", "versions", *(said(name, 30) for name in places), "waiting", "last"]
    drawn = table(heads, [_row(each, places) for each in shown], numbers=[1], caption="Scorecards")
    more = [note(f"… and {count(left)} more scorecards")] if left else []
    more += [note(f"… and {count(hidden)} more environments")] if hidden else []
    return output(head, drawn, *more, label="Registry")


def unreadable_html(address: str, problem: str) -> str:
    """Return a registry that does not answer."""
    return output(
        header("Registry", marked("code", said(address, 120))), note(said(problem, 600)),
        label="Registry",
    )  # fmt: skip


def _row(each: Listed, places: Sequence[str]) -> list[Child]:
    live = {link.environment: link for link in each.live}
    return [
        marked("strong", said(each.name, 60)),
        count(each.versions),
        *(_live(live.get(name)) for name in places),
        _waiting(each.waiting),
        _last(each.last),
    ]


def _live(link: Transition | None) -> Child:
    if link is None:
        return marked("quiet", "–")
    since = marked("label", "since ", marked("word", f"{link.at:%Y-%m-%d}"))
    return join([marked("strong", f"version {count(link.number)}"), since], " ")


def _waiting(links: Sequence[Transition]) -> Child:
    if not links:
        return marked("quiet", "–")
    places: dict[tuple[int, str], list[str]] = {}
    for link in links:
        places.setdefault((link.number, link.after), []).append(link.environment or "")
    shown, left = some(list(places.items()), MOST_WAITING)
    told: list[Child] = [
        join([f"version {count(number)} {state} for ", said(", ".join(sorted(names)), 60)])
        for (number, state), names in shown
    ]
    return lines(*told, f"and {count(left)} more" if left else None)


def _last(link: Transition | None) -> Child:
    if link is None:
        return None
    who = join([said(link.actor, 40), " ", said(deed(link), 120)])
    return lines(who, marked("label", marked("word", f"{link.at:%Y-%m-%d %H:%M}"), " UTC"))
