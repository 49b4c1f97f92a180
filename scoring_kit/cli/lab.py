"""`scoring-kit lab`: JupyterLab on a folder of notebooks, offline."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from typer import Argument, Option

from scoring_kit.errors import ScoringError

Folder = Annotated[
    Path, Argument(metavar="FOLDER", help="Where the notebooks are.", exists=True, file_okay=False)
]


def lab(
    folder: Folder = Path("."),
    browser: Annotated[bool, Option(help="Open a browser.")] = True,
    port: Annotated[int | None, Option(help="The port to listen on.", show_default=False)] = None,
) -> None:
    """Open JupyterLab on the first notebook of a folder, without asking any server for news.

    Example: scoring-kit lab notebooks
    """
    if find_spec("jupyterlab") is None:
        message = "JupyterLab is not installed; it comes with: pip install 'scoring-kit[lab]'"
        raise ScoringError(message)
    command = lab_command(folder.resolve(), browser=browser, port=port)
    with subprocess.Popen(command, env=lab_environment(os.environ)) as server:  # noqa: S603 - no shell
        raise typer.Exit(_wait(server))


def lab_command(folder: Path, *, browser: bool, port: int | None) -> list[str]:
    """Return the command that starts JupyterLab with the settings of `make lab`."""
    first = first_notebook(folder)
    where = f"/lab/tree/{quote(first.relative_to(folder).as_posix())}" if first else "/lab"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command.append(f"--LabApp.default_url={where}")
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    if not browser:
        command.append("--no-browser")
    return command if port is None else [*command, f"--ServerApp.port={port}"]


def lab_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which no news and no list of extensions is fetched."""
    settings = str(Path(__file__).with_name("jupyter"))
    paths = [settings, *filter(None, [environment.get("JUPYTER_CONFIG_PATH")])]
    return {**environment, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}


def first_notebook(folder: Path) -> Path | None:
    """Return the notebook to begin with: in the folder, or in its `notebooks`."""
    for place in (folder, folder / "notebooks"):
        found = sorted(place.glob("*.ipynb"))
        if found:
            return found[0]
    return None


def _wait(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server's end; at Ctrl-C it asks by itself whether to stop."""
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue
