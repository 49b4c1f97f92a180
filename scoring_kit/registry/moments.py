"""Moments that people give: with their time zone, or a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import overload

from scoring_kit.errors import RegistryError


@overload
def moment(given: datetime | date, role: str) -> datetime: ...
@overload
def moment(given: None, role: str) -> None: ...
@overload
def moment(given: datetime | date | None, role: str) -> datetime | None: ...
def moment(given: datetime | date | None, role: str) -> datetime | None:
    """Return a moment in UTC; a date is the end of its day there.

    Raises
    ------
    RegistryError
        When it has no time zone.

    Examples
    --------
    >>> moment(date(2026, 11, 26), "as_of").isoformat()
    '2026-11-26T23:59:59.999999+00:00'
    """
    if given is None:
        return None
    if not isinstance(given, datetime):
        return datetime.combine(given, time.max, UTC)
    if given.tzinfo is None:
        message = f"{role}: {given.isoformat()} has no time zone; give one, or a date (of UTC)"
        raise RegistryError("moment", message)
    return given.astimezone(UTC)
