"""Phrases that value functions share when they say in words what they do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.display.markup import Child, Markup, element, join, said, shortened
from scoring_kit.display.numbers import count, exact

MOST = 8
"""Knots, bins, categories or rules that a sentence names; the rest is counted."""

LONGEST_CODE = 400
"""Characters of an expression that are shown."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The input that a value function is said of: its unit, lowest and highest valid value."""

    unit: str | None = None
    low: float = -math.inf
    high: float = math.inf

    def place(self, x: float, *, with_unit: bool = False) -> Markup:
        """Return an input as text; the unit is said once in a sentence."""
        if not with_unit or self.unit is None:
            return Markup(exact(x))
        return join([exact(x), " ", said(self.unit, 40)])


def code(expression: str) -> Markup:
    """Return an expression as code."""
    return element("code", shortened(expression, LONGEST_CODE), class_="code")


def amount(value: float | str, reason: str | None = None) -> Markup:
    """Return a value, or the expression that gives it, and the reason that goes with it."""
    written = code(value) if isinstance(value, str) else Markup(exact(value))
    if reason is None:
        return written
    return join([written, " ", element("span", "(", said(reason, 40), ")", class_="reason")])


def listed(parts: Sequence[Child], noun: str, separator: str = ", ") -> Markup:
    """Return parts as one list; of many the first ones, how many are left out, and the last."""
    if len(parts) <= MOST + 1:
        return join(parts, separator)
    left = f"… {count(len(parts) - MOST)} more {noun} …"
    return join([*parts[: MOST - 1], left, parts[-1]], separator)


def knots_in_words(knots: Sequence[tuple[float, float]], axis: Axis, outside: str) -> Markup:
    """Return what straight lines through knots do between and outside of them."""
    parts: list[Child] = []
    for index, (x, value) in enumerate(knots):
        words: list[Child] = [exact(value), " at ", axis.place(x, with_unit=index == 0)]
        if outside == "clamp" and index == 0 and axis.low < x:
            words.append(" and below")
        if outside == "clamp" and index == len(knots) - 1 and axis.high > x:
            words.append(" and above")
        parts.append(join(words))
    return join([listed(parts, "knots"), f"; straight lines between{OUTSIDE[outside]}."])


OUTSIDE = {"clamp": "", "extrapolate": " and on beyond the ends", "invalid": "; invalid outside"}
"""What happens outside the domain; for `clamp` the ends say it."""


def bent(
    ends: Sequence[tuple[float, float]], axis: Axis, outside: str, share: Markup | str
) -> Markup:
    """Return what a curve between two ends does, with the formula of its share of the way."""
    (low, value_low), (high, value_high) = ends
    below, above = (" and below", " and above") if outside == "clamp" else ("", "")
    first: list[Child] = [exact(value_low), " at ", axis.place(low, with_unit=True), below]
    last: list[Child] = [exact(value_high), " at ", exact(high), above]
    way = formula(rise(value_low, value_high), " × ", share)
    return join([*first, ", ", *last, "; between ", way, OUTSIDE[outside], "."])


def rise(low: float, high: float) -> str:
    """Return "low + (high − low)" as a formula begins, short where low is 0."""
    return exact(high) if low == 0.0 else f"{exact(low)} + ({exact(high)} − {bracketed(low)})"


def minus(x: str, value: float) -> str:
    """Return "x − value"."""
    return x if value == 0.0 else f"{x} − {bracketed(value)}"


def bracketed(value: float) -> str:
    """Return a number, in brackets where a sign would meet another."""
    return exact(value) if value >= 0.0 else f"({exact(value)})"


def formula(*parts: Child) -> Markup:
    """Return a formula of numbers."""
    return element("span", *parts, class_="formula")
