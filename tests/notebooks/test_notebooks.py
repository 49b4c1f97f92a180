"""How notebooks are kept: short, run from top to bottom, clean. That they run is nbval's part."""

import json
from pathlib import Path

import pytest

from tests.notebooks.executing import executed

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CHECKED = "# NBVAL_CHECK_OUTPUT"


def code_cells(path):
    return [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]


def source(cell):
    return "".join(cell["source"]).splitlines()


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_it_has_at_most_25_cells_of_at_most_10_lines(notebook):
    assert len(json.loads(notebook.read_text())["cells"]) <= 25
    assert [source(cell) for cell in code_cells(notebook) if len(source(cell)) > 10] == []


def test_it_was_run_from_top_to_bottom(notebook):
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))


def test_its_outputs_hold_no_error_and_no_warning(notebook):
    outputs = [output for cell in code_cells(notebook) for output in cell["outputs"]]
    bad = [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert bad == []


def test_at_least_three_of_its_outputs_are_compared(notebook):
    checked = [cell for cell in code_cells(notebook) if source(cell)[0] == CHECKED]
    assert len(checked) >= 3
    assert all(cell["outputs"] for cell in checked)


def test_the_first_notebook_is_there():
    assert NOTEBOOKS[0].name == "00_start_here.ipynb"


def test_it_gives_the_same_bytes_when_it_is_run_again(notebook):
    assert executed(notebook) == notebook.read_text()
