"""An impact for people to read: the sentences, then its figures, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring_kit.display.markup import Child, Markup, join, said, some
from scoring_kit.display.numbers import count, percent, plural, rounded, signed
from scoring_kit.display.pictures import Bar, Column, Cut, Tick, bar_list, histogram
from scoring_kit.display.style import columns, facts, header, note, output, section
from scoring_kit.display.tables import marked, table
from scoring_kit.impact.tier_places import common_order, none_last
from scoring_kit.scorecard.models import Scorecard

NO_TIER = "no tier"
MOST_TIERS = 12
"""Tiers up to which the migration is shown as a table."""
MOST_LINES, MOST_SEGMENTS, MOST_REASONS, MOST_SIDES = 12, 12, 10, 20
NONE = Markup("–")

Figures = Mapping[str, Any]


def impact_html(
    live: Scorecard, candidate: Scorecard, figures: Figures, summary: Sequence[str]
) -> str:
    """Return an impact as one piece of HTML without scripts."""
    parts: list[Child] = [
        header("Impact", _versions(figures), aside=plural(figures["rows"], "row")),
        *([_facts(figures)] if figures["rows"] else []),
        section("In words", *(note(sentence) for sentence in summary)),
        *impact_parts(live, candidate, figures),
    ]
    return output(*parts, label="Impact of the candidate")


def impact_parts(live: Scorecard, candidate: Scorecard, figures: Figures) -> list[Child]:
    """Return the parts of an impact below its sentences: tiers, scores, lines, segments."""
    digits = [None if card.rounding is None else card.rounding.digits for card in (live, candidate)]
    places = None if None in digits else max(place for place in digits if place is not None) + 1
    parts: list[Child] = []
    if figures["rows"]:
        parts += [_tiers(figures["tiers"]), _changes(figures)]
        parts.append(_scores(figures["scores"], places))
        parts += [_lines(figures["lines"], places), *_segments(figures["segments"], places)]
        parts.append(columns(_statuses(figures["statuses"]), _reasons(figures["reasons"])))
    return [*parts, _sides(figures["one_sided"])]


def _versions(figures: Figures) -> Markup:
    named = [
        join([said(figures[side]["name"], 60), marked("code", figures[side]["hash"][:12])], " ")
        for side in ("live", "candidate")
    ]
    return join(named, " → ")


def _facts(figures: Figures) -> Markup:
    rows, crossed, top, mean = (figures[name] for name in ("rows", "crossed", "top", "mean"))
    before, after = mean["live"], mean["candidate"]
    moved = NONE if before is None or after is None else _arrow(after - before, 2)
    turned = crossed["up"] + crossed["down"]
    return facts(
        ("Rows that change", _of(figures["changed"], rows)),
        ("Change tier", _of(turned, rows)),
        ("Up, down", join([_up(crossed["up"]), _down(crossed["down"])], " ")),
        (f"Leave the top {count(top['n'])}", count(top["leave"])),
        ("Mean score", moved),
    )


def _of(part: int, whole: int) -> Markup:
    return join([count(part), marked("quiet", percent(part / whole))], " ")


def _up(number: int) -> Child:
    return marked("up", count(number)) if number else "0"


def _down(number: int) -> Child:
    return marked("down", count(number)) if number else "0"


def _arrow(change: float | None, digits: int | None) -> Markup:
    """Return a change with the way that it went."""
    if change is None:
        return NONE
    size = rounded(abs(change), digits)
    # what is 0 in the digits that are shown goes no way
    return Markup("0") if not change else marked("up" if change > 0 else "down", size)


def _tiers(tiers: Sequence[Figures]) -> Child:
    old = list(dict.fromkeys(cell["live_tier"] for cell in tiers))
    new = list(dict.fromkeys(cell["tier"] for cell in tiers))
    if max(len(old), len(new)) < 2 or max(len(old), len(new)) > MOST_TIERS:
        return None
    rows_of = {(cell["live_tier"], cell["tier"]): cell["rows"] for cell in tiers}
    was, now = common_order([t for t in old if t is not None], [t for t in new if t is not None])
    before, after = (
        dict(zip(names, none_last(places).tolist(), strict=False))
        for names, places in ((_with_none(old), was), (_with_none(new), now))
    )
    cells = [
        [_name(tier), *(_cell(rows_of[tier, other], before[tier] - after[other]) for other in new)]
        for tier in old
    ]
    heads = ["live, then candidate", *map(_name, new)]
    drawn = table(heads, cells, numbers=range(1, len(heads)), caption="Rows by tier")
    return section("Rows by tier", drawn)


def _with_none(tiers: Sequence[str | None]) -> list[str | None]:
    return [*(tier for tier in tiers if tier is not None), None]


def _name(tier: str | None) -> Child:
    return NO_TIER if tier is None else said(tier, 40)


def _cell(rows: int, higher: int) -> Child:
    """Return how many rows go a way; higher: by how many places."""
    if not rows:
        return marked("quiet", "0")
    return marked("up" if higher > 0 else "down" if higher else "strong", count(rows))


def _number(value: float | None, digits: int | None) -> Child:
    return NONE if value is None else rounded(value, digits)


def _signed(value: float | None, digits: int | None) -> Child:
    return NONE if value is None else signed(value, digits)


def _scores(scores: Sequence[Figures], digits: int | None) -> Markup:
    rows = [
        [
            cell["statistic"],
            _number(cell["live"], digits),
            _number(cell["candidate"], digits),
            _signed(cell["change"], digits),
        ]
        for cell in scores
    ]
    heads = ["of scores", "live", "candidate", "of changes row by row"]
    drawn = table(heads, rows, numbers=[1, 2, 3], caption="Scores and changes")
    return section("Scores", drawn)


def _changes(figures: Figures) -> Child:
    bins, scored = figures["changes"], figures["scored"]
    if not bins:
        return None
    low, high = min(bins[0]["from"], 0.0), max(bins[-1]["to"], 0.0)
    bars = [Column(each["from"], each["to"], float(each["rows"])) for each in bins]
    ticks = [Tick(at, signed(at) if at else "0") for at in dict.fromkeys((low, high, 0.0))]
    label = f"{len(bins)} bars from {rounded(low)} to {rounded(high)}"
    drawn = histogram(bars, [Cut(0.0, "")], ticks, x=(low, high), label=label)
    same = scored["both"] - scored["higher"] - scored["lower"]
    ways = f"{count(scored['lower'])} fall, {count(same)} stay, {count(scored['higher'])} rise"
    return section("Changes of the score", drawn, keys=marked("label", ways))


def _lines(lines: Sequence[Figures], digits: int | None) -> Child:
    moving = sorted((line for line in lines if line["share"]), key=lambda line: -line["share"])
    if not moving:
        return None
    shown, left = some(moving, MOST_LINES)
    bars = [
        Bar(
            said(line["line"], 40),
            line["share"],
            join(
                [percent(line["share"]), marked("quiet", _signed(line["mean_change"], digits))], " "
            ),
        )
        for line in shown
    ]
    more = note(f"… and {count(left)} more") if left else None
    keys = marked("label", "share of all changes, and the mean change")
    drawn = bar_list(bars, label="share of the change by line")
    return section("What the change is made of", drawn, more, keys=keys)


def _segments(segments: Sequence[Figures], digits: int | None) -> list[Markup]:
    names = dict.fromkeys(row["column"] for row in segments)
    return [
        _segment(name, [row for row in segments if row["column"] == name], digits) for name in names
    ]


def _segment(name: str, rows: Sequence[Figures], digits: int | None) -> Markup:
    shown, left = some(rows, MOST_SEGMENTS)
    cells: list[list[Child]] = [
        [
            said(row["segment"], 60),
            count(row["rows"]),
            _up(row["up"]),
            _down(row["down"]),
            _signed(row["mean_change"], digits),
            NONE if row["half_width"] is None else f"± {rounded(row['half_width'], digits)}",
        ]
        for row in shown
    ]
    heads = ["segment", "rows", "up a tier", "down a tier", "mean change", "95 %"]
    drawn = table(heads, cells, numbers=[1, 2, 3, 4, 5], caption=f"Segments by {name}")
    more = note(f"… and {count(left)} more") if left else None
    return section(join(["Winners and losers by ", said(name, 40)]), drawn, more)


def _statuses(statuses: Sequence[Figures]) -> Markup:
    rows = [
        [_status(cell["live_status"]), _status(cell["status"]), count(cell["rows"])]
        for cell in statuses
    ]
    drawn = table(["live status", "status", "rows"], rows, numbers=[2], caption="Rows by status")
    return section("Statuses", drawn)


def _status(name: str) -> str:
    return name.replace("_", " ")


def _reasons(reasons: Sequence[Figures]) -> Markup:
    moved = [reason for reason in reasons if reason["gained"] or reason["lost"]]
    if not moved:
        return section("Reasons", note("Every row keeps its reasons."))
    moved.sort(key=lambda reason: -(reason["gained"] + reason["lost"]))
    shown, left = some(moved, MOST_REASONS)
    rows = [
        [
            join([said(reason["code"], 40), marked("quiet", said(reason["text"] or "", 60))], " "),
            count(reason["rows"]),
            count(reason["gained"]),
            count(reason["lost"]),
        ]
        for reason in shown
    ]
    heads = ["reason", "rows", "new in", "vanished from"]
    drawn = table(heads, rows, numbers=[1, 2, 3], caption="Reasons that come and go")
    return section("Reasons", drawn, note(f"… and {count(left)} more") if left else None)


def _sides(parts: Sequence[Figures]) -> Child:
    if not parts:
        return None
    shown, left = some(parts, MOST_SIDES)
    rows = [[part["kind"], said(part["name"], 60), part["version"]] for part in shown]
    drawn = table(["", "name", "only in"], rows, caption="What one version has only")
    more = note(f"… and {count(left)} more") if left else None
    return section("In one version only", drawn, more)
