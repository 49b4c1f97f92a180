"""Displays in JupyterLab: charts drawn without the network, wide tables moved by the keyboard."""

import shutil
from pathlib import Path

import pytest

from tests.browser.laboratory import browser_page, jupyter_lab, run_notebook, write_notebook

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
    'keys = [f"a_very_long_name_of_a_column_{n}" for n in range(9)]\n'
    "wide = dict.fromkeys(keys, ['x' * 99]) | {'points': [1.0]}\n"
    "one = {'criterion': 'points', 'value': 'identity', 'missing': 'fail'}\n"
    "root = {'aggregate': 'mean', 'of': [one]}\n"
    "card = sk.parse_scorecard({'schema': 'scoring-kit/1', 'name': 'wide', 'score': root})\n"
    "sk.score(card, wide, key=keys)",
]
WHERE = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    return [document.querySelector('.skd .table').scrollLeft, notebook.activeCellIndex];
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(executable, tmp_path_factory):
    """Return a page with every kind of chart, and with a table that is wider than the page."""
    root = tmp_path_factory.mktemp("displays")
    shutil.copytree(ROOT / "data", root / "data")
    write_notebook(root / "displays.ipynb", CELLS)
    scratch = tmp_path_factory.mktemp("laboratory")
    with jupyter_lab(root, scratch) as server, browser_page(executable) as opened:
        run_notebook(opened, server, "displays.ipynb")
        yield opened


def test_each_chart_is_drawn(visit):
    drawn = visit.page.locator(".vega-embed canvas, .vega-embed svg.marks")
    drawn.nth(3).wait_for()
    assert drawn.count() == 4
    assert visit.errors == []


def test_nothing_asks_the_network(visit):
    assert visit.refused == []


def test_a_chart_fits_a_narrow_notebook(visit):
    visit.page.set_viewport_size({"width": 700, "height": 900})
    widths = visit.page.locator(".vega-embed canvas").evaluate_all(
        "charts => charts.map(chart => chart.clientWidth)"
    )
    # histogram, tiers and waterfall; reasons have texts, and scroll in their cell
    assert max(widths[0], widths[1], widths[3]) < 560


def test_a_wide_table_scrolls_in_its_box_by_the_keyboard(visit):
    visit.page.set_viewport_size({"width": 700, "height": 900})
    table = visit.page.locator(".skd .table").first
    table.scroll_into_view_if_needed()
    table.locator("td").first.click()
    scrolled, cell = visit.page.evaluate(WHERE)
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("() => document.querySelector('.skd .table').scrollLeft > 0")
    assert scrolled == 0
    assert visit.page.evaluate(WHERE)[1] == cell
    frame = visit.page.locator(".skd-frame").first
    assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") == 0
