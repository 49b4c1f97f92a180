"""How names, numbers and shares are written in the comments of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from scoring_kit.scorecard.fields import shorten

_EPOCH = date(1970, 1, 1)


def shown(value: object) -> str:
    r"""Return a value for a comment: quoted, short, without signs that cannot be seen.

    Examples
    --------
    >>> print(shown("two" + chr(10) + "lines"), shown(12500.0), shown(True))
    'two\nlines' 12,500 true
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(float(value))
    return shorten(repr(value), 48)


def number(value: float) -> str:
    """Return a number as people write it, to six digits or the whole.

    Examples
    --------
    >>> number(13577.2857), number(1234567.8), number(0.1), number(1e300)
    ('13,577.3', '1,234,568', '0.1', '1e+300')
    """
    return f"{value:,.0f}" if 1e6 <= abs(value) < 1e15 else f"{value:,.6g}"


def day(days: float) -> date:
    """Return the date of a number of days since 1970-01-01."""
    return _EPOCH + timedelta(days=days)


def percent(part: int, whole: int) -> str:
    """Return a share in percent; neither 0 nor 100 where it is only near.

    Examples
    --------
    >>> percent(32, 1000), percent(1, 9999), percent(9999, 10000)
    ('3.2 %', 'under 0.1 %', 'over 99.9 %')
    """
    share = 100.0 * part / whole
    if 0.0 < share < 0.1:
        return "under 0.1 %"
    if 99.9 < share < 100.0:
        return "over 99.9 %"
    return f"{share:.1f} %"


def counted(count: int, noun: str) -> str:
    """Return '1 row' or '2 rows'."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(items: Iterable[str]) -> str:
    """Return the items with commas between them."""
    return ", ".join(items)
