"""What a playground shows where nothing can run: in a saved notebook, on a page of results."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.display.markup import Child, Markup, element, said, some
from scoring_kit.display.numbers import count, percent, plural, rounded, signed
from scoring_kit.display.style import columns, facts, header, note, output, section
from scoring_kit.display.tables import table
from scoring_kit.playground.frame import Frame
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.models import Criterion, placed_members
from scoring_kit.scorecard.weights import effective_weights

MOST_WEIGHTS = 30
MOST_CHANGES = 20
NONE = "–"


def snapshot_html(session: Session, frame: Frame) -> str:
    """Return a still picture of a session as one piece of HTML.

    frame: of the draft, exact.
    """
    card = session.scorecard
    title = None if card.title is None else said(card.title, 80)
    return output(
        header(
            said(card.name, 80), title, aside=f"draft against live, {plural(frame.rows, 'row')}"
        ),
        _headline(frame),
        columns(section("Tiers", _tiers(session, frame)), section("Weights", _weights(session))),
        section("Changes", *_changes(session)),
        note("Run this cell to play with the score."),
        label=f"Playground of {card.name}",
    )


def _headline(frame: Frame) -> Markup:
    movers = frame.movers
    crossed = movers.crossed_up + movers.crossed_down
    share = percent(crossed / frame.rows) if frame.rows else NONE
    return facts(
        ("Change tier", f"{count(crossed)} ({share})"),
        ("Up a tier", count(movers.crossed_up)),
        ("Down a tier", count(movers.crossed_down)),
        ("Typical rank move", rounded(movers.mean_move, 1)),
    )


def _tiers(session: Session, frame: Frame) -> Markup:
    was = frame.live_tier_counts.tolist()[:-1]
    live = {name: rows for (name, _), rows in zip(session.live.tiers, was, strict=True)}
    rows: list[list[Child]] = []
    for (name, cut), now in zip(
        session.scorecard.tiers, frame.tier_counts.tolist()[:-1], strict=True
    ):
        before = live.get(name)
        change = NONE if before in (None, now) else signed(float(now - before), 0)
        rows.append([said(name, 40), rounded(cut), _count(before), count(now), change])
    if not rows:
        return note("The scorecard has no tiers.")
    return table(["tier", "from", "live", "draft", "change"], rows, numbers=(1, 2, 3, 4))


def _weights(session: Session) -> Markup:
    live = {member.name: member.weight for _, member, _ in placed_members(session.live.score)}
    shares = effective_weights(session.scorecard.score)
    members = [
        member
        for _, member, _ in placed_members(session.scorecard.score)
        if isinstance(member, Criterion)
    ]
    shown, left = some(members, MOST_WEIGHTS)
    rows: list[list[Child]] = [
        [
            said(member.name, 40),
            rounded(live[member.name]) if member.name in live else NONE,
            rounded(member.weight),
            percent(shares[member.name]),
        ]
        for member in shown
    ]
    heads = ["criterion", "live", "draft", "effective"]
    return _with_rest(table(heads, rows, numbers=(1, 2, 3)), left)


def _changes(session: Session) -> Sequence[Markup]:
    lines = [change.text for change in session.changes()]
    if not lines:
        return [note("The draft is the same as live.")]
    shown, left = some(lines, MOST_CHANGES)
    listed = element("ul", *[element("li", said(line, 200)) for line in shown])
    return [_with_rest(listed, left)]


def _count(rows: int | None) -> str:
    return NONE if rows is None else count(rows)


def _with_rest(shown: Markup, left: int) -> Markup:
    return element("div", shown, note(f"and {count(left)} more") if left else None)
