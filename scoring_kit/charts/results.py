"""Charts of many rows: the scores by tier, the tiers, the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scoring_kit.charts.drawing import (
    INK,
    QUIET,
    SHADES,
    Records,
    data,
    finished,
    open_altair,
)

if TYPE_CHECKING:
    import altair

NO_TIER = "no tier"
Tiers = Sequence[tuple[str, float]]
LONGEST = 80
"""Pixels that the name of a tier has beside its cut."""


def score_chart(
    bins: Sequence[tuple[float, float, str | None, int]], tiers: Tiers, title: str
) -> altair.LayerChart:
    """Return a histogram of scores, shaded by tier, with the cuts within them as lines.

    bins: from, to, tier, rows.
    """
    alt = open_altair()
    records = [
        {"from": start, "to": end, "tier": tier or NO_TIER, "rows": rows}
        for start, end, tier, rows in bins
    ]
    bars = (
        alt.Chart(data(records))
        .mark_bar(stroke=None)
        .encode(
            x=alt.X("from:Q", bin="binned", title="score"),
            x2="to:Q",
            y=alt.Y("rows:Q", title="rows"),
            tooltip=["from:Q", "to:Q", "tier:N", "rows:Q"],
            color=_shaded(alt, tiers, [tier or NO_TIER for _, _, tier, _ in bins]),
        )
    )
    low = min((start for start, _, _, _ in bins), default=0.0)
    high = max((end for _, end, _, _ in bins), default=0.0)
    # the tier that the lowest bars are in begins before them
    begins = [(name, low) for name, cut in tiers if cut <= low < high][:1]
    within = [(name, cut) for name, cut in tiers if low < cut < high]
    lines = [{"cut": cut, "tier": name} for name, cut in within + begins]
    cuts = alt.Chart(data(lines)).encode(x="cut:Q")
    words = cuts.mark_text(align="left", dx=4, color=INK, fontWeight=600, limit=LONGEST)
    layers = (bars, cuts.mark_rule(color=INK), words.encode(text="tier:N", y=alt.value(8)))
    return finished(*layers, title=title, height=240)


def tier_chart(
    counts: Mapping[tuple[Any, ...], int], tiers: Tiers, title: str
) -> altair.LayerChart:
    """Return a bar for each tier, and for each status that has no score.

    counts: rows by (status, tier).
    """
    alt = open_altair()
    names = [*(name for name, _ in tiers), NO_TIER]
    rows: dict[str, int] = {name: 0 for name, _ in tiers}
    for (status, tier), count in counts.items():
        has_score = status in ("scored", "partial")
        name = (tier or NO_TIER) if has_score else status.replace("_", " ")
        rows[name] = rows.get(name, 0) + count
    whole = sum(rows.values())
    records = [
        {"tier": name, "rows": count, "share": count / whole if whole else 0.0}
        for name, count in rows.items()
    ]
    order = [name for name in names if name in rows]
    order += [name for name in rows if name not in order]
    base = alt.Chart(data(records)).encode(
        y=alt.Y("tier:N", sort=order, title=None), x=alt.X("rows:Q", title="rows")
    )
    bars = base.mark_bar().encode(
        tooltip=["tier:N", "rows:Q", alt.Tooltip("share:Q", format=".1%")],
        color=_shaded(alt, tiers, order),
    )
    words = base.mark_text(align="left", dx=4, color=INK).encode(
        text=alt.Text("rows:Q", format=",")
    )
    return finished(bars, words, title=title, height=None)


def reason_chart(records: Records, title: str) -> altair.LayerChart:
    """Return a bar for each reason code: the rows that have it, by rank.

    records: code, text, rank, rows.
    """
    alt = open_altair()
    named = [
        {**record, "reason": f"{record['code']} {record['text'] or ''}".strip()}
        for record in records
    ]
    order = list(dict.fromkeys(record["reason"] for record in named))
    ranks = sorted({record["rank"] for record in named})
    shades = [SHADES[min(place, len(SHADES) - 1)] for place in range(len(ranks))]
    legend = alt.Legend(orient="top", titleOrient="left")
    chart = (
        alt.Chart(data(named))
        .mark_bar()
        .encode(
            y=alt.Y("reason:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("rows:Q", title="rows"),
            color=alt.Color(
                "rank:O", scale=alt.Scale(domain=ranks, range=shades), title="rank", legend=legend
            ),
            order=alt.Order("rank:O"),
            tooltip=["reason:N", "rank:O", "rows:Q"],
        )
    )
    return finished(chart, title=title, height=None)


def _shaded(alt: Any, tiers: Tiers, names: Sequence[str]) -> Any:  # noqa: ANN401 (of a package)
    """Return the shades of tiers, the highest the darkest; what is no tier is pale."""
    shades = {name: SHADES[min(place, len(SHADES) - 1)] for place, (name, _) in enumerate(tiers)}
    domain = list(dict.fromkeys([*shades, *names]))
    scale = alt.Scale(domain=domain, range=[shades.get(name, QUIET) for name in domain])
    return alt.Color("tier:N", scale=scale, legend=None)
