import _thread
import threading
import time

import pytest

from scoring_kit.engines.supervision import supervised
from scoring_kit.errors import EngineError


class Stoppable:
    """Work that goes on until it is interrupted, and may not hear the first few times."""

    def __init__(self, deaf=0):
        self.deaf, self.stopped, self.ended = deaf, threading.Event(), False

    def work(self):
        assert self.stopped.wait(60)
        self.ended = True
        raise ValueError("interrupted")

    def interrupt(self):
        self.deaf -= 1
        if self.deaf < 0:
            self.stopped.set()


def test_what_the_work_returns_or_raises_comes_back():
    def fail():
        raise ValueError("wrong")

    assert supervised(lambda: 7, lambda: None) == 7
    with pytest.raises(ValueError, match="wrong"):
        supervised(fail, lambda: None)


def test_the_work_is_watched_while_it_goes_on():
    looks = []
    assert supervised(lambda: time.sleep(0.5), lambda: None, look=lambda: looks.append(1)) is None
    assert 1 <= len(looks) <= 5


@pytest.mark.parametrize("deaf", [0, 5])
def test_the_work_has_ended_at_its_time_limit(deaf):
    job = Stoppable(deaf)
    with pytest.raises(EngineError, match=r"its limit is 0\.05 s"):
        supervised(job.work, job.interrupt, time_limit=0.05)
    assert job.ended


@pytest.mark.parametrize("deaf", [0, 5])
def test_the_work_has_ended_when_ctrl_c_was_pressed(deaf):
    job = Stoppable(deaf)
    threading.Timer(0.1, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        supervised(job.work, job.interrupt)
    assert job.ended


def test_another_ctrl_c_does_not_leave_the_work_behind():
    job = Stoppable(deaf=30)
    for delay in (0.1, 0.2):
        threading.Timer(delay, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        supervised(job.work, job.interrupt)
    assert job.ended


def test_work_that_ends_in_time_is_no_failure():
    assert supervised(lambda: "done", lambda: None, time_limit=60) == "done"
