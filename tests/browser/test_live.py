"""Charts in JupyterLab: drawn by what the notebook has itself, with no request to the network."""

import shutil
from pathlib import Path

import nbformat
import pytest

from tests.browser.laboratory import browser_page, chromium, jupyter_lab, run_notebook

ROOT = Path(__file__).parents[2]
CELLS = [
    "import scoring_kit as sk\n\n"
    'card = sk.read_scorecard("data/book_club.yaml")\n'
    'card = card.model_copy(update={"title": "a </script> b"})\n'
    'scores = sk.score(card, "data/book_club.parquet")',
    "scores.chart()",
    'scores.chart("tiers")',
    'scores.chart("reasons")',
    "scores.explain(25).chart()",
]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Return a page with every kind of chart."""
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine")
    root = tmp_path_factory.mktemp("charts")
    shutil.copytree(ROOT / "data", root / "data")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    # without a kernel's name JupyterLab would ask for one
    named = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=named)
    nbformat.write(notebook, root / "charts.ipynb")
    scratch = tmp_path_factory.mktemp("laboratory")
    with jupyter_lab(root, scratch) as server, browser_page(executable) as opened:
        run_notebook(opened, server, "charts.ipynb")
        yield opened


def test_each_chart_is_drawn(visit):
    drawn = visit.page.locator(".vega-embed canvas, .vega-embed svg.marks")
    drawn.nth(3).wait_for()
    assert drawn.count() == 4
    assert visit.errors == []


def test_no_chart_asks_the_network(visit):
    assert visit.refused == []


def test_a_chart_fits_a_narrow_notebook(visit):
    visit.page.set_viewport_size({"width": 700, "height": 900})
    widths = visit.page.locator(".vega-embed canvas").evaluate_all(
        "charts => charts.map(chart => chart.clientWidth)"
    )
    # histogram, tiers and waterfall; reasons have texts, and scroll in their cell
    assert max(widths[0], widths[1], widths[3]) < 560
