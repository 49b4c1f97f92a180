"""What the figures of an impact say, in sentences; no sentence says more than a figure does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring_kit.display.numbers import count, exact, percent, plural, rounded, signed

MOST_NAMED = 3
"""Things that a sentence names; the rest is counted."""


def sentences(figures: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the figures of an impact say, most important first."""
    rows, changed, sides = figures["rows"], figures["changed"], tuple(_sides(figures["one_sided"]))
    if not rows:
        return ("There are no rows.", *sides)
    if not changed:
        every = "the only row keeps its" if rows == 1 else f"all {count(rows)} rows keep their"
        said = f"Nothing changes: {every} score, rank, tier and status."
        return (said, *_coverage(figures["coverage"]), *_reasons(figures["reasons"]), *sides)
    others = "another score, rank, tier or status"
    found = [f"{count(changed)} of {plural(rows, 'row')} {_have(changed)} {others}."]
    if any(cell["live_tier"] or cell["tier"] for cell in figures["tiers"]):
        found.append(_tiers(figures["crossed"], figures["tiers"]))
    found += [*_scored(figures), *_mean(figures)]
    found += [_top(figures["top"]), *_moves(figures), *_lines(figures["lines"])]
    found += [*_segments(figures["segments"]), *_coverage(figures["coverage"])]
    return (*found, *_reasons(figures["reasons"]), *sides)


def _tiers(crossed: Mapping[str, int], tiers: Sequence[Mapping[str, Any]]) -> str:
    both = crossed["up"] + crossed["down"]
    named = sum(cell["rows"] for cell in tiers if cell["live_tier"] != cell["tier"])
    if not both and named:
        tier = f"{_have(named)} a tier of another name"
        return f"{plural(named, 'row')} {tier}, which is no better and no worse."
    if not both:
        return "No row changes tier."
    words = {"gained": "had none before", "lost": "{have} none any more"}
    others = [
        f"{count(crossed[how])} of them {said.format(have=_have(crossed[how]))}"
        for how, said in words.items()
        if crossed[how]
    ]
    ways = f"{count(crossed['up'])} up, {count(crossed['down'])} down"
    return f"{plural(both, 'row')} {_verb(both, 'change')} tier: {'; '.join([ways, *others])}."


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _scored(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = {cell["moved"]: cell["rows"] for cell in figures["ranks"]}
    parts = [
        f"{plural(rows[moved], 'row')} {said.format(have=_have(rows[moved]))}"
        for moved, said in (("entered", "{have} a score now"), ("left", "{have} none any more"))
        if rows[moved]
    ]
    if parts:
        yield f"{'; '.join(parts)}."


def _mean(figures: Mapping[str, Any]) -> Iterator[str]:
    before, after = figures["mean"]["live"], figures["mean"]["candidate"]
    if before is None or after is None:
        return
    moved = f"{rounded(before, 2)} to {rounded(after, 2)} ({signed(after - before, 2)})"
    scored, change = figures["scored"], figures["scores"][0]["change"]
    if scored["both"] < max(scored["live"], scored["candidate"]) and change is not None:
        moved += f"; over rows with a score under both it changes by {signed(change, 2)}"
    yield f"The mean score goes from {moved}."


def _top(top: Mapping[str, int]) -> str:
    moved = [f"{count(top[way])} {_verb(top[way], way)}" for way in ("stay", "enter", "leave")]
    return f"In the top {count(top['n'])}, {', '.join(moved)}."


def _moves(figures: Mapping[str, Any]) -> Iterator[str]:
    median = figures["median_move"]
    if median is not None:
        ranks = f"{exact(median)} {'rank' if median == 1 else 'ranks'}"
        most = f"at most {count(figures['most_up'])} up and {count(figures['most_down'])} down"
        yield f"The median move is {ranks}, {most}."


def _lines(lines: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    moving = sorted((line for line in lines if line["share"]), key=lambda line: -line["share"])
    named = [f"{line['line']} ({percent(line['share'])})" for line in moving[:MOST_NAMED]]
    if named:
        more = f" and {count(len(moving) - MOST_NAMED)} more" if moving[MOST_NAMED:] else ""
        yield f"The score changes by {_listed(named, more)}."


def _segments(segments: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for column in dict.fromkeys(row["column"] for row in segments):
        rows = [row for row in segments if row["column"] == column]
        yield from _largest_groups(column, rows)
        yield from _largest_changes(column, [row for row in rows if not row["small"]])


def _largest_groups(column: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say where most losers and winners are: by tier, by score where no row changes tier."""
    by_tier = any(row["up"] or row["down"] for row in rows)
    ways = {
        "losers": ("down", "down a tier") if by_tier else ("lower", "lower"),
        "winners": ("up", "up a tier") if by_tier else ("higher", "higher"),
    }
    for group, (way, where) in ways.items():
        most = max(rows, key=lambda row: row[way])
        if most[way]:
            of = f"{count(most[way])} of its {plural(most['rows'], 'row')}"
            go, have = ("goes", "has") if most[way] == 1 else ("go", "have")
            said = f"{go} {where}" if by_tier else f"{have} a {where} score"
            yield f"By {column}, the largest group of {group} is {most['segment']}: {of} {said}."


def _largest_changes(column: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say which mean changes are the lowest and the highest, of segments that are not small."""
    known = [row for row in rows if row["half_width"] is not None]
    if len(known) < 2:
        return
    low, *_, high = sorted(known, key=lambda row: row["mean_change"])
    if low["mean_change"] < high["mean_change"]:
        yield (
            f"By {column}, the mean change is lowest in {low['segment']} ({_interval(low)}) "
            f"and highest in {high['segment']} ({_interval(high)})."
        )


def _interval(row: Mapping[str, Any]) -> str:
    return f"{signed(row['mean_change'], 2)} ± {rounded(row['half_width'], 2)}"


def _coverage(coverage: Mapping[str, Any]) -> Iterator[str]:
    more, less = coverage["more"], coverage["less"]
    if more or less:
        yield f"More is known of {plural(more, 'row')}, less of {count(less)}."


def _reasons(reasons: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for way, said in (("gained", "new"), ("lost", "vanished")):
        most = max(reasons, key=lambda reason: reason[way], default=None)
        if most is not None and most[way]:
            yield f"The reason {said} in most rows is {most['code']} ({count(most[way])})."


def _sides(parts: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for version, who in (("candidate", "the candidate"), ("live", "live")):
        for kind in dict.fromkeys(part["kind"] for part in parts):
            names = [p["name"] for p in parts if (p["kind"], p["version"]) == (kind, version)]
            if names:
                shown = names[:MOST_NAMED]
                more = f" and {count(len(names) - MOST_NAMED)} more" if names[MOST_NAMED:] else ""
                word = kind if len(names) == 1 else _PLURALS.get(kind, f"{kind}s")
                yield f"Only {who} has the {word} {_listed(shown, more)}."


_PLURALS = {"criterion": "criteria"}


def _listed(names: Sequence[str], more: str) -> str:
    return f"{', '.join(names)}{more}"
