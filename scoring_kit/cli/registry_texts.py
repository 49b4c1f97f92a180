"""What a registry gives, as plain data for JSON and as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scoring_kit.cli.output import draw_table, words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.table import Table

    from scoring_kit.registry import Transition
    from scoring_kit.registry.keys import KeyRecord
    from scoring_kit.registry.records import AuditEntry


def plain(record: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a record as JSON holds them; a document itself is left out."""
    names = (field.name for field in fields(record) if field.name != "document")
    return {name: _plain(getattr(record, name)) for name in names}


def minute(moment: datetime) -> str:
    """Return a moment to the minute, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M}"


def history_table(name: str, links: Sequence[Transition]) -> Table:
    """Return what was done with a scorecard, a row for each thing."""
    heads = ["", "when (UTC)", "what", "version", "where", "who", "why"]
    drawn = draw_table(f"{name}: history", heads, right=("", "version"))
    for link in links:
        who = f"{link.actor} ({link.identity})"
        cells = (
            minute(link.at),
            link.action,
            str(link.number),
            link.environment or "",
            who,
            link.message,
        )
        drawn.add_row(str(link.sequence), *map(words, cells))
    return drawn


def audit_table(entries: Iterable[AuditEntry]) -> Table:
    """Return what was refused or done to the registry itself, a row for each thing."""
    drawn = draw_table("Audit", ["when (UTC)", "who", "what", "about", "code", "message"])
    for entry in entries:
        number = "" if entry.number is None else f" version {entry.number}"
        place = f" in {entry.environment}" if entry.environment else ""
        about = f"{entry.scorecard or ''}{number}{place}".strip()
        who = f"{entry.actor} ({entry.identity})" if entry.identity else entry.actor
        cells = (minute(entry.clock), who, entry.action, about, entry.code, entry.message)
        drawn.add_row(*map(words, cells))
    return drawn


def keys_table(records: Iterable[KeyRecord]) -> Table:
    """Return what is known of keys, a row for each."""
    heads = ["", "user", "scopes", "environments", "created (UTC)", "expires", "revoked"]
    drawn = draw_table("Keys", heads)
    for record in records:
        places = "all" if record.environments is None else ", ".join(record.environments)
        times = (record.created, record.expires, record.revoked)
        ends = ("" if moment is None else minute(moment) for moment in times)
        cells = (record.id, record.user, ", ".join(record.scopes), places, *ends)
        drawn.add_row(*map(words, cells))
    return drawn


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
