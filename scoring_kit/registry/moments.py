"""Moments that people give: with their time zone, or a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import NoReturn, overload

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
        When it is neither, has no time zone, or lies before the year 1 or after 9999 in UTC.

    Examples
    --------
    >>> moment(date(2026, 11, 26), "as_of").isoformat()
    '2026-11-26T23:59:59.999999+00:00'
    """
    if given is None:
        return None
    # whatever somebody gives: a text would fail in words of Python's own
    if not isinstance(given, date):  # pyright: ignore[reportUnnecessaryIsInstance]
        _refused(role, f"a moment with its time zone, or a date, is expected, found {given!r}")
    if not isinstance(given, datetime):
        return datetime.combine(given, time.max, UTC)
    if given.tzinfo is None:
        _refused(role, f"{given.isoformat()} has no time zone; give one, or a date (of UTC)")
    try:
        return given.astimezone(UTC)
    except OverflowError:
        _refused(role, f"{given.isoformat()} is not within the years 1 to 9999 of UTC")


def _refused(role: str, message: str) -> NoReturn:
    raise RegistryError("moment", f"{role}: {message}")
