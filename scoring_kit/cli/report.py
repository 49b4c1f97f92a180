"""`scoring-kit report`: everything about a card and a table on one page, and whether it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

import scoring_kit as sk
from scoring_kit.cli.arguments import Parameters, TableName, read_parameters
from scoring_kit.cli.output import AsJson, Force, check_is_free, print_json

if TYPE_CHECKING:
    from scoring_kit.report.report import Report
    from scoring_kit.scorecard.models import Scorecard

DOCUMENTS = (".yaml", ".yml", ".json")

Given = Annotated[
    list[str] | None,
    Argument(metavar="CARD DATA", help="The scorecard and its table.", show_default=False),
]
Output = Annotated[
    Path | None, Option("--output", "-o", help="The page, an .html file.", show_default=False)
]
Live = Annotated[
    Path | None, Option("--live", help="The version that is live.", show_default=False)
]
Outcome = Annotated[
    str | None,
    Option("--outcome", help="A column that says what came true.", show_default=False),
]
Event = Annotated[
    str | None,
    Option("--event", help="The value of the outcome to find.", show_default=False),
]
Weights = Annotated[
    str | None, Option("--weights", help="A column of weights.", show_default=False)
]
Period = Annotated[str | None, Option("--period", help="A column of dates.", show_default=False)]
Segments = Annotated[
    list[str] | None,
    Option("--segment", "-s", help="A column that tells rows apart.", show_default=False),
]
Key = Annotated[
    list[str] | None,
    Option("--key", "-k", help="A column that identifies rows.", show_default=False),
]
Verify = Annotated[
    Path | None,
    Option("--verify", metavar="REPORT", help="Say whether a report holds.", show_default=False),
]


def report(
    given: Given = None,
    output: Output = None,
    live: Live = None,
    outcome: Outcome = None,
    event: Event = None,
    weights: Weights = None,
    period: Period = None,
    segment: Segments = None,
    parameter: Parameters = None,
    key: Key = None,
    table: TableName = None,
    top: Annotated[int, Option("--top", min=0, help="Rows that are named by their key.")] = 10,
    verify: Verify = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write a report on a card and a table, or verify one.

    The same inputs give the same bytes. With --verify a report is made again, of the table
    that is named or that it was made from; exit code 1 where it does not hold.

    Example: scoring-kit report data/book_club.yaml data/book_club.parquet -o report.html

    Example: scoring-kit report --verify report.html
    """
    from scoring_kit.report.report import make_report
    from scoring_kit.report.subject import asked_for

    if verify is not None:
        _verify(verify, given or [], live, as_json=as_json)
        return
    card, data = _documents(given or [], output, as_json=as_json)
    if output is not None:
        _check_output(output, force=force)
    document, other = sk.read_scorecard(card), sk.read_scorecard(live) if live else None
    rest: dict[str, Any] = {
        "event": event,
        "weights": weights,
        "period": period,
        "table": table,
        "top": top,
    }
    rest["parameters"] = _parameters(document, other, parameter or [])
    asked = asked_for(document, other, key or None, outcome, segment or (), **rest)
    made = make_report(asked, data, {})
    if output is not None:
        made.save(output, overwrite=force)
    _tell(made, output, as_json=as_json)


def _tell(made: Report, output: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json(made.figures)
    else:
        typer.echo("\n".join([f"wrote {output}", *made.summary]))


def _documents(given: list[str], output: Path | None, *, as_json: bool) -> tuple[Path, str]:
    if len(given) != 2:
        raise typer.BadParameter("name the scorecard and the table: CARD DATA")
    if output is None and not as_json:
        raise typer.BadParameter("name the page with -o report.html, or ask for --json")
    return Path(given[0]), given[1]


def _check_output(output: Path, *, force: bool) -> None:
    from scoring_kit.engines.writing import output_path
    from scoring_kit.report.report import run_path

    output_path(output, overwrite=True)  # its folder has to be there
    check_is_free(output, force=force)
    check_is_free(run_path(output), force=force)


def _parameters(card: Scorecard, live: Scorecard | None, texts: list[str]) -> dict[str, Any]:
    """Return the values of parameters that the card or the live version declares."""
    if live is None:
        return read_parameters(card, texts)
    own = [text for text in texts if text.partition("=")[0] in card.parameters]
    others = [text for text in texts if text.partition("=")[0] not in card.parameters]
    return {**read_parameters(live, others), **read_parameters(card, own)}


def _verify(path: Path, given: list[str], live: Path | None, *, as_json: bool) -> None:
    documents = [name for name in given if name.lower().endswith(DOCUMENTS)]
    tables = [name for name in given if name not in documents]
    if len(documents) > 1 or len(tables) > 1:
        raise typer.BadParameter("with --verify name one table and one scorecard at most")
    found = sk.verify_report(
        path,
        tables[0] if tables else None,
        card=sk.read_scorecard(Path(documents[0])) if documents else None,
        live=None if live is None else sk.read_scorecard(live),
    )
    if as_json:
        print_json(found.to_dict())
    else:
        typer.echo(str(found))
    if not found:
        raise typer.Exit(1)
