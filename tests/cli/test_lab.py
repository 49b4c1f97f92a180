import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from scoring_kit.cli.lab import first_notebook, lab_command, lab_environment


def test_the_first_notebook_is_in_the_folder_or_in_its_notebooks(tmp_path):
    assert first_notebook(tmp_path) is None
    (tmp_path / "notebooks").mkdir()
    for name in ("notebooks/01_b.ipynb", "notebooks/00_a.ipynb"):
        (tmp_path / name).touch()
    assert first_notebook(tmp_path) == tmp_path / "notebooks/00_a.ipynb"
    (tmp_path / "z.ipynb").touch()
    assert first_notebook(tmp_path) == tmp_path / "z.ipynb"


def test_the_laboratory_opens_on_the_first_notebook(tmp_path):
    (tmp_path / "a b.ipynb").touch()
    command = lab_command(tmp_path, browser=False, port=8890)
    assert "--LabApp.default_url=/lab/tree/a%20b.ipynb" in command
    assert command[-2:] == ["--no-browser", "--ServerApp.port=8890"]


def test_settings_of_the_user_stay_behind_ours():
    paths = lab_environment({"JUPYTER_CONFIG_PATH": "mine"})["JUPYTER_CONFIG_PATH"]
    ours, theirs = paths.split(os.pathsep)
    assert (ours.endswith("jupyter"), theirs) == (True, "mine")


def test_without_the_extra_the_pip_line_is_told(run, monkeypatch, tmp_path):
    monkeypatch.setattr("scoring_kit.cli.lab.find_spec", lambda name: None)
    found = run("lab", tmp_path)
    assert (found.code, "pip install 'scoring-kit[lab]'" in found.err) == (1, True)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def laboratory(tmp_path):
    """Start the laboratory as a shell does; return its address."""
    port = free_port()
    code = "from scoring_kit.cli import main; main()"
    command = [sys.executable, "-c", code, "lab", tmp_path, "--no-browser", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "JUPYTER_TOKEN": "test"}
    with subprocess.Popen(command, env=environment, start_new_session=True, **quiet) as started:
        yield f"http://127.0.0.1:{port}"
        os.killpg(started.pid, signal.SIGTERM)


def page(address):
    """Return what stands at an address as soon as something answers there."""
    for _ in range(240):
        try:
            with urlopen(address, timeout=30) as found:
                return found.read().decode()
        except URLError:
            time.sleep(0.25)
    raise TimeoutError(address)


def test_the_laboratory_starts_and_asks_for_no_news(laboratory):
    text = page(f"{laboratory}/lab?token=test")
    start = text.index("{", text.index("jupyter-config-data"))
    settings = json.JSONDecoder().raw_decode(text[start:])[0]
    assert "@jupyterlab/apputils-extension:announcements" in settings["disabledExtensions"]
