import numpy as np

from tests.playground.desks import Screen


def sample(screen, have=None):
    return screen.desk.answer({"op": "sample", "args": {"have": have}, "view": "v", "seq": 1})


def floats(buffer):
    return np.frombuffer(buffer, np.float32)


def test_a_small_table_is_its_own_sample():
    screen = Screen()
    screen.session.set_tier("A", 70)
    found = sample(screen)
    stands, live, draft, codes = found["buffers"]
    assert (found["rows"], found["of"], found["version"]) == (4000, 4000, 1)
    assert floats(stands).tolist() == [1.0] * 4000
    scores = screen.board.scores(screen.card)
    np.testing.assert_array_equal(floats(live), scores.unrounded.astype(np.float32))
    np.testing.assert_array_equal(floats(live), floats(draft))
    assert len(codes) == len(found["names"]) * 4000
    # one decimal: 59.95 reaches 60; the book club does not scale
    assert (found["slack"], found["factor"]) == (0.05, 1.0)


def test_values_that_the_screen_has_are_left_out():
    screen = Screen()
    key = sample(screen)["key"]
    screen.session.set_weight("recency", 0.2)
    again = sample(screen, key)
    assert (again["has_values"], len(again["buffers"])) == (False, 3)
    screen.session.move_knot("recency", 1, value=30)
    assert sample(screen, key)["has_values"]


def test_a_card_that_cannot_be_foreseen_has_no_rows():
    screen = Screen("hfi")
    screen.session.set_aggregation("score", "min")
    assert sample(screen)["rows"] == 0
