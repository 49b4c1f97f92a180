"""A Jupyter server of its own and a headless Chromium that looks at it.

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

import nbformat
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

START_SECONDS = 90
RUN_SECONDS = 180

OFFLINE_TEMPLATE = """{%- extends 'lab/index.html.j2' -%}
{%- block notebook_css -%}
{%- set written = super() -%}
{%- for part in written.split('<link') -%}
{%- if loop.first -%}{{ part }}
{%- elif 'https://' in part.split('>')[0] -%}{{ part.split('>')[1:] | join('>') }}
{%- else -%}<link{{ part }}
{%- endif -%}
{%- endfor -%}
{%- endblock -%}
"""
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
    """A running server: which one, where it listens, and the token that it asks for.

    runtime: the folder that it keeps the addresses of its kernels in.
    """

    port: int
    token: str
    kind: str
    runtime: Path

    def address(self, path: str) -> str:
        separator = "&" if "?" in path else "?"
        return f"http://127.0.0.1:{self.port}/{path}{separator}token={self.token}"

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address("api"), timeout=1):
                return True
        except urllib.error.HTTPError:
            return True  # Voila has no such page, but says so
        except (urllib.error.URLError, OSError):
            return False


@dataclass
class Visit:
    """A page, and what happened on it that should not have."""

    page: Page
    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def gate(self, route: Route) -> None:
        self.refused.append(route.request.url)
        route.abort()


def chromium() -> str | None:
    """Return the browser of this machine, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def jupyter_lab(root: Path, scratch: Path, **how: object) -> Iterator[Server]:
    """Serve the folder `root` in JupyterLab; see `serving`."""
    with serving("lab", root, scratch, **how) as server:
        yield server


@contextlib.contextmanager
def serving(kind: str, root: Path, scratch: Path, *, is_shared: bool = False) -> Iterator[Server]:
    """Serve the folder `root` in lab, notebook or voila; what the server writes is in `scratch`.

    is_shared: whether two browsers may edit one notebook together.
    """
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places = {name: str(scratch / name.lower()) for name in folders}
    runtime = Path(places["JUPYTER_RUNTIME_DIR"])
    server = Server(_free_port(), secrets.token_hex(16), kind, runtime)
    command = [sys.executable, "-m", *_arguments(server, root)]
    if kind != "voila":
        command.append(f"--YDocExtension.disable_rtc={not is_shared}")
        command.append(f"--SQLiteYStore.db_path={scratch / 'ystore.db'}")
    else:
        _write_template(Path(places["JUPYTER_DATA_DIR"]))
        runtime.mkdir()
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


def _write_template(data: Path) -> None:
    """Write what Voila wraps a notebook in, without the two links to fonts on other machines."""
    folder = data / "voila" / "templates" / "offline"
    folder.mkdir(parents=True)
    (folder / "conf.json").write_text('{"base_template": "lab"}')
    (folder / "index.html.j2").write_text(OFFLINE_TEMPLATE)


def _arguments(server: Server, root: Path) -> list[str]:
    # What asks the network on its own stays off, as it is under `make lab`.
    if server.kind == "voila":
        return ["voila", str(root), "--no-browser", f"--port={server.port}",
                "--Voila.ip=127.0.0.1", f"--token={server.token}", "--preheat_kernel=False",
                "--template=offline", f"--Voila.connection_dir_root={server.runtime}"]  # fmt: skip
    app = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}[server.kind]
    return ["jupyter", server.kind, "--no-browser", "--allow-root", "--ip=127.0.0.1",
            f"--port={server.port}", "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={server.token}", f"--ServerApp.root_dir={root}",
            f"--{app}.expose_app_in_browser=True"]  # fmt: skip


class _Shared:
    """One browser for all tests of a process: to start one takes longer than most tests do."""

    playwright: Playwright | None = None
    browser: Browser | None = None


def shared_browser(executable: str) -> Browser:
    """Return the browser of this process; each page of it is to have a context of its own."""
    if _Shared.browser is None:
        _Shared.playwright = sync_playwright().start()
        options = {"executable_path": executable, "args": ["--no-sandbox"]}
        _Shared.browser = _Shared.playwright.chromium.launch(**options)
    return _Shared.browser


def close_browser() -> None:
    """End the browser of this process, if there is one."""
    if _Shared.browser is not None and _Shared.playwright is not None:
        _Shared.browser.close()
        _Shared.playwright.stop()
    _Shared.browser = _Shared.playwright = None


@contextlib.contextmanager
def browser_page(executable: str) -> Iterator[Visit]:
    """Open an empty page that shares nothing with others."""
    context = shared_browser(executable).new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    visit = Visit(page)
    context.route(_is_foreign, visit.gate)
    page.on("console", lambda m: visit.said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    yield visit
    context.close()


def run_notebook(visit: Visit, server: Server, path: str) -> None:
    """Open a notebook of the served folder and run all its cells, as the menu does."""
    page = visit.page
    open_notebook(visit, server, path)
    if server.kind == "voila":
        return
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(ALL_CELLS_RAN, timeout=RUN_SECONDS * 1000)


def open_notebook(visit: Visit, server: Server, path: str, *, reset: bool = True) -> None:
    """Open a notebook without running it; Voila has run it when it is there."""
    if server.kind == "voila":
        visit.page.goto(server.address(f"voila/render/{path}"), timeout=RUN_SECONDS * 1000)
        return
    tree = {"lab": "lab/tree", "notebook": "notebooks"}[server.kind]
    visit.page.goto(server.address(f"{tree}/{path}{'?reset' if reset else ''}"))
    visit.page.wait_for_function(KERNEL_IS_IDLE, timeout=RUN_SECONDS * 1000)


def write_notebook(path: Path, sources: list[str]) -> None:
    """Write a notebook of these cells, with the name of a kernel so that nobody asks for one."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    named = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=named), path)


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
