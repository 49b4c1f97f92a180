import pytest

from scoring_kit.errors import Problem
from scoring_kit.scorecard import hash_of, parse_scorecard, to_document
from scoring_kit.scorecard.document import (
    may_follow,
    original_place,
    removable_part,
    with_line,
    without,
)
from tests.scorecard.written import SMALL

DATA = {"of": ["a", "b", "c"], "tiers": {"A": 1}}


def test_fields_equal_to_their_default_are_left_out():
    member = {"criterion": "age", "missing": 0, "weight": 1, "value": "identity", "title": None}
    data = {**SMALL, "score": {"aggregate": "mean", "of": [member]}, "key": []}
    assert to_document(parse_scorecard(data)) == SMALL
    assert hash_of(parse_scorecard(data)) == hash_of(parse_scorecard(SMALL))


@pytest.mark.parametrize(
    ("place", "part"),
    [
        (("score", "of", 1, "value", "bins", 2), ("score", "of", 1)),
        (("score", "limits"), ("score", "limits")),
        (("inputs", "age", "valid"), ("inputs", "age")),
        (("tiers", "A"), ("tiers",)),
        (("score", "of"), None),
        (("name",), None),
    ],
)
def test_the_smallest_part_that_a_document_can_go_without_is_left_out(place, part):
    assert removable_part(place) == part


def test_places_are_told_as_they_were_before_parts_were_left_out():
    left_out = {("of", 0), ("tiers",)}
    assert without(DATA, left_out) == {"of": ["b", "c"]}
    assert original_place(("of", 1), DATA, left_out) == ("of", 2)


@pytest.mark.parametrize(
    ("place", "line"), [("a.b.5", 3), ("a.b.5.c", 3), ("a.x", 2), ("x", 1), ("", 1)]
)
def test_a_problem_gets_the_line_of_the_nearest_part_around_it(place, line):
    lines = {"": 1, "a": 2, "a.b.5": 3}
    assert with_line(Problem("bad_name", place, "message"), lines).line == line


def test_what_only_follows_from_a_wrong_part_is_not_reported():
    assert may_follow("unknown_parameter", {"parameters"})
    assert not may_follow("unknown_parameter", {"inputs"})
    assert may_follow("not_positive", {"score"})
    assert not may_follow("duplicate_name", {"score"})
