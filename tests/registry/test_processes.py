import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from scoring_kit.registry import processes
from scoring_kit.registry.processes import Process, host, logged_in, this_process


@pytest.fixture
def child():
    """A process that waits, as this one knows it."""
    started = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield started, Process(host(), started.pid, processes._started(started.pid))
    started.kill()
    started.communicate()


def test_this_process_lives():
    assert this_process().is_alive()


def test_a_process_lives_until_it_is_killed_though_nobody_asks_how_it_ended(child):
    started, known = child
    assert known.is_alive()
    started.kill()
    os.waitid(os.P_PID, started.pid, os.WEXITED | os.WNOWAIT)  # it is dead, and not yet buried
    assert known.is_alive() is False
    started.wait()
    assert known.is_alive() is False


def test_a_process_that_was_stopped_lives(child):
    started, known = child
    started.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, started.pid, os.WSTOPPED | os.WNOWAIT)
    assert known.is_alive()
    started.send_signal(signal.SIGCONT)


def test_a_number_that_is_used_again_is_another_process():
    assert replace(this_process(), started="7").is_alive() is False


@pytest.mark.parametrize("part", [0, 1, 2], ids=["name", "boot", "space"])
def test_nothing_is_known_of_processes_elsewhere(part):
    parts = host().split("/")
    parts[part] += "x"
    assert replace(this_process(), host="/".join(parts)).is_alive() is None


def test_a_host_has_a_name_a_boot_and_a_space():
    name, boot, space = host().rsplit("/", 2)
    assert this_process().host_name == name
    assert len(boot) == 36
    assert space.isdigit()


def test_nothing_is_known_where_the_system_does_not_tell(tmp_path, monkeypatch):
    known = this_process()
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    assert this_process().started == ""
    assert this_process().is_alive() is None
    assert known.is_alive() is None
    assert replace(known, host=host()).is_alive() is None


def test_a_hidden_process_of_somebody_else_is_not_taken_for_dead(tmp_path, monkeypatch):
    for name in ("sys/kernel/random", "self/ns"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "self/stat").touch()
    known = replace(this_process(), host=host())
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    hidden = replace(known, host=host())
    assert hidden.is_alive() is None
    assert replace(hidden, number=2**22 + 1).is_alive() is False


@pytest.mark.parametrize("fault", [OSError, KeyError, ImportError])
def test_somebody_without_a_login_can_work_all_the_same(monkeypatch, fault):
    def fails():
        raise fault("no such user")

    monkeypatch.setattr("getpass.getuser", fails)
    assert logged_in() == "unknown"
