from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.derived import derived_cycle, derived_order
from tests.scorecard.one_row import scored

DERIVED = {"c": "b + 1", "a": "x + 1", "b": "a * 2", "alone": "x"}
DOCUMENT = {
    "derived": DERIVED,
    "score": {"aggregate": "sum", "of": [{"criterion": "c", "missing": 0}]},
}


def test_a_derived_input_comes_after_those_it_reads():
    card = parse_scorecard({"schema": "scoring-kit/1", "name": "card", **DOCUMENT})
    order = derived_order(card)
    assert sorted(order) == sorted(DERIVED)
    assert order.index("a") < order.index("b") < order.index("c")
    assert derived_cycle(card) == []


def test_derived_inputs_may_be_written_in_any_order():
    assert scored(DOCUMENT, {"x": 4})["score"] == 11.0  # (4 + 1) * 2 + 1


def test_a_cycle_is_named_from_the_first_to_itself():
    card = parse_scorecard({"schema": "scoring-kit/1", "name": "card", **DOCUMENT})
    looped = card.model_copy(update={"derived": {"a": "b + 1", "b": "a"}})
    cycle = derived_cycle(looped)
    assert (cycle[0], set(cycle), len(cycle)) == (cycle[-1], {"a", "b"}, 3)
