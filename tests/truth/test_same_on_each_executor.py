"""On the published rows the executors agree in every column, to the last bit."""

import pandas as pd
import pytest

import scoring_kit as sk
from tests.truth.places import CARDS, DATA, SHIPPED

pytestmark = pytest.mark.truth

TABLES = {
    "personal_freedom": "hfi/hfi_2012_2016.csv",
    "rule_of_law": "hfi/hfi_2012_2016.csv",
    "organisations": "hfi/hfi_2012_2016.csv",
    "human_development": "hdi2021/hdi.csv",
    "human_development_in_dollars": "hdi2021/hdi.csv",
    "book_club_rfm": "charles_rfm/CharlesBookClub.csv",
    "dmg_example": "pmml_dmg/dmg_scorecard_example.jpmml_grid.csv",
    "dmg_characteristic_reasons": "pmml_dmg/CharacteristicReasonCodeTest.jpmml_grid.csv",
    "dmg_attribute_reasons": "pmml_dmg/AttributeReasonCodeTest.jpmml_grid.csv",
    "dmg_complex_partial_scores": "pmml_dmg/ComplexPartialScoreTest.jpmml_grid.csv",
}


@pytest.fixture(scope="module", params=[*TABLES, *SHIPPED])
def results(request, truth):
    """Return what each executor makes of one card's published rows, in full detail."""
    name = request.param
    if name in SHIPPED:
        table = pd.read_parquet(DATA / f"{name}.parquet")
    else:
        # Only an empty field is absent: "None" and "none" are categories.
        table = pd.read_csv(truth / TABLES[name], keep_default_na=False, na_values=[""])
        table = table.rename(columns=lambda column: column.removeprefix("in:"))
    card = sk.read_scorecard(CARDS[name])
    names = ("duckdb", "numpy", "row")
    return {e: sk.score(card, table, engine=e, detail="full").to_pandas() for e in names}


@pytest.mark.parametrize("engine", ["numpy", "row"])
def test_every_column_is_that_of_duckdb(results, engine):
    pd.testing.assert_frame_equal(results[engine], results["duckdb"], check_exact=True)


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_contributions_add_up_to_the_score(results, engine):
    frame = results[engine][results[engine]["score"].notna()]
    lines = frame[[name for name in frame if name.startswith("contribution_")]]
    largest = lines.abs().max(axis=1).clip(lower=1)
    assert len(frame) > 0
    assert ((lines.sum(axis=1) - frame["score"]).abs() <= 1e-9 * largest).all()


def test_every_card_is_compared():
    assert sorted([*TABLES, *SHIPPED]) == sorted(CARDS)
