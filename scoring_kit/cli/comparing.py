"""How two scorecards are compared on a table, and what the impact says at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Option

import scoring_kit as sk
from scoring_kit.cli.arguments import read_parameters
from scoring_kit.cli.output import draw_table, print_table, words

if TYPE_CHECKING:
    from rich.table import Table

    from scoring_kit.impact import Impact
    from scoring_kit.scorecard.models import Scorecard

Data = Annotated[
    str | None,
    Option("--data", "-t", help="Compare on its rows: Parquet, CSV, DuckDB.", show_default=False),
]
Segments = Annotated[
    list[str] | None,
    Option("--segment", "-s", help="A column to tell winners and losers by.", show_default=False),
]
Key = Annotated[
    list[str] | None,
    Option("--key", "-k", help="A column that identifies rows.", show_default=False),
]
Top = Annotated[
    int | None, Option("--top", min=1, help="Ranks that count as the top.", show_default=False)
]
ROWS_SHOWN = 12


def impact_of(
    pair: tuple[Scorecard, Scorecard],
    data: str | None,
    *,
    segment: list[str] | None,
    parameter: list[str] | None,
    table: str | None,
    key: list[str] | None,
    top: int | None,
) -> Impact | None:
    """Return what the second scorecard changes for the rows of a table; None without one.

    Raises
    ------
    typer.BadParameter
        When something says how rows are compared, and no table is named.
    """
    given = {"--segment": segment, "--parameter": parameter, "--table": table, "--key": key}
    idle = [name for name, value in {**given, "--top": top}.items() if value]
    if data is None and idle:
        raise typer.BadParameter(f"{idle[0]} says how rows are compared; name them with --data")
    if data is None:
        return None
    live, candidate = pair
    declared = {**live.parameters, **candidate.parameters}
    both = candidate.model_copy(update={"parameters": declared})
    options: dict[str, Any] = {
        "segments": segment or (),
        "parameters": read_parameters(both, parameter or []),
        "table": table,
        "key": key or None,
        "top": top,
    }
    return sk.compare(live, candidate, data, **options)


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
