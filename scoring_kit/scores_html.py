"""The scores of a table for people to read: tiers, histogram, statuses, coverage, top rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from scoring_kit.display.markup import Child, Markup, join, said, some
from scoring_kit.display.numbers import count, percent, percents, plural, rounded
from scoring_kit.display.pictures import Bar, Column, Cut, Tick, bar_list, histogram
from scoring_kit.display.style import columns, facts, header, note, output, section
from scoring_kit.display.tables import marked, table
from scoring_kit.engines.score_summary import ScoreBar, ScoreSummary
from scoring_kit.scorecard.models import Scorecard

MOST_TIERS = 12
STATUSES = {
    "scored": "everything known",
    "partial": "something not known",
    "insufficient": "too little known",
    "invalid": "not to be trusted",
    "knocked_out": "a condition took the score away",
}
"""Every status, with what it says about a row."""
NO_TIER = "no tier"


def scores_html(card: Scorecard, summary: ScoreSummary, keys: Sequence[str], engine: str) -> str:
    """Return what the scores of a table amount to."""
    title = None if card.title is None else said(card.title, 80)
    done = f"{plural(summary.rows, 'row')} scored by {engine}"
    heading = header(said(card.name, 80), title, aside=done)
    parts = [heading, _facts(card, summary), *scores_parts(card, summary, keys)]
    return output(*parts, label=f"Scores of {card.name}")


def scores_parts(card: Scorecard, summary: ScoreSummary, keys: Sequence[str]) -> list[Child]:
    """Return the parts of a display of scores: spread and tiers, top rows, statuses."""
    parts: list[Child] = []
    if summary.scored:
        parts.append(_spread(card, summary))
        parts += [_top(card, summary, keys)] if summary.top else []
    elif summary.rows:
        parts.append(note("No row has a score: see why in the statuses."))
    else:
        parts.append(note("The table has no rows."))
    return [*parts, _statuses(summary)]


def _facts(card: Scorecard, summary: ScoreSummary) -> Markup:
    if summary.mean is None or summary.lowest is None or summary.highest is None:
        found: list[tuple[Child, Child]] = [("Mean score", "–"), ("Range", "–")]
    else:
        low, high = score_text(card, summary.lowest), score_text(card, summary.highest)
        found = [("Mean score", score_text(card, summary.mean)), ("Range", f"{low} to {high}")]
    without = summary.rows - summary.scored
    return facts(
        ("With a score", _of(summary.scored, summary.rows)),
        ("Without", _of(without, summary.rows)),
        *found,
        ("Mean coverage", _coverage(summary)),
    )


def _coverage(summary: ScoreSummary) -> Markup:
    """Return the mean, and how many rows have everything where some have and some have not."""
    if summary.mean_coverage is None:
        return Markup("–")
    covered = percent(summary.mean_coverage)
    if summary.full_coverage in (0, summary.rows):
        return Markup(covered)
    full = f"{plural(summary.full_coverage, 'row')} in full"
    return join([covered, marked("quiet", full)], " ")


def _of(part: int, whole: int) -> Markup:
    share = None if whole == 0 else marked("quiet", percent(part / whole))
    return join([count(part), share], " ") if share else Markup(count(part))


def score_text(card: Scorecard, score: float) -> str:
    """Return a score with the digits that the card rounds to."""
    return rounded(score, None if card.rounding is None else card.rounding.digits)


def _spread(card: Scorecard, summary: ScoreSummary) -> Markup:
    """Return the histogram, and beside it how many rows each tier has."""
    if summary.lowest is not None and summary.lowest == summary.highest:
        drawn = section("Scores", note(f"Every score is {score_text(card, summary.lowest)}."))
    else:
        drawn = section("Scores", _histogram(card, summary.bars))
    if not card.tiers:
        return drawn
    shown, left = some([name for name, _ in card.tiers], MOST_TIERS)
    counted: list[tuple[Child, int]] = [(said(name, 40), summary.tiers[name]) for name in shown]
    if left:
        rest = sum(summary.tiers[name] for name, _ in card.tiers[len(shown) :])
        counted.append((f"{count(left)} more", rest))
    if summary.tiers[None]:
        counted.append((NO_TIER, summary.tiers[None]))
    shares = percents([rows / summary.scored for _, rows in counted])
    bars = [
        Bar(label, float(rows), join([count(rows), " ", marked("quiet", share)]))
        for (label, rows), share in zip(counted, shares, strict=True)
    ]
    return columns(drawn, section("Tiers", bar_list(bars, label="rows by tier")))


def _histogram(card: Scorecard, bars: Sequence[ScoreBar]) -> Markup:
    tones = tones_of([name for name, _ in card.tiers])
    low, high = bars[0].start, bars[-1].end
    drawn = [Column(bar.start, bar.end, float(bar.count), _tone(bar.tiers, tones)) for bar in bars]
    cuts = [(name, cut) for name, cut in card.tiers if low < cut < high]
    shown = cuts if len(cuts) <= MOST_TIERS else []
    ends = [low, high, *(cut for _, cut in shown)]
    places = ends if shown else [low, low / 2 + high / 2, high]
    ticks = [Tick(at, rounded(at)) for at in places]
    label = f"{len(bars)} bars from {rounded(low)} to {rounded(high)}"
    marks = [Cut(cut, _short(name)) for name, cut in shown]
    below = [name for name, cut in card.tiers if cut <= low][:1] if shown else []
    marks += [Cut(low, _short(name), is_drawn=False) for name in below]
    return histogram(drawn, marks, ticks, x=(low, high), label=label)


def _short(name: str) -> str:
    """Return a tier's name where it is short enough to stand in the picture."""
    return name if len(name) <= 3 else ""


def tones_of(tiers: Sequence[str]) -> dict[str | None, int]:
    """Return the tone of each tier, the best the darkest; without tiers all have one.

    Examples
    --------
    >>> tones_of(["A", "B", "C", "D"])
    {'A': 1, 'B': 2, 'C': 3, 'D': 4, None: 4}
    """
    if not tiers:
        return {None: 2}
    last = max(len(tiers) - 1, 1)
    tones: dict[str | None, int] = {name: 1 + 3 * place // last for place, name in enumerate(tiers)}
    return {**tones, None: 4}


def _tone(tiers: Counter[str | None], tones: dict[str | None, int]) -> int:
    """Return the tone of the tier that most scores of a bar are in."""
    return tones[max(tiers, key=lambda name: tiers[name])] if tiers.total() else 4


def _top(card: Scorecard, summary: ScoreSummary, keys: Sequence[str]) -> Markup:
    tiers: list[Child] = ["tier"] if card.tiers else []
    heads: list[Child] = [*(said(key, 40) for key in keys), "score", *tiers, "status", "coverage"]
    rows: list[list[Child]] = []
    coverages = percents([_number(row[-1]) for row in summary.top])
    for row, coverage in zip(summary.top, coverages, strict=True):
        *key, score, tier, status, _ = row
        rows.append(
            [
                *(said(value, 60) for value in key),
                marked("strong", score_text(card, _number(score))),
                *([_tier(tier)] if card.tiers else []),
                marked("word", str(status)),
                coverage,
            ]
        )
    drawn = table(heads, rows, numbers=[len(keys), len(heads) - 1], caption="top rows")
    order = "equal scores in the order of the key" if keys else "the card has no key"
    title = f"Top {count(len(rows))}" if len(rows) > 1 else "Top row"
    return section(title, drawn, keys=marked("label", order))


def _tier(tier: object) -> Markup:
    return marked("quiet", "–") if tier is None else said(tier, 40)


def _number(value: object) -> float:
    return value if isinstance(value, float) else math.nan


def _statuses(summary: ScoreSummary) -> Markup:
    names = [name for name in STATUSES if summary.statuses[name]]
    shares = percents([summary.statuses[name] / summary.rows for name in names])
    rows = [
        [
            marked("strong", name.replace("_", " ")),
            marked("quiet", STATUSES[name]),
            count(summary.statuses[name]),
            share,
        ]
        for name, share in zip(names, shares, strict=True)
    ]
    drawn = table(["status", "", "rows", "share"], rows, numbers=[2, 3], caption="rows by status")
    return section("Statuses", drawn) if rows else Markup("")
