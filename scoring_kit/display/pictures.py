"""Small pictures: shapes are SVG that stretches, words are HTML that never does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring_kit.display.markup import Child, Markup, element, join

Range = tuple[float, float]
Point = tuple[float, float]

WIDE, HIGH = 1000.0, 100.0
"""Units of a picture; the style sheet says how large it stands on the page."""
LETTER = 0.027
"""Width of a letter on an axis, as a share of the smallest picture."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The ranges of a picture in the units of its data."""

    x: Range
    y: Range

    def at(self, point: Point) -> str:
        """Return a point in units of the picture, as a path is written."""
        across, up = share(point[0], self.x), share(point[1], self.y)
        return f"{across * WIDE:.1f} {HIGH - up * HIGH:.1f}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A word on the axis below a picture."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a histogram: from, to, height; and the tone it is painted in, 1 the darkest."""

    start: float
    end: float
    height: float
    tone: int = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """A line across a histogram, with words at its right where it begins something."""

    at: float
    text: str
    is_drawn: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar with a label before it and its figure after it.

    mark: where a line across the bar says what it was before.
    """

    label: Child
    value: float
    figure: Child
    start: float = 0.0
    mark: float | None = None


def share(value: float, within: Range) -> float:
    """Return where a value lies in a range, 0 to 1; a range without width has its middle.

    Examples
    --------
    >>> share(3.0, (2.0, 6.0)), share(9.0, (2.0, 6.0)), share(2.0, (2.0, 2.0))
    (0.25, 1.0, 0.5)
    """
    # halves, as the width between the two largest numbers is no number
    low, high = within[0] / 2, within[1] / 2
    if not low < high:
        return 0.5
    return min(max((value / 2 - low) / (high - low), 0.0), 1.0)


def line_picture(
    pieces: Iterable[Sequence[Point]],
    frame: Frame,
    ticks: Sequence[Tick],
    *,
    label: str,
    behind: Sequence[Column] = (),
    ghost: Iterable[Sequence[Point]] = (),
) -> Markup:
    """Return a line, broken where its pieces are, over an axis with ticks.

    behind: the data, as columns with heights from 0 to 1. ghost: another line, dashed.
    label: what the picture shows, for those who do not see it.
    """
    shapes = [
        *(_column(column, Frame(frame.x, (0.0, 1.0)), "behind") for column in behind),
        *([_path([(x, 0.0) for x in frame.x], frame, "level")] if _crosses_zero(frame.y) else []),
        *(_path(piece, frame, "ghost") for piece in ghost),
        *(_path(piece, frame, "line") for piece in pieces),
    ]
    return element("div", _area(shapes, label), axis(ticks, frame.x), class_="picture")


def steps(edges: Sequence[float], values: Sequence[float | None]) -> list[list[Point]]:
    """Return the pieces of a stair: ``values[i]`` from ``edges[i]`` to ``edges[i + 1]``.

    A value that is None leaves a gap.

    Examples
    --------
    >>> steps([0, 1, 2, 3], [5, None, 7])
    [[(0, 5), (1, 5)], [(2, 7), (3, 7)]]
    """
    pieces: list[list[Point]] = []
    last: float | None = None
    for place, value in enumerate(values):
        if value is not None:
            if last is None:
                pieces.append([])
            pieces[-1] += [(edges[place], value), (edges[place + 1], value)]
        last = value
    return pieces


def histogram(
    bars: Sequence[Column], cuts: Sequence[Cut], ticks: Sequence[Tick], *, x: Range, label: str
) -> Markup:
    """Return columns with lines across where something begins, such as a tier."""
    highest = max((column.height for column in bars), default=0.0)
    frame = Frame(x, (0.0, highest or 1.0))
    shapes = [_column(column, frame, f"t{column.tone}") for column in bars]
    lines = [
        element(
            "span",
            element("b", cut.text),
            class_="cut" if cut.is_drawn else "cut begins",
            style=_left(cut.at, x),
        )
        for cut in cuts
    ]
    drawn = element("div", _svg(shapes, label), join(lines, " "), class_="area")
    return element("div", drawn, axis(ticks, x), class_="picture histogram")


def bar_list(bars: Sequence[Bar], *, label: str, within: Range | None = None) -> Markup:
    """Return horizontal bars on one scale, from 0 or from where each starts.

    within: the scale; else it holds 0 and every bar.
    """
    ends = [0.0, *(end for bar in bars for end in (bar.start, bar.start + bar.value))]
    ends += [bar.mark for bar in bars if bar.mark is not None]
    scale = within or (min(ends), max(ends))
    rows = [_bar_row(bar, scale) for bar in bars]
    return element("div", *rows, class_="bars", role="group", aria_label=label)


def waterfall(
    bars: Sequence[Bar],
    *,
    label: str,
    start: tuple[Child, float, Child] | None = None,
    end: tuple[Child, float, Child] | None = None,
) -> Markup:
    """Return bars of which each starts where the one before ended.

    start, end: what is stood at before and after, with label, place and figure; the first
    bar starts at `start`, else at 0.
    """
    at = 0.0 if start is None else start[1]
    placed: list[Bar] = []
    for bar in bars:
        placed.append(Bar(bar.label, bar.value, bar.figure, at))
        at += bar.value
    places = [0.0 if start is None else start[1], at, *(bar.start for bar in placed)]
    places += [given[1] for given in (start, end) if given is not None]
    scale = (min(places), max(places))
    rows = [_bar_row(bar, scale) for bar in placed]
    if start is not None:
        rows.insert(0, _total_row(start, scale))
    if end is not None:
        rows.append(_total_row(end, scale))
    return element("div", *rows, class_="bars waterfall", role="group", aria_label=label)


def axis(ticks: Sequence[Tick], x: Range) -> Markup:
    """Return the words below a picture; where two would touch, the later one is left out."""
    placed = [(share(tick.at, x), tick.text) for tick in sorted(ticks, key=lambda tick: tick.at)]
    kept: list[tuple[float, str]] = []
    # the two ends first: they say what range is seen
    for tick in [*placed[:1], *placed[-1:], *placed[1:-1]]:
        if all(_apart(tick, other) for other in kept):
            kept.append(tick)
    words = [
        element("span", word, class_=_edge(place), style=f"left:{place:.2%}")
        for place, word in sorted(kept)
    ]
    return element("div", join(words, " "), class_="axis", aria_hidden="true")


def _apart(one: tuple[float, str], other: tuple[float, str]) -> bool:
    width = LETTER * (len(one[1]) + len(other[1]) + 2)
    at_the_edge = _edge(one[0]) is not None or _edge(other[0]) is not None
    return abs(one[0] - other[0]) >= (width if at_the_edge else width / 2)


def _crosses_zero(within: Range) -> bool:
    return within[0] < 0.0 < within[1]


def _edge(place: float) -> str | None:
    if place < 0.02:
        return "first"
    return "last" if place > 0.98 else None


def _left(at: float, x: Range) -> str:
    return f"left:{share(at, x):.2%}"


def _area(shapes: Sequence[Child], label: str) -> Markup:
    return element("div", _svg(shapes, label), class_="area")


def _svg(shapes: Sequence[Child], label: str) -> Markup:
    return element(
        "svg",
        *shapes,
        viewBox=f"0 0 {WIDE:g} {HIGH:g}",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
    )


def _path(points: Sequence[Point], frame: Frame, kind: str) -> Markup:
    return element("path", class_=kind, d=f"M{' L'.join(frame.at(point) for point in points)}")


def _column(column: Column, frame: Frame, kind: str) -> Markup:
    start, end = (share(at, frame.x) * WIDE for at in (column.start, column.end))
    height = share(column.height, frame.y) * HIGH
    # a hairline between columns, unless they are too thin for it
    width = max(end - start - 1.5, (end - start) * 0.7)
    return element(
        "rect",
        class_=kind,
        x=f"{start:.1f}",
        y=f"{HIGH - height:.1f}",
        width=f"{width:.1f}",
        height=f"{height:.1f}",
    )


def _bar_row(bar: Bar, scale: Range) -> Markup:
    ends = sorted(share(at, scale) for at in (bar.start, bar.start + bar.value))
    kind = "less" if bar.value < 0 else "more"
    drawn = element(
        "rect", class_=kind, x=f"{ends[0]:.2%}", width=f"{ends[1] - ends[0]:.2%}", height="8"
    )
    zero = _mark(0.0, scale) if _crosses_zero(scale) else None
    before = None if bar.mark is None else _mark(bar.mark, scale, "before")
    return _row(bar.label, element("svg", drawn, zero, before, aria_hidden="true"), bar.figure)


def _total_row(total: tuple[Child, float, Child], scale: Range) -> Markup:
    label, at, figure = total
    mark = element("svg", _mark(at, scale, "total"), aria_hidden="true")
    return _row(element("b", label), mark, element("b", figure))


def _mark(at: float, scale: Range, kind: str = "zero") -> Markup:
    place = f"{share(at, scale):.2%}"
    return element("line", class_=kind, x1=place, x2=place, y1="-4", y2="12")


def _row(label: Child, drawn: Child, figure: Child) -> Markup:
    cells = [
        element("span", label, class_="of"),
        element("span", drawn, class_="track"),
        element("span", figure, class_="figure"),
    ]
    return element("div", join(cells, " "))
