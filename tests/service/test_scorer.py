import pytest

from scoring_kit.service.problems import ServiceError
from scoring_kit.service.scorer import columns_of, scorer_of
from scoring_kit.service.settings import Settings
from tests.cards import card, criterion
from tests.service.served import ROW, WIDE
from tests.service.versions import version_of


def test_the_types_of_inputs_are_those_of_the_document():
    kinds = {name: column.kind.value for name, column in columns_of(WIDE).items()}
    assert kinds == {"age": "number", "region": "text", "member": "boolean", "since": "date"}


def test_derived_inputs_are_not_asked_for():
    derived = card(criterion("twice"), derived={"twice": "age * 2"})
    assert [*columns_of(derived)] == ["age"]


def test_a_card_whose_types_are_open_cannot_be_served():
    rules = {"rules": [{"when": "x is null", "value": 1}, {"value": 0}]}
    with pytest.raises(ServiceError, match="409 not_servable") as refusal:
        columns_of(card(criterion("known", rules)))
    assert [fault.pointer for fault in refusal.value.faults] == ["/inputs/x/type"]


def test_a_row_is_scored_by_hand():
    """Sum of weight times value by the weights: age 41 gives 0.82, north 1, member 1; 2024-02-29
    is 93 days before 2024-06-01, which is half of the value per 90 days."""
    scorer = scorer_of(version_of(WIDE), {}, Settings())
    result = scorer.row(scorer.reader.row(ROW))
    since = 0.5 ** (93 / 90)
    expected = (0.3 * 0.82 + 0.7 + 1 + 0.2 * since) / 2.2
    assert result["score"] == pytest.approx(expected, abs=1e-12)
    assert (result["tier"], result["status"]) == ("A", "scored")
