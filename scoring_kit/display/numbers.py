"""Numbers as people read them: thousands apart, a real minus, few digits."""

from __future__ import annotations

import math
from decimal import Decimal

MINUS = "\u2212"
APART = "\u202f"
"""A narrow space that does not break, before a percent sign."""
PLAIN_FROM, PLAIN_TO = 1e-5, 1e15
"""Between these a number is written out; beyond them with an exponent."""


def exact(value: float) -> str:
    """Return all digits that tell this number from its neighbours.

    Examples
    --------
    >>> exact(-1234567.25), exact(60.0), exact(1e-9), exact(0.1)
    ('−1,234,567.25', '60', '1e−9', '0.1')
    """
    if not math.isfinite(value):
        return _infinite(value)
    # adding 0.0 takes the sign off a negative zero
    digits = Decimal(repr(value + 0.0))
    if value != 0 and not PLAIN_FROM <= abs(value) < PLAIN_TO:
        return _scientific(digits)
    return _grouped(_trimmed(f"{digits:f}"))


def rounded(value: float, digits: int | None = None) -> str:
    """Return a number with `digits` decimals, else with four significant digits.

    Examples
    --------
    >>> rounded(1234.5678), rounded(0.00123456), rounded(57.68, 1), rounded(-0.0001, 1)
    ('1,235', '0.001235', '57.7', '0.0')
    """
    if not math.isfinite(value):
        return _infinite(value)
    if digits is not None and abs(value) < PLAIN_TO:
        written = f"{value:.{digits}f}"
        # what rounds to zero has no sign
        return _grouped(written.lstrip("-") if float(written) == 0 else written)
    if abs(value) >= 1000 and abs(value) < PLAIN_TO:
        return exact(float(round(value)))
    return exact(float(f"{value:.4g}"))


def signed(value: float, digits: int | None = None) -> str:
    """Return a number with its sign; zero has none.

    Examples
    --------
    >>> signed(3.25), signed(-3.25), signed(0.0)
    ('+3.25', '−3.25', '0')
    """
    written = rounded(value, digits)
    is_zero = not any(digit in "123456789∞" for digit in written)
    return written if is_zero or value < 0 else f"+{written}"


def count(value: int) -> str:
    """Return a whole number.

    Examples
    --------
    >>> count(1234567)
    '1,234,567'
    """
    return _grouped(str(value))


def plural(value: int, one: str, many: str | None = None) -> str:
    """Return a number of things.

    Examples
    --------
    >>> plural(1, "row"), plural(4000, "row"), plural(2, "criterion", "criteria")
    ('1 row', '4,000 rows', '2 criteria')
    """
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def percent(share: float, digits: int = 1) -> str:
    """Return a share in per cent; what is little is never 0, and almost all never 100.

    Examples
    --------
    >>> [percent(share).replace(APART, " ") for share in (0.28, 0.1812, 0.00001, 0.99999, 1.0)]
    ['28 %', '18.1 %', '< 0.1 %', '> 99.9 %', '100 %']
    """
    least = 10.0**-digits
    shown = round(share * 100, digits)
    if share > 0 and shown == 0:
        return f"< {_trimmed(f'{least:.{digits}f}')}{APART}%"
    if share < 1 and shown == 100:
        return f"> {_trimmed(f'{100 - least:.{digits}f}')}{APART}%"
    return f"{_grouped(_trimmed(f'{shown + 0.0:.{digits}f}'))}{APART}%"


def _infinite(value: float) -> str:
    if value != value:
        return "NaN"
    return "∞" if value > 0 else f"{MINUS}∞"


def _scientific(value: Decimal) -> str:
    digits, _, power = f"{value.normalize():e}".partition("e")
    return f"{digits}e{int(power)}".replace("-", MINUS)


def _trimmed(written: str) -> str:
    """Return a number without the zeros at its end."""
    return written.rstrip("0").rstrip(".") if "." in written else written


def _grouped(written: str) -> str:
    sign, digits = (MINUS, written[1:]) if written.startswith("-") else ("", written)
    whole, point, decimals = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{decimals}"
