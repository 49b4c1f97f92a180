import io
import sys
from types import SimpleNamespace

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


@pytest.fixture
def notebook_bars(monkeypatch):
    """Return tqdm's bars in a notebook, each with its end and its title, and where they closed."""
    made = []

    class Bar:
        def __init__(self, total, desc, **_):
            self.n, self.total = 0.0, total
            made.append((self, total, desc))

        def update(self, step):
            self.n += step

        def close(self):
            made.append(("closed", self.n))

    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr(notebook, "tqdm", Bar)
    return made


def test_a_notebook_gets_its_own_bar(notebook_bars):
    with progress_bar(True, "scoring") as look:
        for share in (None, 0.25, 0.2, 0.75):
            look(share)
        [(bar, total, title)] = notebook_bars
        assert (bar.n, total, title) == (75.0, 100, "scoring")
    # tqdm leaves a bar that is not full in red
    assert notebook_bars[1:] == [("closed", 100)]


def work_that_stops():
    with progress_bar(True, "scoring") as look:
        look(0.25)
        raise KeyboardInterrupt


def test_a_notebook_shows_how_far_it_came_when_the_work_stops(notebook_bars):
    with pytest.raises(KeyboardInterrupt):
        work_that_stops()
    assert notebook_bars[1:] == [("closed", 25.0)]


def test_a_bar_is_taken_away_when_the_work_fails(screen):
    drawn = screen(is_terminal=True)
    with pytest.raises(TypeError, match="str"), progress_bar(True, "scoring") as look:
        look("half")
    assert drawn.getvalue().endswith("\x1b[2K")  # the line is cleared
