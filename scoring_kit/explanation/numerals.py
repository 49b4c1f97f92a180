"""Values and amounts of an explanation as people read them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from scoring_kit.display.markup import shortened
from scoring_kit.display.numbers import exact, rounded, signed

NOTHING = "–"
LONGEST_PLAIN = 10_000
"""Whole numbers below it have no comma: 2016 may be a year."""
LONGEST_TEXT = 60
"""Characters of a text value that are shown before it is cut."""


def short(value: object, *, digits: int = 6) -> str:
    """Return a value of any kind on one line; numbers rounded unless they are whole.

    Examples
    --------
    >>> short(80.0), short(1234567), short(0.1 + 0.2), short("a  b"), short(None)
    ('80', '1,234,567', '0.3', 'a b', '–')
    """
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return _number(float(value), digits)
    return shortened(" ".join(str(value).split()), LONGEST_TEXT)


def _number(value: float, digits: int) -> str:
    is_whole = math.isfinite(value) and value == round(value)
    if is_whole and abs(value) < LONGEST_PLAIN:
        return exact(value).replace(",", "")
    return (
        exact(value)
        if is_whole or not math.isfinite(value)
        else exact(float(f"{value:.{digits}g}"))
    )


def decimals(amounts: Iterable[float]) -> int:
    """Return how many decimals amounts of this size need: two, fewer when large, more below 1.

    Examples
    --------
    >>> decimals([86.7, 22.0]), decimals([0.93]), decimals([600.0, -12.0]), decimals([])
    (2, 4, 1, 2)
    """
    largest = max((abs(amount) for amount in amounts if math.isfinite(amount)), default=0.0)
    if largest == 0.0:
        return 2
    places = min(6, max(0, 3 - math.floor(math.log10(largest))))
    return min(places, 2) if largest >= 1.0 else places


def amount(value: float | None, places: int, *, with_sign: bool = False) -> str:
    """Return an amount with fixed decimals, with its sign where that is asked for.

    Examples
    --------
    >>> amount(-7.4, 2), amount(5.0, 1, with_sign=True), amount(None, 2)
    ('−7.40', '+5.0', '–')
    """
    if value is None:
        return NOTHING
    return signed(value, places) if with_sign else rounded(value, places)
