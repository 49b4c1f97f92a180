"""Numbers as people read them: thousands apart, a real minus, few digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal

MINUS = "\u2212"
APART = "\u202f"
"""A narrow space that does not break, before a percent sign."""
EXACT = Context(prec=400)
"""Room for all digits that a double has before its point, and for those behind it."""
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

    A share and the rest of it always add up to 100, as halves are rounded to even.

    Examples
    --------
    >>> [percent(share).replace(APART, " ") for share in (0.28, 0.1812, 0.00001, 0.99999, 1.0)]
    ['28 %', '18.1 %', '< 0.1 %', '> 99.9 %', '100 %']
    """
    sign, written = _share(share, digits)
    return f"{sign}{_trimmed(written)}{APART}%"


def percents(shares: Sequence[float], digits: int = 1) -> list[str]:
    """Return shares that stand below each other, with the decimals of one in all.

    Examples
    --------
    >>> [share.replace(APART, " ") for share in percents([0.08, 0.198])]
    ['8.0 %', '19.8 %']
    """
    plain = [percent(share, digits) for share in shares]
    if not any("." in share for share in plain):
        return plain
    parts = [_share(share, digits) for share in shares]
    return [f"{sign}{written}{APART}%" for sign, written in parts]


def _share(share: float, digits: int) -> tuple[str, str]:
    """Return what stands before a share in per cent, and the share with all its decimals."""
    if not math.isfinite(share):
        return "", _infinite(share)
    least = Decimal(1).scaleb(-digits)
    shown = (Decimal(repr(share)) * 100).quantize(least, ROUND_HALF_EVEN, EXACT)
    if share > 0 and shown == 0:
        return "< ", f"{least:f}"
    if share < 1 and shown == 100:
        return "> ", f"{100 - least:f}"
    return "", _grouped(f"{abs(shown) if shown == 0 else shown:f}")


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
