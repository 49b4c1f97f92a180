import json
import math

import numpy as np

from scoring_kit.playground.frame import View
from scoring_kit.playground.shown_frame import number, numbers, shown_frame
from scoring_kit.scorecard.files import read_scorecard_text
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


def test_scores_too_large_for_32_bits_are_shown_as_numbers_that_json_has():
    text = """
schema: scoring-kit/1
name: huge
score: {aggregate: sum, of: [{criterion: a, missing: fail}, {criterion: b, missing: fail}]}
"""
    screen = Screen(card=read_scorecard_text(text), data={"a": [1e300, 1.0], "b": [1.0, 2.0]})
    # `ask` writes the answer as JSON, which refuses infinities
    assert not screen.edit("weight", name="b", weight=0.5)["frame"]["is_exact"]
    assert screen.settle()["frame"]["page"]["rows"][0]["score"] == 1e300
