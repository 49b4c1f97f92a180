"""What an impact says, for people at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from scoring_kit.cli.output import draw_table, print_table, words

if TYPE_CHECKING:
    from rich.table import Table

    from scoring_kit.impact import Impact

ROWS_SHOWN = 12


def print_impact(impact: Impact) -> None:
    """Print what a new version changes for the rows of a table: in words, by tier, by segment."""
    typer.echo("\n" + "\n".join(impact.summary))
    figures = impact.figures()
    tables = [_tiers(figures["tiers"])]
    for name in dict.fromkeys(row["column"] for row in figures["segments"]):
        rows = [row for row in figures["segments"] if row["column"] == name]
        tables.append(_segments(name, rows))
    for drawn in tables:
        if drawn is not None:
            typer.echo()
            print_table(drawn)


def _tiers(tiers: Sequence[dict[str, Any]]) -> Table | None:
    old = list(dict.fromkeys(cell["live_tier"] for cell in tiers))
    new = list(dict.fromkeys(cell["tier"] for cell in tiers))
    if max(len(old), len(new)) < 2 or len(new) > ROWS_SHOWN:
        return None
    rows = {(cell["live_tier"], cell["tier"]): cell["rows"] for cell in tiers}
    names = [tier or "no tier" for tier in new]
    drawn = draw_table("Rows by tier", ["old, then new", *names], right=names)
    for tier in old:
        drawn.add_row(words(tier or "no tier"), *(f"{rows[tier, after]:,}" for after in new))
    return drawn


def _segments(name: str, rows: Sequence[dict[str, Any]]) -> Table:
    heads = ["segment", "rows", "up a tier", "down a tier", "mean change", "95 %"]
    drawn = draw_table(f"Winners and losers by {name}", heads, right=heads[1:])
    for row in rows[:ROWS_SHOWN]:
        counts = (f"{row[count]:,}" for count in ("rows", "up", "down"))
        mean, half = row["mean_change"], row["half_width"]
        change = "-" if mean is None else f"{mean:+.4g}"
        within = "-" if half is None else f"± {half:.4g}"
        drawn.add_row(words(row["segment"]), *counts, change, within)
    if len(rows) > ROWS_SHOWN:
        drawn.caption = f"and {len(rows) - ROWS_SHOWN} more"
    return drawn
