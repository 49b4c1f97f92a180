"""The first notebook as a person meets it: in JupyterLab, all cells run, a weight moved."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.front_ends import settle, state_of
from tests.browser.laboratory import Visit, browser_page, jupyter_lab, run_notebook

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("start_here")]


@pytest.fixture(scope="module")
def visit(executable, tmp_path_factory) -> Iterator[Visit]:
    """Return the page of the notebook after all its cells ran, on a copy of the folders."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, root / folder)
    scratch = tmp_path_factory.mktemp("laboratory")
    with jupyter_lab(root, scratch) as server, browser_page(executable) as opened:
        run_notebook(opened, server, "notebooks/00_start_here.ipynb")
        settle(opened.page)
        yield opened


def rows_that_change_tier(visit: Visit) -> str:
    # its text, as the laboratory does not lay out cells that are far from what is looked at
    text = visit.page.locator(".hero .h1c .big").text_content()
    return re.match("[0-9,]*", text or "").group()


def test_all_cells_run_without_an_error(visit):
    failed = visit.page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert failed.all_inner_texts() == []
    assert visit.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert visit.errors == []


def test_the_playground_shows_the_edit_of_a_later_cell(visit):
    assert [entry["label"] for entry in state_of(visit.page)["history"]] == [
        "engagement: weight 0.50 -> 0.60 (1 other follows)"
    ]
    # As the notebook says it in words: 706 rows up, 46 down.
    assert rows_that_change_tier(visit) == "752"


def test_a_weight_moved_by_the_keyboard_changes_the_headline(visit):
    visit.page.get_by_role("slider", name=re.compile("^Weight of engagement")).focus()
    visit.page.keyboard.press("PageUp")
    settle(visit.page)
    assert state_of(visit.page)["edits"] == 2
    assert rows_that_change_tier(visit) != "752"
    visit.page.keyboard.press("Control+z")
    settle(visit.page)
    assert rows_that_change_tier(visit) == "752"


def test_no_request_leaves_the_machine(visit):
    assert visit.refused == []
