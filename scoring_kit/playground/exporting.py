"""What a playground hands over: the document, the changes, the SQL, and the rows that moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.engines.statements import scoring_statement
from scoring_kit.playground.board import Board
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.impact import paired
from scoring_kit.playground.session_state import SessionState
from scoring_kit.scorecard.document import to_document
from scoring_kit.scorecard.files import friendly
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.writing import to_yaml
from scoring_kit.tables.table import Table, table_columns

if TYPE_CHECKING:
    import pandas

_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that spreadsheets take for a formula."""


def document_text(card: Scorecard, existing: str | None = None) -> str:
    """Return a scorecard as YAML that reads back to the same scorecard.

    existing: the YAML that it was read from, whose comments, order and spelling stay where the
    meaning does; None for a fresh text.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.scorecard.files import read_scorecard_text
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> read_scorecard_text(document_text(card)) == card
    True
    """
    return to_yaml(friendly(to_document(card)), existing=existing)


def changes_text(session: SessionState) -> str:
    """Return what differs between live and draft, one line each, under a line that says so.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> from scoring_kit.playground.session import Session
    >>> session = Session(sk.example("book_club").scorecard)
    >>> _ = session.set_tier("A", 62)
    >>> print(changes_text(session), end="")
    book_club: draft against live
    - tier A: 60 -> 62
    """
    lines = [f"- {change.text}" for change in session.changes()]
    name = session.scorecard.name
    return "\n".join([f"{name}: draft against live", *(lines or ["- no changes"]), ""])


def sql_text(board: Board, card: Scorecard, table: str = "data") -> str:
    """Return the SELECT that scores a table of this name, as DuckDB runs it.

    It has the columns of `score()`: the key, score, tier, status, coverage, reasons.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> sql_text(Board(card, "data/book_club.parquet"), card).splitlines()[-1][-1]
    ';'
    """
    columns = table_columns(board.table)
    plan = compile_scorecard(card, columns, board.parameters, with_contributions=False)
    names = [output.name for output in plan.outputs]
    plan = plan.only(names[: names.index("knock_outs") + 1])
    read = Table(quote_identifier(table), board.table.columns, keeps_order=False)
    return f"{scoring_statement(plan, read, card.key)};\n"


def movers_csv(
    board: Board, live: Scorecard, draft: Scorecard, keys: str | Sequence[str] | None = None
) -> str:
    """Return the rows that changed rank or tier as CSV with a header, most moved ranks first.

    The columns are those of `Impact.deltas`. Rows with a score under one version only come
    last; equal ones stand in the order of the table. A text that begins as a formula does,
    with = + - @ or a tab, gets a ' in front, so that no spreadsheet runs it: whoever reads the
    file back takes that off. Numbers stay as they are, negative ones too.

    keys: as `impact` takes them.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> movers_csv(Board(card, "data/book_club.parquet", also=card.key), card, card)[:29]
    'customer_id,live_score,score,'
    """
    frame = paired(board, live, draft, keys)[1].to_pandas()
    ranks = frame["rank"].fillna(0) != frame["live_rank"].fillna(0)
    now, was = frame["tier"], frame["live_tier"]
    tiers = ~((now == was).fillna(False).astype(bool) | (now.isna() & was.isna()))
    moved = frame[(ranks | tiers).to_numpy(bool)]
    sizes = moved["move"].abs().fillna(-1)
    chosen = moved.loc[sizes.sort_values(ascending=False, kind="stable").index]
    harmless = chosen.apply(_harmless).rename(columns=_plain)
    return harmless.to_csv(index=False, lineterminator="\n")


def _harmless(column: pandas.Series[Any]) -> pandas.Series[Any]:
    if column.dtype.kind in "biufM":
        return column
    known = {text: _plain(text) for text in column.dropna().unique()}
    changed = {text: plain for text, plain in known.items() if plain is not text}
    return column.map(_plain) if changed else column


def _plain(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value


def exported(what: str, session: SessionState, board: Board, keys: Sequence[str]) -> dict[str, str]:
    """Return a file that a screen asks for: its name, its media type and its text.

    what: document, changes, sql or movers.

    Raises
    ------
    EditError
        When it is anything else.
    """
    card = session.scorecard
    makes: dict[str, tuple[str, str, Callable[[], str]]] = {
        "document": ("yaml", "application/yaml", lambda: document_text(card)),
        "changes": ("changes.txt", "text/plain", lambda: changes_text(session)),
        "sql": ("sql", "application/sql", lambda: sql_text(board, card)),
        "movers": (
            "movers.csv",
            "text/csv",
            lambda: movers_csv(board, session.live, card, keys or None),
        ),
    }
    if what not in makes:
        message = f"no file {what!r}; there are {', '.join(makes)}"
        raise EditError("unknown_name", "export", message)
    ending, kind, make = makes[what]
    return {"name": f"{_file_name(card.name)}.{ending}", "type": kind, "text": make()}


def _file_name(name: str) -> str:
    """Return a name that any file system takes."""
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:100] or "scorecard"
