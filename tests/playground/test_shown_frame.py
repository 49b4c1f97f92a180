import json
import math

import numpy as np

from scoring_kit.playground.frame import View
from scoring_kit.playground.shown_frame import number, numbers, shown_frame
from tests.playground.desks import Screen


def test_numbers_that_json_lacks_are_none():
    assert [number(one) for one in (1.5, math.nan, math.inf, -math.inf)] == [1.5, None, None, None]
    assert numbers(np.array([1.0, math.nan])) == [1.0, None]


def test_a_frame_is_shown_with_its_rows_and_their_keys():
    screen = Screen()
    names = [name for name, _ in screen.card.tiers]
    frame = screen.board.exact(screen.card, View(limit=3))
    keys = screen.desk._keys
    found = json.loads(json.dumps(shown_frame(frame, names, keys), allow_nan=False))
    assert [tier["draft"] for tier in found["tiers"]] == found["live_tiers"]
    assert sum(found["live_tiers"]) == found["rows"] == 4000
    rows = found["page"]["rows"]
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert [row["move"] for row in rows] == [0, 0, 0]
    assert [row["key"] for row in rows] == keys.of([row["row"] for row in rows])


def test_rows_without_a_score_have_a_status():
    screen = Screen()
    answer = screen.settle(offset=3999, limit=1)
    row = answer["frame"]["page"]["rows"][0]
    assert (row["score"], row["rank"], row["status"]) == (None, 0, "knocked_out")
