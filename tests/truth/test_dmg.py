"""The DMG's sample scorecard and its variants, as JPMML-Evaluator 1.7.7 scores them.

The grids cross 5 departments (one unseen, one absent), 10 ages and 4 incomes.
"""

import pandas as pd
import pytest

pytestmark = pytest.mark.truth

GRIDS = {
    "dmg_example": "dmg_scorecard_example",
    "dmg_characteristic_reasons": "CharacteristicReasonCodeTest",
    "dmg_attribute_reasons": "AttributeReasonCodeTest",
    "dmg_complex_partial_scores": "ComplexPartialScoreTest",
}
# Two of the models have no attribute that takes an unseen department.
WITHOUT_OTHER = ["dmg_characteristic_reasons", "dmg_attribute_reasons"]
INPUTS = {"in:department": "department", "in:age": "age", "in:income": "income"}
REASONS = [f"out:Reason Code {rank}" for rank in (1, 2, 3)]

every_model = pytest.mark.parametrize("card", GRIDS)


@pytest.fixture
def grid(truth, card):
    return pd.read_csv(truth / "pmml_dmg" / f"{GRIDS[card]}.jpmml_grid.csv")


@pytest.fixture
def scores(score, grid, card):
    return score(card, grid[list(INPUTS)].rename(columns=INPUTS)).to_pandas()


def texts(frame):
    """Return the rows of a frame of codes, an absent code as None."""
    return frame.astype(object).where(frame.notna(), None).values.tolist()


@every_model
def test_every_score_is_that_of_jpmml(scores, grid):
    assert len(grid) == 200
    pd.testing.assert_series_equal(
        scores["score"], grid["out:Final Score"], check_names=False, rtol=0, atol=1e-12
    )


@every_model
def test_every_ranked_reason_is_that_of_jpmml(scores, grid):
    assert texts(scores[["reason_1", "reason_2", "reason_3"]]) == texts(grid[REASONS])


@pytest.mark.parametrize("card", WITHOUT_OTHER)
def test_a_characteristic_that_matches_nothing_gives_no_score(scores, grid):
    is_unseen = grid["in:department"] == "sales"
    assert is_unseen.sum() == 40
    assert ((scores["status"] == "invalid") == is_unseen).all()
    assert (scores["score"].isna() == is_unseen).all()


@pytest.mark.parametrize("card", ["dmg_example"])
def test_the_worked_example_of_the_specification_scores_29(score, card):
    # DMG, PMML 4.3, Scorecard: engineering, age 25, income 500.
    applicant = pd.DataFrame({"department": ["engineering"], "age": [25], "income": [500.0]})
    assert score(card, applicant).to_pandas()["score"].tolist() == [29.0]
