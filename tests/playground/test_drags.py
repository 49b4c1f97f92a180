import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground.drags import Drags
from scoring_kit.playground.quick import Given
from scoring_kit.playground.standing import Scale
from scoring_kit.playground.workers import Workers


class Columns:
    """Tells the criterion that is edited, and gives it the value 30 everywhere."""

    def __init__(self):
        self.asked = []

    def edited(self, card, criterion):
        self.asked.append(criterion.name)
        return np.full(2, 30, np.float32)


def card(weight=1.0, aggregate="mean", initial=None, top=10.0):
    leaves = [
        {"criterion": "a", "weight": weight, "value": {"piecewise": [[0, 0], [10, top]]}},
        {"criterion": "b", "range": [0, 100]},
    ]
    root = {"aggregate": aggregate, "of": leaves}
    return sk.parse_scorecard(
        {"schema": "scoring-kit/1", "name": "d", "defaults": {"missing": 0}, "score": root}
    )


@pytest.fixture
def made():
    begun = []

    def given(drawn):
        begun.append(drawn)
        values = {"a": np.array([1, 2], np.float32), "b": np.array([3, 6], np.float32)}
        return Given(values, {}, {}, np.array([True, True]))

    columns = Columns()
    return Drags(columns, given, Workers(1), 2), begun, columns.asked


def scores(drags, drawn):
    return drags.standing(drawn, Scale(0.0, 100.0)).scores.tolist()


def test_drafts_follow_each_other_without_beginning_anew(made):
    drags, begun, asked = made
    assert scores(drags, card()) == [2.0, 4.0]
    assert scores(drags, card(weight=3)) == pytest.approx([1.5, 3.0])
    assert scores(drags, card(weight=3, top=11.0)) == pytest.approx([23.25, 24.0])
    assert (len(begun), asked) == (1, ["a"])


def test_a_draft_that_is_not_quick_has_no_standing(made):
    drags, begun, _ = made
    assert drags.standing(card(aggregate="max"), Scale(0.0, 1.0)) is None
    assert not begun


def test_after_a_failure_the_next_draft_begins_anew(made):
    drags, begun, _ = made
    scores(drags, card())
    drags._columns = None  # the next edit of a value function fails
    with pytest.raises(AttributeError, match="edited"):
        scores(drags, card(top=11.0))
    assert scores(drags, card()) == [2.0, 4.0]
    assert len(begun) == 2
