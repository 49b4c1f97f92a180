import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scoring_kit.registry.heartbeats import LOST_AFTER, active, is_active, why_lost
from scoring_kit.registry.processes import Process, host, this_process
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered
from tests.registry.registries import NOON
from tests.registry.runs import run

ROOT = Path(__file__).parents[2]
ELSEWHERE = Process("far/boot/space", 17, "1")
GONE = Process(host(), 2**22 + 1, "1")
STILL = NOON + LOST_AFTER
LATE = STILL + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("process", "now", "told"),
    [
        (GONE, NOON, f"process {2**22 + 1} on {GONE.host_name} ended before the run did"),
        (ELSEWHERE, STILL, None),
        (ELSEWHERE, LATE, "process 17 on far was last heard of 2026-11-26 12:00 UTC"),
        (replace(this_process(), started=""), LATE, "was last heard of"),
        (this_process(), NOON, "its end could not be written"),
    ],
    ids=["ended", "heard of", "too quiet", "unknown", "given up"],
)
def test_a_run_is_lost_when_its_process_ended_or_nobody_heard_of_it(process, now, told):
    found = why_lost(run(process=process), now)
    assert found is None if told is None else told in found


def test_a_run_that_is_worked_on_here_is_never_lost():
    with active(run().id):
        assert why_lost(run(process=this_process()), NOON + timedelta(days=9)) is None
    assert not is_active(run().id)


def test_a_run_of_another_living_process_here_is_not_lost_however_quiet_it_is():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        number = other.pid
        started = (Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[19]
        quiet = run(process=Process(host(), number, started))
        assert why_lost(quiet, NOON + timedelta(days=9)) is None
        other.kill()
        other.wait()
        assert "ended before" in why_lost(quiet, NOON)


KILLED = """
import sys
from scoring_kit.registry.registry import Registry
from tests.registry.watched import Watched

def wait():
    print("scoring", flush=True)
    sys.stdin.read()

with Registry(sys.argv[1]) as registry:
    registry.score("small", Watched(wait), key="id", by="ann")
"""


def test_a_run_that_is_killed_is_lost_when_the_registry_is_opened_next(live_url):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen([sys.executable, "-c", KILLED, live_url], **pipes) as killed:
        assert killed.stdout.readline() == "scoring\n"
        with Registry(live_url) as registry:
            [found] = registry.runs("small")
            assert (found.status, found.process.number) == ("running", killed.pid)
        killed.kill()
        killed.wait()
        with Registry(live_url) as registry:
            [found] = registry.runs("small")
            assert registry.verify().versions == 1
    assert (found.status, found.finished is None, found.rows) == ("lost", False, None)
    assert f"process {killed.pid} on" in found.error


@pytest.mark.parametrize(("minutes", "status"), [(4, "running"), (6, "lost")])
def test_one_elsewhere_is_lost_when_nobody_heard_of_it_for_long(live_url, minutes, status):
    ago = {
        "sqlite": f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '-{minutes} minutes')",
        "postgresql": f"clock_timestamp() - interval '{minutes} minutes'",
    }[live_url.split(":")[0]]
    with Registry(live_url) as registry:
        begin = registry._registry.begin_run("a" * 32, "small", {}, "production", "ann", {})
        registry._run(begin)
        tampered(registry, f"UPDATE runs SET host = 'far/boot/space', heartbeat = {ago}")
    with Registry(live_url) as registry:
        assert registry.run("aaaa").status == status
