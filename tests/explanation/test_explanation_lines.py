from scoring_kit.explanation.explanation_lines import lines_of
from tests.compiler.worked import group, leaf, parsed, root

CARD = parsed(
    {
        "score": root(group("g", leaf("a"), leaf("b")), leaf("c"), limits=[0, 9]),
        "scaling": {"add": 100},
        "adjustments": [{"name": "bonus", "add": 1}],
        "rounding": {"digits": 0},
    }
)


def test_lines_come_in_the_order_in_which_a_reader_adds_them():
    outputs = {"line.rounding": 0.5, "line.bonus": 1.0, "line.scaling": 100.0, "line.c": 4.0}
    outputs |= {"line.b": 2.0, "line.a": 1.0, "line.g": 0.25, "line.score_limits": -3.0}
    found = [(line.kind, line.name, line.total) for line in lines_of(CARD, outputs)]
    assert found == [
        ("scaling", "scaling", 100.0),
        ("criterion", "a", 101.0),
        ("criterion", "b", 103.0),
        ("group", "g", 103.25),
        ("criterion", "c", 107.25),
        ("limits", "score_limits", 104.25),
        ("adjustment", "bonus", 105.25),
        ("rounding", "rounding", 105.75),
    ]


def test_a_row_that_fails_has_no_lines():
    assert lines_of(CARD, {"line.a": None, "line.scaling": None}) == ()
