import pytest

from scoring_kit.explanation.weights import weights_used
from tests.compiler.worked import group, leaf, parsed, root

ROOT = parsed(
    {"score": root(group("g", leaf("a"), leaf("b", weight=3), weight=2, missing=5), leaf("c"))}
).score


@pytest.mark.parametrize(
    ("values", "missing", "expected"),
    [
        ({"a": 1, "b": 1, "c": 1, "g": 1}, 0, {"g": 2 / 3, "a": 1 / 6, "b": 1 / 2, "c": 1 / 3}),
        ({"a": None, "b": 1, "c": 1, "g": 1}, 0, {"g": 2 / 3, "a": 0, "b": 2 / 3, "c": 1 / 3}),
        ({"a": None, "b": None, "c": 1, "g": None}, 1, {"g": 0, "a": 0, "b": 0, "c": 1}),
        ({"a": None, "b": None, "c": 1, "g": 5}, 1, {"g": 2 / 3, "a": 0, "b": 0, "c": 1 / 3}),
        ({"a": None, "b": None, "c": None, "g": None}, 0, {"g": 0, "a": 0, "b": 0, "c": 0}),
    ],
    ids=["all there", "one missing", "group missing", "group by its policy", "nothing there"],
)
def test_weights_are_shared_among_what_has_a_value(values, missing, expected):
    outputs = {**{f"value.{name}": value for name, value in values.items()}, "missing.g": missing}
    assert weights_used(ROOT, outputs) == pytest.approx(expected)
