"""Runs a notebook from top to bottom and writes it in one form, the same bytes each time.

As a program it renews notebooks: python -m tests.notebooks.executing notebooks/*.ipynb
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"


def executed(path: Path) -> str:
    """The notebook with the outputs of a run, without times and random names.

    A widget is kept as what it looks like where nothing can run; the reference to the widget,
    which dies with the kernel, is left out.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(executed(Path(name)))
