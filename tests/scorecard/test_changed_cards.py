"""`model_copy` changes a part without looking at it; what is done with the whole looks."""

import pytest

import scoring_kit as sk
from scoring_kit.errors import ScorecardError

CARD = sk.parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "leads",
        "score": {"aggregate": "mean", "of": [{"criterion": "age", "missing": 0}]},
    }
)


def with_weight(weight):
    (age,) = CARD.score.of
    score = CARD.score.model_copy(update={"of": (age.model_copy(update={"weight": weight}),)})
    return CARD.model_copy(update={"score": score})


@pytest.mark.parametrize("weight", [-3.0, float("nan"), "0.5"])
def test_a_changed_card_with_a_wrong_weight_is_refused(weight, tmp_path):
    with pytest.raises(ScorecardError, match=r"score\.of\.0\.weight"):
        sk.score(with_weight(weight), {"age": [1.0]})
    with pytest.raises(ScorecardError, match=r"score\.of\.0\.weight"):
        sk.write_scorecard(with_weight(weight), tmp_path / "card.yaml")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_card_is_scored_as_it_is_written():
    tiered = CARD.model_copy(update={"tiers": {"old": 60, "young": 0}})
    assert sk.score(tiered, {"age": [61.0]}).to_pandas()["tier"].tolist() == ["old"]


def test_a_misspelt_field_is_refused_with_the_nearest_one():
    with pytest.raises(ScorecardError, match=r"unknown field 'tires'.*did you mean 'tiers'"):
        CARD.model_copy(update={"tires": ()})


def test_a_path_in_place_of_a_card_is_refused_with_the_way_out():
    with pytest.raises(TypeError, match="read_scorecard"):
        sk.score("card.yaml", {"age": [1.0]})


def test_a_card_shows_itself_in_one_line():
    assert repr(CARD) == "Scorecard 'leads': 1 criterion"
