"""What a draft means, in sentences and on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring_kit.display.markup import Child, said
from scoring_kit.display.numbers import count, exact, plural, rounded, signed
from scoring_kit.display.style import header, note, output, section
from scoring_kit.display.tables import table

NO_TIER = "no tier"
MOST_TIERS = 12
"""Tiers up to which the migration is shown as a table."""


def sentences(figures: dict[str, Any]) -> tuple[str, ...]:
    """Return what the figures of an impact say, most important first."""
    rows, changed = figures["rows"], figures["changed"]
    if not rows:
        return ("There are no rows.",)
    if not changed:
        every = "the only row keeps its" if rows == 1 else f"all {count(rows)} rows keep their"
        return (f"Nothing changes: {every} score, rank, tier and status.",)
    found = [f"{count(changed)} of {plural(rows, 'row')} change.", _tiers(figures["crossed"])]
    found += [_mean(figures["mean"]), _top(figures["top"]), _moves(figures)]
    return tuple(sentence for sentence in found if sentence is not None)


def _tiers(crossed: dict[str, int]) -> str:
    both = crossed["up"] + crossed["down"]
    parts = [f"{count(crossed[way])} {way}" for way in ("up", "down")]
    said_so = f"{plural(both, 'row')} with a tier under both {_verb(both, 'change')} it"
    sentence = f"{said_so}: {', '.join(parts)}" if both else "No row changes from tier to tier"
    words = {"gained": "more have a tier now", "lost": "have none any more"}
    others = [f"{count(crossed[how])} {said_of}" for how, said_of in words.items() if crossed[how]]
    return f"{'; '.join([sentence, *others])}."


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _mean(mean: dict[str, float | None]) -> str | None:
    before, after = mean["live"], mean["draft"]
    if before is None or after is None:
        return None
    moved = f"{rounded(before, 2)} to {rounded(after, 2)} ({signed(after - before, 2)})"
    return f"The mean score goes from {moved}."


def _top(top: dict[str, int]) -> str:
    moved = f"{count(top['stay'])} stay, {count(top['enter'])} enter, {count(top['leave'])} leave"
    return f"In the top {count(top['n'])}, {moved}."


def _moves(figures: dict[str, Any]) -> str | None:
    if figures["median_move"] is None:
        return None
    most = f"at most {count(figures['most_up'])} up and {count(figures['most_down'])} down"
    return f"The median move is {exact(figures['median_move'])} ranks, {most}."


def impact_html(summary: Sequence[str], tiers: Sequence[tuple[str | None, str | None, int]]) -> str:
    """Return the sentences, and the migration from tier to tier where it fits.

    tiers: (live tier, tier, rows) for each pair.
    """
    parts: list[Child] = [header("Impact", summary[0]), *(note(each) for each in summary[1:])]
    old = list(dict.fromkeys(before for before, _, _ in tiers))
    new = list(dict.fromkeys(after for _, after, _ in tiers))
    if 1 < len(old) <= MOST_TIERS and 1 < len(new) <= MOST_TIERS:
        rows_of = {(before, after): rows for before, after, rows in tiers}
        cells = [
            [_name(before), *(count(rows_of[before, after]) for after in new)] for before in old
        ]
        heads = ["live, then draft", *map(_name, new)]
        drawn = table(heads, cells, numbers=range(1, len(heads)), caption="Rows by tier")
        parts.append(section("Rows by tier", drawn))
    return output(*parts, label="Impact of the draft")


def _name(tier: str | None) -> Child:
    return NO_TIER if tier is None else said(tier, 40)
