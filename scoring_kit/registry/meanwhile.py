"""Versions that somebody added while somebody else edited the one before them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry import store
from scoring_kit.registry.schema import ScorecardRow, VersionRow
from scoring_kit.scorecard.merging import Merge, merge
from scoring_kit.scorecard.models import Scorecard

MOST = 5
"""Versions that are named; the rest is counted."""
IN_PYTHON = "; `merge` of this error"
"""From here on a conflict tells what to do with it in Python."""


async def added_since(session: AsyncSession, card: ScorecardRow, base: int) -> list[VersionRow]:
    """Return a version of a locked scorecard and all newer ones, in their order.

    Raises
    ------
    RegistryError
        When there is no version of this number.
    """
    if type(base) is not int:
        message = f"base: the number of a version is expected, such as 1, found {base!r}"
        raise RegistryError("number", message)
    first = await store.version_row(session, card, base)
    newer = (VersionRow.scorecard_id == card.id) & (VersionRow.number > base)
    rows = await session.scalars(select(VersionRow).where(newer).order_by(VersionRow.number))
    found = [first, *rows]
    for row in found:
        session.expunge(row)  # they outlive the transaction, which is taken back
    return found


def conflict(name: str, rows: Sequence[VersionRow]) -> ConflictError:
    """Return the error that says who added what after the first of these versions."""
    first, *newer = rows
    named = ", ".join(f"version {row.number} by {row.author}" for row in newer[:MOST])
    more = f" and {len(newer) - MOST} more" if len(newer) > MOST else ""
    came = "has come" if len(newer) == 1 else "have come"
    message = (
        f"{name!r} is no longer at version {first.number}, which was edited: {named}{more} {came} "
        f"since, and nothing was added{IN_PYTHON} holds both edits: resolve its conflicts, "
        f"if it has any, and add its card with base={newer[-1].number}"
    )
    return ConflictError("conflict", message)


def merge_of(card: Scorecard, rows: Sequence[VersionRow]) -> Merge:
    """Return an edit of the first of these versions and the last of them put together.

    Raises
    ------
    TamperingError
        When one of the two is not the one that was added.
    """
    base, newest = (store.version_of(card.name, row).card for row in (rows[0], rows[-1]))
    return merge(base, card, newest)
