"""Bars of the rows on the screen: those of explanations, calculated once for each draft."""

import pytest

import scoring_kit as sk
from scoring_kit.playground import bars as module
from scoring_kit.playground.bars import Bars
from scoring_kit.playground.board import Board
from tests.cards import card, criterion

SMALL = card(criterion("a", missing="fail"), criterion("b", missing="fail", weight=3))
DATA = {"a": [1.0, 2.0, None], "b": [5.0, 6.0, 7.0]}


def frame(*rows, pinned=None):
    """Return as much of a shown frame as bars look at."""
    page = {"rows": [{"row": row} for row in rows]}
    return {"page": page, "pinned": None if pinned is None else [{"row": row} for row in pinned]}


@pytest.fixture
def bars():
    return Bars(Board(SMALL, DATA))


def test_rows_and_pinned_rows_get_what_each_criterion_adds(bars):
    shown = frame(1, pinned=[0, 2])
    bars.add(SMALL, shown)
    # a mean with the weights 1 and 3: a quarter of a, three quarters of b
    assert shown["page"]["rows"] == [{"row": 1, "bars": [["a", 0.5], ["b", 4.5]], "base": 0.0}]
    assert [row["bars"] for row in shown["pinned"]] == [[["a", 0.25], ["b", 3.75]], None]
    assert sk.score(SMALL, DATA).explain(row=1).lines[0].amount == 0.5


def test_a_row_is_calculated_once_for_a_draft(bars, monkeypatch):
    asked, real = [], module.contributions
    monkeypatch.setattr(module, "contributions", lambda *args: asked.append(args[2]) or real(*args))
    bars.add(SMALL, frame(0, 1))
    bars.add(SMALL, frame(1, 2, pinned=[0]))
    other = card(criterion("a", missing="fail"), criterion("b", missing="fail"))
    bars.add(other, frame(0))
    assert asked == [[0, 1], [2], [0]]


def test_rows_that_are_not_known_are_left_without(bars):
    bars.add(SMALL, frame(0))
    shown = frame(0, 1)
    bars.add_known(SMALL, shown)
    assert ["bars" in row for row in shown["page"]["rows"]] == [True, False]
