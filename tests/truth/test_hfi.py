"""Human Freedom Index 2012 to 2016 (Cato and Fraser Institutes): four nested levels of means.

Figures are published with nine decimals, so a mean of published parts is right within 1e-9:
half a unit of the last decimal in the parts, and another half in the result.
"""

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from tests.truth.places import CARDS

pytestmark = pytest.mark.truth

NOT_PUBLISHED = {"specific_freedoms", "legal_factors"}
# The nine factors' mean is multiplied by a figure of up to 10/2 for each unit of ef_legal_gender,
# whose own last decimal is rounded: 5 * 0.5e-9 more than in a mean.
TOLERANCE = {"ef_legal": 3.5e-9}
SHIFTED_IN_2014 = ["MKD", "MDG", "MWI", "MYS"]


def published_groups(card):
    """Return the groups of a document whose results are published under the same name."""
    waiting, names = list(YAML(typ="safe").load(CARDS[card])["score"]["of"]), []
    while waiting:
        node = waiting.pop(0)
        waiting = [*node.get("of", ()), *waiting]
        names += [node["group"]] if "group" in node else []
    return [name for name in names if name not in NOT_PUBLISHED]


def furthest(computed, published):
    """Return the largest difference; infinite where only one of the two is absent."""
    one, other = np.asarray(computed, dtype=float), np.asarray(published, dtype=float)
    if (np.isnan(one) != np.isnan(other)).any():
        return np.inf
    return np.nanmax(np.abs(one - other))


@pytest.fixture(scope="module")
def countries(truth):
    return pd.read_csv(truth / "hfi" / "hfi_2012_2016.csv")


@pytest.fixture(scope="module")
def is_scored(countries):
    return countries["hf_score"].notna()


@pytest.fixture(scope="module")
def freedom(score, countries):
    return score("human_freedom", countries, detail="full").to_pandas()


def test_every_country_keeps_its_row(freedom, countries):
    assert freedom[["year", "ISO_code"]].equals(countries[["year", "ISO_code"]])


def test_the_index_is_the_published_one(freedom, countries, is_scored):
    assert is_scored.sum() == 790
    assert furthest(freedom["score"][is_scored], countries["hf_score"][is_scored]) <= 1e-9


@pytest.mark.parametrize("group", published_groups("human_freedom"))
def test_each_level_is_the_published_one(freedom, countries, is_scored, group):
    computed, published = freedom[f"value_{group}"][is_scored], countries[group][is_scored]
    assert published.notna().sum() >= 660
    assert furthest(computed, published) <= TOLERANCE.get(group, 1e-9)


def test_a_group_below_its_coverage_has_no_value_as_published(freedom, countries):
    # Iran 2014 and 2015: of money's four figures one is there, and no rating is published.
    figures = ["ef_money_growth", "ef_money_sd", "ef_money_inflation", "ef_money_currency"]
    is_thin = (countries[figures].notna().sum(axis=1) == 1) & countries["hf_score"].notna()
    iran = countries.loc[is_thin, ["year", "ISO_code"]].values.tolist()
    assert iran == [[2015, "IRN"], [2014, "IRN"]]
    assert freedom.loc[is_thin, "value_ef_money"].isna().all()


def test_a_country_without_a_published_index_has_no_score(freedom, is_scored):
    # All 20 lack every figure of personal freedom.
    assert freedom["score"][~is_scored].isna().all()
    assert set(freedom["status"][~is_scored]) == {"insufficient"}


def test_a_row_is_partial_where_a_figure_is_absent_or_not_counted(freedom, countries, is_scored):
    leaves = [name.removeprefix("state_") for name in freedom if name.startswith("state_")]
    absent = countries[leaves].isna().any(axis=1)
    not_counted = (countries["year"] == 2013) & countries["pf_association"].notna()
    expected = np.where(absent | not_counted, "partial", "scored")
    assert (freedom["status"] == expected)[is_scored].all()


@pytest.mark.parametrize("group", published_groups("organisations"))
def test_establishing_and_operating_make_the_published_figure(score, countries, group):
    parts = countries[countries[f"{group}_establish"].notna()]
    computed = score("organisations", parts, detail="full").to_pandas()
    assert len(parts) == 260
    assert furthest(computed[f"value_{group}"], parts[group]) <= 1e-9


@pytest.fixture(scope="module")
def law(score, countries):
    scores = score("rule_of_law", countries).to_pandas()
    published = countries[["year", "ISO_code", "pf_rol", "pf_rol_procedural"]]
    return published.assign(score=scores["score"])


def test_rule_of_law_is_the_mean_of_its_parts(law):
    is_shifted = (law["year"] == 2014) & law["ISO_code"].isin(SHIFTED_IN_2014)
    rows = law[(law["year"] >= 2014) & law["pf_rol_procedural"].notna() & ~is_shifted]
    assert len(rows) == 304
    assert furthest(rows["score"], rows["pf_rol"]) <= 1e-9


def test_rule_of_law_agrees_with_the_rounded_parts_of_2012_and_2013(law):
    # Those parts are published with one decimal, the result was made of unrounded ones.
    rows = law[(law["year"] <= 2013) & law["pf_rol_procedural"].notna()]
    assert len(rows) == 190
    assert furthest(rows["score"], rows["pf_rol"]) <= 0.05


def test_rule_of_law_without_its_parts_has_no_score(law):
    assert law["score"][law["pf_rol_procedural"].isna()].isna().all()


def test_four_results_of_2014_stand_one_country_too_early_in_the_source(law):
    # Macedonia, Madagascar and Malawi carry the result of the parts of the next of the four
    # (one of them with fewer decimals); Malaysia carries that of a country outside them.
    rows = law[law["year"] == 2014].set_index("ISO_code").loc[SHIFTED_IN_2014]
    assert (abs(rows["score"] - rows["pf_rol"]) > 0.1).all()
    assert furthest(rows["score"][1:], rows["pf_rol"][:-1]) <= 5e-7


def test_personal_freedom_and_its_rank_in_the_year_are_the_published_ones(
    score, countries, is_scored
):
    scores = score("personal_freedom", countries)
    computed = scores.to_pandas()["score"]
    rank = scores.rank(within=["year"])["rank"]
    assert furthest(computed[is_scored], countries["pf_score"][is_scored]) <= 1e-9
    assert furthest(rank, countries["pf_rank"]) == 0
