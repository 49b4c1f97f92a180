import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from scoring_kit.cli.serve import production_command, production_environment
from scoring_kit.registry import Registry

CODE = "from scoring_kit.cli import main; main()"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def answer(address, **headers):
    """Return the status and the text of an answer, as soon as something answers there."""
    for _ in range(240):
        try:
            with urlopen(Request(address, headers=headers), timeout=30) as found:
                return found.status, found.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except URLError:
            time.sleep(0.25)
    raise TimeoutError(address)


class Started:
    """A service as a shell starts it."""

    def __init__(self, *options):
        self.port = free_port()
        command = [sys.executable, "-c", CODE, "serve", "--port", str(self.port), *options]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(command, start_new_session=True, **pipes)
        self.address = f"http://127.0.0.1:{self.port}"

    def end(self, how=signal.SIGTERM):
        """End it; return its exit code and what it printed."""
        self.process.send_signal(how)
        printed, _ = self.process.communicate(timeout=60)
        return self.process.returncode, printed


@pytest.fixture
def started():
    running = []

    def start(*options):
        running.append(Started(*options))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            os.killpg(each.process.pid, signal.SIGKILL)
        each.process.communicate()


def test_a_demonstration_answers_and_ends_quietly(started):
    service = started("--demo")
    assert answer(f"{service.address}/livez") == (200, "ok\n")
    assert answer(f"{service.address}/v1/scorecards")[0] == 401
    code, printed = service.end(signal.SIGINT)
    assert (code, "Traceback" in printed) == (0, False)
    assert re.search(
        r"^curl http.*/v1/scorecards/book_club/score -H 'X-API-Key: sk_", printed, re.M
    )


def test_in_production_several_processes_answer_and_count_together(started, tmp_path):
    url = f"sqlite:///{tmp_path}/scores.db"
    with Registry(url, key="") as registry:
        registry.add_user("root", by="root")
        admin = registry.add_key("root", "admin", by="root")
    with Registry(url, key=admin) as registry:
        registry.add_user("reader")
        key = registry.add_key("reader", "read")
    service = started("--production", "--workers", "2", "--registry", url)
    for _ in range(20):
        assert answer(f"{service.address}/livez")[0] == 200
    status, counted = answer(f"{service.address}/metrics", **{"X-API-Key": key.reveal()})
    assert status == 200
    assert 'scoring_kit_requests_total{method="GET",route="/livez",status="200"} 20.0' in counted
    assert service.end()[0] == 0


def test_a_registry_that_cannot_be_opened_is_told_in_a_line(run, tmp_path):
    found = run("serve", "--registry", f"sqlite:///{tmp_path}/nowhere/scores.db")
    assert (found.code, found.err.count("\n")) == (1, 1)
    assert "the folder does not exist" in found.err


USAGE = {
    "a demonstration of a registry": ("--demo", "--registry", "sqlite:///scores.db"),
    "a demonstration in production": ("--demo", "--production"),
    "workers in one process": ("--workers", "2"),
}


@pytest.mark.parametrize("options", USAGE.values(), ids=USAGE)
def test_options_that_do_not_go_together_are_bad_usage(run, options):
    assert run("serve", *options).code == 2


def test_gunicorn_is_told_where_to_listen_and_how_many_processes_there_are():
    command = production_command("0.0.0.0", 80, 3)
    assert command[:3] == [sys.executable, "-m", "gunicorn"]
    assert " --bind 0.0.0.0:80 --workers 3 " in f" {' '.join(command)} "
    assert "--workers" not in production_command("0.0.0.0", 80, None)


def test_the_environment_of_gunicorn_has_the_registry_and_a_folder_to_count_in(monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "mine")
    found = production_environment("sqlite:///scores.db")
    assert found["SCORING_KIT_REGISTRY"] == "sqlite:///scores.db"
    assert found["PROMETHEUS_MULTIPROC_DIR"] == "mine"
