"""The first notebook as a person meets it: in JupyterLab, all cells run, a slider moved."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.laboratory import Visit, browser_page, jupyter_lab, run_notebook

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visit(executable, tmp_path_factory) -> Iterator[Visit]:
    """Return the page of the notebook after all its cells ran, on a copy of the folders."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, root / folder)
    scratch = tmp_path_factory.mktemp("laboratory")
    with jupyter_lab(root, scratch) as server, browser_page(executable) as opened:
        run_notebook(opened, server, "notebooks/00_start_here.ipynb")
        yield opened


def counts(visit: Visit) -> list[int]:
    """Return the members of each tier as the table shows them at the moment."""
    cells = visit.page.locator(".tier-counts tbody td:nth-child(2)")
    return [int(text) for text in cells.all_inner_texts()]


def test_all_cells_run_without_an_error(visit):
    failed = visit.page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert failed.all_inner_texts() == []
    assert visit.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert visit.errors == []


def test_counts_stand_at_the_right_of_their_columns(visit):
    aligned = visit.page.locator(".tier-counts td, .tier-counts thead th").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    )
    assert set(aligned) == {"right"}
    boxes = [visit.page.locator(at).first.bounding_box() for at in (".widget-vbox", ".tier-counts")]
    assert boxes[1]["x"] - boxes[0]["x"] < 20


def test_a_slider_moved_by_the_keyboard_changes_the_tier_counts(visit):
    before = counts(visit)
    text = visit.page.locator(".tier-counts").inner_text()
    visit.page.get_by_role("slider").first.focus()
    visit.page.keyboard.press("PageUp")
    visit.page.wait_for_function(
        "text => document.querySelector('.tier-counts').innerText !== text", arg=text
    )
    assert sum(counts(visit)) == sum(before) == 4000
    assert counts(visit) != before


def test_no_request_leaves_the_machine(visit):
    assert visit.refused == []
