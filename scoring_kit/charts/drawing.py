"""What all charts share: the package, and colours that are read on light and dark grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scoring_kit.optional import require

if TYPE_CHECKING:
    import altair

INK = "#7a848e"
"""Text and axes."""
QUIET = "#8a949f"
SHADES = ("#5b6670", "#78838d", "#95a0aa", "#b0b9c1")
"""Tiers from the highest; more tiers repeat the last shade."""

Records = Sequence[Mapping[str, Any]]


def open_altair() -> Any:  # noqa: ANN401 (a module, which may not be there)
    """Return altair, or say what installs it."""
    return require("altair", "charts")


def data(records: Records) -> Any:  # noqa: ANN401 (of a package that may not be there)
    """Return records as data that a chart holds in itself."""
    return open_altair().Data(values=[dict(record) for record in records])


def finished(chart: Any, *, title: str | None, width: int, height: int | None) -> altair.Chart:  # noqa: ANN401
    """Return a chart with its size and colours, on the ground of the page."""
    size = {"width": width} if height is None else {"width": width, "height": height}
    titled = chart.properties(**size, **({} if title is None else {"title": title}))
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": INK,
        "domainColor": INK,
        "gridOpacity": 0.25,
        "titleFontWeight": "normal",
    }
    return (
        titled.configure(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(**axis)
        .configure_title(color=INK, anchor="start", fontWeight="normal")
        .configure_legend(labelColor=INK, titleColor=INK)
    )
