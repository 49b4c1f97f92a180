"""A chart of one row: how its lines add up to the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring_kit.charts.drawing import INK, SHADES, Records, data, finished, open_altair

if TYPE_CHECKING:
    import altair


def waterfall_chart(records: Records, title: str) -> altair.LayerChart:
    """Return bars of which each begins where the one before ended.

    records: name, kind (rise, fall or score), from, to, end, amount, label.
    """
    alt = open_altair()
    order = [record["name"] for record in records]
    kinds = alt.Scale(domain=["rise", "fall", "score"], range=[SHADES[1], SHADES[3], SHADES[0]])
    base = alt.Chart(data(records)).encode(y=alt.Y("name:N", sort=order, title=None))
    bars = base.mark_bar(height=12).encode(
        x=alt.X("from:Q", title="points"),
        x2="to:Q",
        color=alt.Color("kind:N", scale=kinds, legend=None),
        tooltip=["name:N", "amount:Q", "to:Q"],
    )
    words = base.mark_text(align="left", dx=6, color=INK).encode(x="end:Q", text="label:N")
    return finished(bars, words, title=title, height=None)
