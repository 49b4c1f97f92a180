"""Why rows have no score, in sentences."""

import pytest

import scoring_kit as sk
from tests.compiler.worked import group, leaf, parsed, root

LOW = {"score": root(leaf("x", missing="reweight"), leaf("y")), "coverage": {"minimum": 0.75}}
OUT = {"when": "y > 1", "if_missing": "fail"}
CASES = [
    (LOW, {"x": [None], "y": [1.0]}, ["coverage is 50\u202f%, and 75\u202f% is the least"]),
    (
        {"score": root(leaf("x", missing="reweight"))},
        {"x": [None]},
        ["no criterion has a usable value"],
    ),
    (
        {"score": root(leaf("x", {"categories": {"a": 1}}))},
        {"x": ["b"]},
        ["x is in no branch and may not be"],
    ),
    (
        {"score": root(leaf("x")), "inputs": {"x": {"special": {-1: "none"}}}},
        {"x": [-1.0]},
        ["x has a special code and may not be"],
    ),
    (
        {"score": root(group("g", leaf("a", missing="reweight"), missing="fail"), leaf("b"))},
        {"a": [None], "b": [1.0]},
        ["group g is missing or lacks an input, and may not"],
    ),
    (
        {"score": root(leaf("x"), aggregate={"formula": "1 / x"})},
        {"x": [0.0]},
        ["the root has no result that is a finite number"],
    ),
    (
        {"score": root(leaf("x")), "adjustments": [{"name": "more", "add": "y"}]},
        {"x": [1.0], "y": [None]},
        ["adjustment more cannot be calculated or decided"],
    ),
    (
        {"score": root(leaf("x")), "knock_outs": [{"name": "out", **OUT}]},
        {"x": [1.0], "y": [None]},
        ["knock-out out cannot be decided: an input is missing"],
    ),
]


@pytest.mark.parametrize(("document", "row", "expected"), CASES)
def test_a_row_without_a_score_says_why(document, row, expected):
    row = {name: [float("nan")] if cells == [None] else cells for name, cells in row.items()}
    assert list(sk.score(parsed(document), row).explain(row=0).problems) == expected
