"""What the simple playground says: tiers and movers, and the first rows, as HTML."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scoring_kit.display.markup import Markup, said, text
from scoring_kit.display.numbers import count, plural, rounded, signed
from scoring_kit.display.style import header, note, output
from scoring_kit.display.tables import marked, table
from scoring_kit.playground.frame import Frame, Movers
from scoring_kit.playground.keys import Keys
from scoring_kit.scorecard.models import Scorecard

NO_TIER = "no tier"
NOTHING = "–"


def summary_html(card: Scorecard, live: Scorecard, frame: Frame, edits: int) -> str:
    """Return how many rows each tier has, with the change against live, and who moved.

    card: the draft. edits: how many are in force.
    """
    made = plural(edits, "edit") if edits else "no edits"
    return output(
        header(said(card.name), f"{made} against live, {plural(frame.rows, 'row')}"),
        table(
            ["tier", "rows", "change", "live"],
            _tier_rows(card, live, frame),
            numbers=[1, 2, 3],
            caption="Rows of each tier",
        ),
        note(_movers_line(frame.movers)),
        label=f"Tiers of {card.name}",
    )


def rows_html(card: Scorecard, frame: Frame, keys: Keys) -> str:
    """Return the rows of a frame's page with rank, move, score, change and tier."""
    heads = ["rank", "move", "key", "score", "change", "tier"]
    digits = None if card.rounding is None else max(0, card.rounding.digits)
    rows = _page_rows(frame, keys, digits)
    drawn = table(heads, rows, numbers=[0, 1, 3, 4], caption="Highest rows")
    return output(
        drawn if len(frame.page.rows) else note("No rows."), label=f"Highest rows of {card.name}"
    )


def change_html(change: float, digits: int | None = None) -> Markup:
    """Return a change with its sign, marked as a rise or a fall; a dash for none.

    Examples
    --------
    >>> change_html(3.0), change_html(float("nan"))
    ('<span class="up">+3</span>', '<span class="quiet">–</span>')
    """
    written = NOTHING if math.isnan(change) else signed(change, digits)
    if not written.startswith(("+", "−")):
        return marked("quiet", written)
    return marked("up" if change > 0 else "down", written)


def _tier_rows(card: Scorecard, live: Scorecard, frame: Frame) -> Iterator[list[str]]:
    draft_counts = dict(zip(_tiers(card), frame.tier_counts.tolist(), strict=True))
    live_counts = dict(zip(_tiers(live), frame.live_tier_counts.tolist(), strict=True))
    # None, for the rows without a tier, stands last
    names = dict.fromkeys([*_tiers(card)[:-1], *_tiers(live)[:-1], None])
    for name in names:
        now, was = draft_counts.get(name, 0), live_counts.get(name, 0)
        called = marked("quiet", NO_TIER) if name is None else said(name)
        yield [called, count(now), change_html(now - was), count(was)]


def _tiers(card: Scorecard) -> list[str | None]:
    return [*(name for name, _ in card.tiers), None]


def _movers_line(movers: Movers) -> str:
    if not movers.up + movers.down:
        return "No row moves."
    return (
        f"{count(movers.up)} rows move up and {count(movers.down)} down, by "
        f"{rounded(movers.mean_move, 1)} ranks in the mean. {count(movers.crossed_up)} reach a "
        f"higher tier, {count(movers.crossed_down)} a lower one. Scores change by "
        f"{rounded(movers.mean_change)} in the mean, by {rounded(movers.largest_change)} at most."
    )


def _page_rows(frame: Frame, keys: Keys, digits: int | None) -> Iterator[list[str]]:
    page = frame.page
    names = keys.of(page.rows)
    changes = np.subtract(page.scores, page.live_scores).tolist()
    for place, score in enumerate(page.scores.tolist()):
        rank = int(page.ranks[place])
        yield [
            count(rank) if rank else NOTHING,
            change_html(float(page.moves[place])),
            said(names[place]),
            NOTHING if math.isnan(score) else rounded(score, digits),
            change_html(changes[place], digits),
            _tier(page.tiers[place], page.live_tiers[place]),
        ]


def _tier(name: str | None, before: str | None) -> str:
    now = NOTHING if name is None else said(name)
    if name == before:
        return now
    was = Markup(f" (live {NOTHING if before is None else said(before)})")
    return Markup(text(now) + marked("quiet", was))
