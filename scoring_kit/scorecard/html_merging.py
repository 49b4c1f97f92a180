"""A merge for people to read: what is left to decide, and what came from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring_kit.display.markup import Markup, element, join, said, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import header, note, output, section
from scoring_kit.display.tables import marked, table
from scoring_kit.scorecard.changes_data import spelt
from scoring_kit.scorecard.html_changes import change_lines
from scoring_kit.scorecard.merging_ledger import Conflict

if TYPE_CHECKING:
    from scoring_kit.scorecard.merging import Merge

MOST = 50
"""Conflicts that are shown; the rest is counted."""


def merge_html(merge: Merge) -> str:
    """Return a merge with its conflicts first, then the changes of each side."""
    left = len(merge.conflicts)
    what = plural(left, "conflict") if left else "Merged"
    next_step = "decide them with resolve({place: ...})" if left else None
    parts = [header(what, next_step)]
    if left:
        parts.append(_conflicts(merge))
    for side, found in (("mine", merge.mine), ("theirs", merge.theirs)):
        title = join([f"From {side}: ", plural(len(found), "change")])
        parts.append(section(title, *change_lines(found.items)))
    parts += [note(said(text, 600)) for text in merge.notes]
    return output(*parts, label="Merge")


def _conflicts(merge: Merge) -> Markup:
    shown, more = some(merge.conflicts, MOST)
    rows = [_row(conflict) for conflict in shown]
    rest = note(f"… and {count(more)} more conflicts") if more else None
    heads = ["conflict", "base", "mine", "theirs"]
    return join([table(heads, rows, caption="Conflicts"), rest])


def _row(conflict: Conflict) -> list[Markup]:
    place = marked("quiet", marked("code", said(conflict.place, 120)))
    words = element("div", element("div", said(conflict.words, 600)), place)
    if conflict.kind == "problem":
        return [words, Markup(""), *(_places(at) for at in (conflict.mine_at, conflict.theirs_at))]
    return [words, *(said(spelt(v), 240) for v in (conflict.base, conflict.mine, conflict.theirs))]


def _places(places: tuple[str, ...]) -> Markup:
    return join((marked("code", said(place, 120)) for place in places), ", ")
