"""`scoring-kit score`: a table in, its scores out as a file."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from errno import ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.arguments import Card, DetailChoice, Parameters, TableName, read_parameters
from scoring_kit.cli.output import AsJson, Force, check_is_free, print_json

if TYPE_CHECKING:
    from scoring_kit.scores import Scores


class EngineChoice(StrEnum):
    """What runs the scorecard."""

    DUCKDB = "duckdb"
    NUMPY = "numpy"
    ROW = "row"


Table = Annotated[str, Argument(metavar="DATA", help="Parquet, CSV or DuckDB.", show_default=False)]
Output = Annotated[
    Path,
    Option("--output", "-o", help="The result: .parquet or .csv.", show_default=False),
]
Key = Annotated[
    list[str] | None,
    Option("--key", "-k", help="A column that identifies rows.", show_default=False),
]

WithFingerprint = Annotated[
    bool, Option("--fingerprint", help="Note the fingerprint of DATA in a .parquet result.")
]


def score(
    card: Card,
    data: Table,
    output: Output,
    detail: Annotated[
        DetailChoice, Option("--detail", "-d", help="Which columns the result has.")
    ] = DetailChoice.REASONS,
    parameter: Parameters = None,
    engine: Annotated[
        EngineChoice, Option("--engine", help="All give the same result.")
    ] = EngineChoice.DUCKDB,
    key: Key = None,
    as_json: AsJson = False,
    table: TableName = None,
    order: Annotated[bool, Option("--order", help="Sort the result by the key.")] = False,
    fingerprint: WithFingerprint = False,
    force: Force = False,
) -> None:
    """Score a table and write the result, whole or not at all.

    Example: scoring-kit score data/book_club.yaml data/book_club.parquet -o scores.parquet
    """
    check_output(output, force=force, fingerprint=fingerprint)
    document = sk.read_scorecard(card)
    parameters = read_parameters(document, parameter or [])
    scores = sk.score(
        document,
        data,
        key=key or None,
        parameters=parameters,
        detail=detail.value,
        engine=engine.value,
        table=table,
        order="key" if order else None,
    )
    if output.suffix == ".parquet":
        scores.to_parquet(output, overwrite=force, fingerprint=fingerprint)
    else:
        scores.to_csv(output, overwrite=force)
    summary = summary_of(scores, output, parameters)
    if as_json:
        print_json(summary)
    else:
        typer.echo("\n".join(summary_lines(summary)))


def summary_of(scores: Scores, output: Path, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what was written, counted in the file itself."""
    from scoring_kit.engines.opening import open_data
    from scoring_kit.engines.profiles import frequencies
    from scoring_kit.scorecard import hash_of

    counts = frequencies(*open_data(output, {}), ["tier", "status"])
    tiers = dict.fromkeys((name for name, _ in scores.card.tiers), 0)
    unnamed = counts["tier"].pop(None, 0)
    return {
        "output": str(output),
        "scorecard": {"name": scores.card.name, "hash": hash_of(scores.card)},
        "parameters": parameters,
        "rows": sum(counts["status"].values()),
        "tiers": {**tiers, **counts["tier"]},
        "without_tier": unnamed,
        "statuses": counts["status"],
        "columns": list(scores.columns),
    }


def summary_lines(summary: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a summary that a person reads."""
    columns = summary["columns"]
    rows = "1 row" if summary["rows"] == 1 else f"{summary['rows']:,} rows"
    more = f" and {len(columns) - 8} more" if columns[8:] else ""
    yield f"wrote {summary['output']}: {rows} with {', '.join(columns[:8])}{more}"
    if summary["tiers"]:
        without = {"none": summary["without_tier"]} if summary["without_tier"] else {}
        yield f"tiers: {_counted({**summary['tiers'], **without})}"
    if summary["statuses"]:
        yield f"statuses: {_counted(summary['statuses'])}"


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def check_output(output: Path, *, force: bool, fingerprint: bool = False) -> None:
    """Refuse a file that is taken, or whose name says no form that there is.

    Raises
    ------
    typer.BadParameter
        When it is no .parquet or .csv, or has no place for a fingerprint.
    FileExistsError
        When it is there, and may not be replaced.
    FileNotFoundError
        When its folder is not there.
    """
    if output.suffix not in (".parquet", ".csv"):
        raise typer.BadParameter(f"{str(output)!r} ends in neither .parquet nor .csv")
    if fingerprint and output.suffix != ".parquet":
        raise typer.BadParameter("only a .parquet result has a place for the fingerprint")
    if not output.parent.is_dir():
        message = "the folder does not exist; create it first"
        raise FileNotFoundError(ENOENT, message, str(output.parent))
    check_is_free(output, force=force)
