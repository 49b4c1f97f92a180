"""A draft for people to read: the text as it will stand in the file, its comments quiet."""

from __future__ import annotations

from scoring_kit.display.markup import Markup, element, said, some
from scoring_kit.display.numbers import count, plural
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import MOVED_BY_KEYS
from scoring_kit.scorecard import Scorecard

MOST_LINES = 400
"""Lines that are shown; the rest is counted."""


def draft_html(text: str, card: Scorecard) -> str:
    """Return the text of a draft, and what can be done with it.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> draft = sk.draft_scorecard({"orders": [1, 4, 2, 9, 3, 5, 8]})
    >>> draft_html(draft.text, draft.scorecard).count("criterion: orders")
    1
    """
    shown, left = some(text.splitlines(), MOST_LINES)
    tiers = plural(len(card.tiers), "tier", "tiers")
    aside = f"{plural(len(card.criteria), 'criterion', 'criteria')}, {tiers}"
    named = {"role": "group", "aria_label": "The text of the draft"}
    return output(
        header(said(card.name, 80), "a first draft", aside=aside),
        element("div", *map(_line, shown), class_="listing", **named, **MOVED_BY_KEYS),
        note(f"… and {count(left)} more lines; print it to see them all") if left else None,
        note(".write(path) makes a file of it, .scorecard is what scores"),
        label=f"Draft of {card.name}",
    )


def _line(line: str) -> Markup:
    kind = "quiet" if line.lstrip().startswith("#") else None
    return element("div", element("bdi", line or " ", class_=kind))
