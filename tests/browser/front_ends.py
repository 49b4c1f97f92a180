"""The playground in the front-ends that people use."""

import json
import os
import shutil
import signal
from pathlib import Path

from jupyter_client import BlockingKernelClient

from tests.browser.laboratory import Server, write_notebook

ROOT = Path(__file__).parents[2]
OPEN = [
    "import scoring_kit as sk",
    'card, data = sk.example("book_club")',
    'pg = sk.Playground(card, data, segments="gender", outcome="bought")\npg',
]
ASK = """() => new Promise((resolve) => {
    // run a line in the kernel of the notebook, and return what it prints
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const future = kernel.requestExecute({ code: CODE });
    let text = "";
    future.onIOPub = (message) => {
        if (message.header.msg_type === "stream") text += message.content.text;
        if (message.header.msg_type === "error") text += message.content.traceback.join("\\n");
    };
    future.done.then(() => resolve(text.trim()));
})"""
IS_SETTLED = "() => document.querySelector('.scoring-kit-playground')?.app?.isAtRest"


def playground_notebook(root: Path) -> str:
    """Write a notebook that opens a playground; return its name."""
    shutil.copytree(ROOT / "data", root / "data", dirs_exist_ok=True)
    write_notebook(root / "play.ipynb", OPEN)
    return "play.ipynb"


def ask_kernel(page, server: Server, code: str) -> str:
    """Return what a line of Python prints in the kernel of the open notebook."""
    if server.kind != "voila":
        return page.evaluate(ASK.replace("CODE", json.dumps(code)))
    # its page takes no code, so the kernel is asked beside it
    (address,) = server.runtime.rglob(f"kernel-{voila_kernel(page)}.json")
    client = BlockingKernelClient(connection_file=str(address))
    client.load_connection_file()
    client.start_channels()
    printed: list[str] = []
    try:
        client.wait_for_ready(timeout=30)
        client.execute_interactive(
            code,
            timeout=30,
            output_hook=lambda said: printed.append(said["content"].get("text", "")),
        )
    finally:
        client.stop_channels()
    return "".join(printed).strip()


def voila_kernel(page) -> str:
    """Return the name of the kernel behind a page of Voila."""
    return json.loads(page.locator("#jupyter-config-data").inner_text())["kernelId"]


def end_kernel(page, server: Server) -> None:
    """Have the kernel of the open notebook restarted; where no page offers that, by killing it."""
    if server.kind != "voila":
        page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
        )
        return
    process = int(ask_kernel(page, server, "import os; print(os.getpid())"))
    os.kill(process, signal.SIGKILL)


def settle(page) -> None:
    """Wait until all that the playground shows is exact."""
    page.wait_for_timeout(50)
    page.wait_for_function(IS_SETTLED, timeout=30_000)


def state_of(page):
    """Return the session as Python has told it to the screen."""
    return page.evaluate("() => document.querySelector('.scoring-kit-playground').app.state")
