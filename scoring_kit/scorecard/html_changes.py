"""Changes between two scorecards for people to read: what was, what is, and which way it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scoring_kit.display.markup import Child, Markup, element, said, some
from scoring_kit.display.numbers import count, exact, plural
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import marked
from scoring_kit.scorecard.changes_data import Change

MOST = 50
"""Changes that are shown; the rest is counted."""


def changes_html(changes: Sequence[Change]) -> str:
    """Return the changes in document order, one line each, with the way that numbers went."""
    kinds = Counter(change.kind for change in changes)
    counted = ", ".join(f"{count(number)} {kind}" for kind, number in kinds.items())
    name = plural(len(changes), "change") if changes else "No changes"
    head = header(name, counted if len(kinds) > 1 else None)
    return output(head, *change_lines(changes), label="Changes")


def change_lines(changes: Sequence[Change]) -> list[Markup]:
    """Return one line for each change; many are counted."""
    shown, left = some(changes, MOST)
    more = [note(f"… and {count(left)} more changes")] if left else []
    return [*map(change_line, shown), *more]


def change_line(change: Change) -> Markup:
    """Return a change as a line: its kind, what was and is, and its place."""
    words: list[Child] = [said(change.text, 600)]
    way = _way(change)
    if way is not None:
        words += ["  ", way]
    place = marked("code", said(change.place, 120))
    lines = [element("div", *words), marked("quiet", place)]
    kind = element("span", change.kind, class_="quiet")
    return element("div", kind, " ", element("div", *lines), class_="entry")


def _way(change: Change) -> Markup | None:
    """Return how far a number rose or fell, with its sign."""
    before, after = change.before, change.after
    if not (_is_number(before) and _is_number(after)):
        return None
    moved = float(str(after)) - float(str(before))
    if moved == 0.0:
        return None
    # the difference of two short decimals is one too, whatever doubles say
    size = exact(float(f"{abs(moved):.12g}"))
    return marked("up" if moved > 0 else "down", size)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
