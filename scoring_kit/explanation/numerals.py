"""Numbers as people read them, with one precision for all amounts of an explanation."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime

LONGEST_TEXT = 40
"""Signs of a text value that are shown before it is cut."""


def short(value: object) -> str:
    """Return a value with at most six digits, without zeros at the end.

    Examples
    --------
    >>> short(80.0), short(1234567.891), short(0.1 + 0.2), short(-0.0), short(None)
    ('80', '1,234,568', '0.3', '0', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return _number(float(value))  # pyright: ignore[reportArgumentType] - Decimal has no type here
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _number(value: float) -> str:
    if value != 0 and math.isfinite(value) and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.6g}".replace("-", "−", 1)
    whole = f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:,.6g}"
    if "e" in whole:
        whole = f"{value:,.0f}"
    return whole.replace("-", "−") if value != 0 else "0"


def decimals(amounts: Iterable[float]) -> int:
    """Return how many decimals amounts of this size need: three or four digits in all.

    Examples
    --------
    >>> decimals([86.7, 22.0]), decimals([0.93]), decimals([600.0, -12.0]), decimals([])
    (2, 4, 1, 2)
    """
    largest = max((abs(amount) for amount in amounts if math.isfinite(amount)), default=10.0)
    if largest == 0.0:
        return 2
    return min(6, max(0, 3 - math.floor(math.log10(largest))))


def amount(value: float | None, places: int, *, signed: bool = False) -> str:
    """Return an amount with fixed decimals and a true minus; a sign of change when asked.

    Examples
    --------
    >>> amount(-7.4, 2), amount(5.0, 1, signed=True), amount(-0.001, 2, signed=True)
    ('−7.40', '+5.0', '0.00')
    """
    if value is None:
        return "–"
    if abs(value) >= 1e15:
        return _number(value)
    text = f"{value:+,.{places}f}" if signed else f"{value:,.{places}f}"
    is_zero = not any(sign in "123456789" for sign in text)
    return text.lstrip("+-") if is_zero else text.replace("-", "−")


def percent(share: float) -> str:
    """Return a share as a percentage with at most one decimal.

    Examples
    --------
    >>> percent(1.0), percent(0.275), percent(0.0004), percent(0.99999)
    ('100 %', '27.5 %', '<0.1 %', '>99.9 %')
    """
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 < share < 1:
        return ">99.9 %"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"
