"""A JupyterLab of its own and a headless Chromium that looks at it.

Everything that either writes goes into a temporary folder. Requests to any other machine are
refused and remembered, so that a test can say that there were none.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

START_SECONDS = 90
RUN_SECONDS = 180

KERNEL_IS_IDLE = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    return panel?.sessionContext?.session?.kernel?.status === 'idle'
        && panel.content.widgets.length > 0;
}"""
ALL_CELLS_RAN = """() => window.jupyterapp.shell.currentWidget.content.widgets.every(cell =>
    cell.model.type !== 'code' || !cell.model.sharedModel.source.trim()
    || (cell.model.executionCount && (cell.model.executionState || 'idle') === 'idle'))"""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: where it listens, and the token that it asks for."""

    port: int
    token: str

    def address(self, path: str) -> str:
        separator = "&" if "?" in path else "?"
        return f"http://127.0.0.1:{self.port}/{path}{separator}token={self.token}"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address("api"), timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            return False


@dataclass
class Visit:
    """A page, and what happened on it that should not have."""

    page: Page
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def gate(self, route: Route) -> None:
        self.refused.append(route.request.url)
        route.abort()


def chromium() -> str | None:
    """Return the browser of this machine, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def jupyter_lab(root: Path, scratch: Path) -> Iterator[Server]:
    """Serve the folder `root`; what the server itself writes goes into `scratch`."""
    server = Server(_free_port(), secrets.token_hex(16))
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places = {name: str(scratch / name.lower()) for name in folders}
    # What asks the network on its own stays off, as it is under `make lab`.
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", f"--port={server.port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={server.token}", f"--ServerApp.root_dir={root}"]
    command += ["--LabApp.expose_app_in_browser=True"]
    log = scratch / "server.log"
    with log.open("w") as sink:
        process = subprocess.Popen(
            command, env={**os.environ, **places}, stdout=sink, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_up(server, process, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def browser_page(executable: str) -> Iterator[Visit]:
    """Open an empty page in a fresh browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        page = context.new_page()
        page.set_default_timeout(60_000)
        visit = Visit(page)
        context.route(_is_foreign, visit.gate)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        yield visit
        browser.close()


def run_notebook(visit: Visit, server: Server, path: str) -> None:
    """Open a notebook of the served folder and run all its cells, as the menu does."""
    page = visit.page
    page.goto(server.address(f"lab/tree/{path}?reset"))
    page.wait_for_function(KERNEL_IS_IDLE, timeout=RUN_SECONDS * 1000)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_CELLS_RAN, timeout=RUN_SECONDS * 1000)


def _is_foreign(url: str) -> bool:
    return url.startswith(("http:", "https:", "ws:", "wss:")) and "//127.0.0.1:" not in url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not server.answers():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)
