"""What held from when to when: a band for each place, over one axis of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.display.markup import Child, Markup, element, join
from scoring_kit.display.pictures import LETTER, Range, Tick, axis, share


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which something held, with a word at its beginning.

    is_now: whether it still does.
    """

    start: float
    end: float
    text: str
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The periods of a place, the first one first. label: what they are, in words."""

    name: Child
    periods: Sequence[Period]
    label: str


def timeline(bands: Sequence[Band], ticks: Sequence[Tick], *, x: Range) -> Markup:
    """Return bands below each other, over an axis.

    Examples
    --------
    >>> timeline([Band("here", [Period(0, 1, "1")], "version 1")], [], x=(0, 2)).count("<rect")
    1
    """
    rows = [
        element("div", element("span", band.name, class_="of"), " ", _track(band, x))
        for band in bands
    ]
    below = element("div", element("span", class_="of"), axis(ticks, x), class_="below")
    return element("div", *rows, below, class_="timeline")


def _track(band: Band, x: Range) -> Markup:
    shapes = [_shape(period, x) for period in band.periods]
    svg = element("svg", *shapes, role="img", aria_label=band.label)
    return element("div", svg, join(_words(band.periods, x), " "), class_="track")


def _words(periods: Sequence[Period], x: Range) -> list[Markup]:
    """Return the words over a band from the last one on, as far as none touches the next."""
    words: list[Markup] = []
    limit = math.inf
    for period in reversed(periods):
        place, width = share(period.start, x), LETTER * (len(period.text) + 1)
        is_last = place + width > 1.0
        start = place - width if is_last else place
        if start + width <= limit:
            kind = "at last" if is_last else "at"
            words.append(element("span", period.text, class_=kind, style=f"left:{place:.2%}"))
            limit = start
    return words[::-1]


def _shape(period: Period, x: Range) -> Markup:
    start, end = share(period.start, x), share(period.end, x)
    kind = "now" if period.is_now else "past"
    return element(
        "rect", class_=kind, x=f"{start:.2%}", width=f"{max(end - start, 0.0):.2%}", height="8"
    )
