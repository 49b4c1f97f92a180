import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import CompileError, DataError, FitError
from tests.cards import card, criterion

TABLE = {"income": [50.0, None, 20.0, 30.0, 30.0], "group": ["a"] * 5}
ALL = [
    criterion("lowest", {"min_max": {"to": [0, 10]}}, input="income"),
    criterion("spread", {"z_score": {}}, input="income"),
    criterion("order", {"rank": {}}, input="income"),
    criterion("share", {"percentile": {}}, input="income"),
]


def values(scorecard, name):
    return next(c for c in scorecard.criteria if c.name == name).value


def test_every_normalisation_is_completed():
    fitted = sk.fit_references(card(*ALL), TABLE)
    assert [c.value.is_fitted for c in fitted.criteria] == [True] * 4
    assert values(fitted, "lowest").min_max.to == (0.0, 10.0)
    assert values(fitted, "spread").z_score.mean == 32.5
    assert values(fitted, "order").rank.count == 4.0


def test_a_fitted_scorecard_scores_by_hand():
    fitted = sk.fit_references(card(*ALL), TABLE)
    scores = sk.score(fitted, {"income": [30.0], "group": ["a"]}, detail="full").to_pandas()
    # (30 - 20) / 30 * 10; (30 - 32.5) / 12.583; 1 below; quantiles 34 to 66 are 30
    expected = [10 / 3, -0.19867985355975656, 2.0, 0.66]
    names = ["lowest", "spread", "order", "share"]
    assert scores.loc[0, [f"value_{name}" for name in names]].tolist() == pytest.approx(expected)


def test_the_card_given_stays_as_it_was():
    before = card(*ALL)
    sk.fit_references(before, TABLE)
    assert not before.criteria[0].value.is_fitted


def test_only_inputs_that_are_ok_count():
    scorecard = card(
        criterion("income", {"min_max": {}}),
        inputs={"income": {"valid": [0, 100], "special": {-99: "unknown"}}},
    )
    fitted = sk.fit_references(scorecard, {"income": [-99, 5, 90, 200, None, float("inf")]})
    assert (fitted.criteria[0].value.min_max.minimum, values(fitted, "income").min_max.maximum) == (
        5.0,
        90.0,
    )


def test_derived_inputs_are_fitted_with_the_parameters_of_the_run():
    scorecard = card(
        criterion("excess", {"min_max": {}}),
        derived={"excess": "income - $limit"},
        parameters={"limit": {"type": "number"}},
    )
    fitted = sk.fit_references(scorecard, TABLE, parameters={"limit": 20})
    assert values(fitted, "excess").min_max.maximum == 30.0


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_the_order_of_rows_does_not_matter(engine):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"income": rng.lognormal(10, 2, 20_000), "group": "a"})
    scorecard = card(*ALL[:2], ALL[3], reasons={"against": "mean"})
    hashes = [
        sk.fit_references(scorecard, frame.sample(frac=1, random_state=seed)) for seed in (1, 2)
    ]
    assert hashes[0] == hashes[1]
    assert (
        sk.score(hashes[0], frame.head(3), engine=engine).to_pandas()["status"].eq("scored").all()
    )


def test_what_is_fitted_already_stays_unless_it_is_asked_for():
    fitted = sk.fit_references(card(*ALL), TABLE)
    other = {"income": [0.0, 1.0], "group": ["a", "a"]}
    assert sk.fit_references(fitted, other) is fitted
    again = sk.fit_references(fitted, other, refit=True)
    assert values(again, "lowest").min_max.maximum == 1.0


ROWS = 1001
DEGENERATE = {
    "flat": ("z_score", [3.0] * ROWS),
    "empty": ("percentile", [float("nan")] * ROWS),
    "varied": ("rank", list(range(ROWS))),
    "fine": ("min_max", list(range(ROWS))),
}


def test_degenerate_fits_are_told_all_at_once():
    scorecard = card(*(criterion(name, {kind: {}}) for name, (kind, _) in DEGENERATE.items()))
    table = {name: values for name, (_, values) in DEGENERATE.items()}
    with pytest.raises(FitError, match="gives no statistics") as caught:
        sk.fit_references(scorecard, table)
    assert str(caught.value).splitlines()[1:] == [
        "- z_score of criterion 'flat': 'flat' is 3 in every row that has it; "
        "two values are needed",
        "- percentile of criterion 'empty': 'empty' has no usable value in any row",
        "- rank of criterion 'varied': 'varied' has 1,001 different values; a rank keeps at "
        "most 1,000, so use percentile",
    ]


def test_ends_too_close_for_a_slope_are_a_fit_error():
    with pytest.raises(FitError, match="slope overflows"):
        sk.fit_references(card(criterion("x", {"min_max": {"to": [0, 100]}})), {"x": [0.0, 5e-324]})


MEAN = {"reasons": {"against": "mean"}}
TENS = {"linear": {"from": [0, 10], "to": [0, 100]}}


def test_the_mean_value_is_frozen_where_reasons_are_against_it():
    # Values 20, 30, 100 (12 is clipped to 10) and none for the missing row: 150 / 3
    fitted = sk.fit_references(card(criterion("x", TENS), **MEAN), {"x": [2, 3, 12, None]})
    assert fitted.criteria[0].mean == 50.0


def test_values_of_policies_do_not_count_in_the_mean():
    scorecard = card(criterion("x", TENS, missing=100), **MEAN)
    assert sk.fit_references(scorecard, {"x": [2, 4, None]}).criteria[0].mean == 30.0


def test_a_reference_needs_no_mean():
    scorecard = card(criterion("x", TENS, reference=80), **MEAN)
    assert sk.fit_references(scorecard, {"x": [2, 3]}) is scorecard


def test_the_mean_of_a_normalisation_follows_its_fit():
    fitted = sk.fit_references(card(criterion("x", {"min_max": {}}), **MEAN), {"x": [0, 1, 4, 10]})
    assert fitted.criteria[0].mean == 0.375  # (0 + 0.1 + 0.4 + 1) / 4


def test_a_mean_of_nothing_is_a_fit_error():
    with pytest.raises(FitError, match="mean of criterion 'x'"):
        sk.fit_references(card(criterion("x", TENS), **MEAN), {"x": [None, float("nan")]})


def test_reasons_against_a_fitted_mean_can_be_scored():
    fitted = sk.fit_references(card(criterion("x", TENS), **MEAN), {"x": [2, 3, 10]})
    scores = sk.score(fitted, {"x": [1, 10]}).to_pandas()
    assert scores["reason_1"].isna().tolist() == [False, True]


def test_a_table_without_the_input_is_refused():
    with pytest.raises(DataError, match="no column 'income'"):
        sk.fit_references(card(*ALL), {"incomes": [1.0, 2.0]})


def test_a_parameter_that_is_not_given_is_refused():
    scorecard = card(
        criterion("x", {"min_max": {}}),
        derived={"x": "y - $limit"},
        parameters={"limit": {"type": "number"}},
    )
    with pytest.raises(CompileError, match="'limit'"):
        sk.fit_references(scorecard, {"y": [1.0, 2.0]})


def test_files_are_fitted_as_well(tmp_path):
    path = tmp_path / "incomes.csv"
    path.write_text("income,group\n50,a\n,a\n20,b\n")
    fitted = sk.fit_references(card(ALL[0]), path)
    assert values(fitted, "lowest").min_max.maximum == 50.0
