"""What all charts share: the package, and colours that are read on light and dark grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from scoring_kit.optional import require

if TYPE_CHECKING:
    import altair

INK = "#737c85"
"""Text and axes: as far from white as from the ground of a dark notebook."""
QUIET = "#8a949f"
WIDTH = 420
"""Pixels from the axis to the right: with its words a chart fits in a narrow notebook."""
SHADES = ("#5b6670", "#78838d", "#95a0aa", "#b0b9c1")
"""Tiers from the highest; more tiers repeat the last shade."""

MIME = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""What JupyterLab, Notebook 7 and VS Code draw by themselves: nothing is fetched."""

Records = Sequence[Mapping[str, Any]]


def open_altair() -> Any:  # noqa: ANN401 (a module, which may not be there)
    """Return altair, or say what installs it."""
    return require("altair", "charts")


def data(records: Records) -> Any:  # noqa: ANN401 (of a package that may not be there)
    """Return records as data that a chart holds in itself."""
    return open_altair().Data(values=[dict(record) for record in records])


def finished(*layers: Any, title: str, height: int | None) -> altair.LayerChart:  # noqa: ANN401
    """Return one chart of these, with its size and colours, on the ground of the page."""
    size = {"width": WIDTH} if height is None else {"width": WIDTH, "height": height}
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": INK,
        "domainColor": INK,
        "gridOpacity": 0.25,
        "titleFontWeight": "normal",
    }
    return (
        _chart_class()(layer=list(layers))
        .properties(**size, title=title)
        .configure(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(**axis)
        .configure_title(color=INK, anchor="start", fontWeight="normal", limit=WIDTH)
        .configure_legend(labelColor=INK, titleColor=INK)
    )


@cache
def _chart_class() -> Any:  # noqa: ANN401 (of a package that may not be there)
    """Return altair's chart of layers, displayed without a request to any other machine.

    What altair displays unless told otherwise is a script that fetches Vega, and that ends at a
    ``</script>`` in a name. A renderer that the user has enabled is left to it.
    """
    alt = open_altair()

    class OfflineChart(alt.LayerChart):
        def _repr_mimebundle_(self, *args: object, **options: object) -> Any:  # noqa: ANN401
            if alt.renderers.active != "default":
                plain: Any = super()
                return plain._repr_mimebundle_(*args, **options)
            drawn = self.to_dict() | {"$schema": SCHEMA}
            return {MIME: drawn, "text/plain": f"Chart: {drawn.get('title', '')}"}

    return OfflineChart
