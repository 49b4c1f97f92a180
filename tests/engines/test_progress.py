import io
import sys
from types import SimpleNamespace
from typing import ClassVar

import pytest
from tqdm import notebook

from scoring_kit.engines import progress
from scoring_kit.engines.progress import progress_bar


class Screen(io.StringIO):
    """Standard error as a terminal, or as a file."""

    def __init__(self, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal


@pytest.fixture
def screen(monkeypatch):
    def make(is_terminal):
        made = Screen(is_terminal)
        monkeypatch.setattr(sys, "stderr", made)
        monkeypatch.setenv("TERM", "xterm")
        return made

    return make


def draw(wanted, *shares):
    with progress_bar(wanted, "scoring") as look:
        for share in shares:
            if look is not None:
                look(share)
    return look


@pytest.mark.parametrize(
    ("wanted", "is_terminal", "seconds", "is_drawn"),
    [
        (None, True, 0.0, True),
        (None, True, 60.0, False),  # it is done before
        (None, False, 0.0, False),
        (True, True, 60.0, True),  # at once
        (True, False, 0.0, False),
        (False, True, 0.0, False),
    ],
)
def test_a_bar_is_drawn_where_it_is_wanted(
    monkeypatch, screen, wanted, is_terminal, seconds, is_drawn
):
    monkeypatch.setattr(progress, "SOON", seconds)
    drawn = screen(is_terminal)
    draw(wanted, None, 0.25, 1.0)
    assert ("scoring" in drawn.getvalue()) is is_drawn


def test_without_an_audience_nothing_is_asked(screen):
    screen(is_terminal=False)
    assert draw(None) is None


class Bar:
    """A bar that keeps what is done to it."""

    made: ClassVar[list] = []

    def __init__(self, total, desc, **_):
        self.n = 0.0
        self.told = [total, desc]
        self.made.append(self)

    def update(self, step):
        self.n += step

    def close(self):
        self.told.append("closed")


def test_a_notebook_gets_its_own_bar(monkeypatch):
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr(notebook, "tqdm", Bar)
    draw(True, None, 0.25, 0.2, 0.75)
    assert [(bar.n, bar.told) for bar in Bar.made] == [(75.0, [100, "scoring", "closed"])]


def test_a_bar_is_taken_away_when_the_work_fails(screen):
    drawn = screen(is_terminal=True)
    with pytest.raises(TypeError, match="str"), progress_bar(True, "scoring") as look:
        look("half")
    assert drawn.getvalue().endswith("\x1b[2K")  # the line is cleared
