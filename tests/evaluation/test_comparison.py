"""Two versions side by side: the same rows, and intervals of the same draws."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

import scoring_kit as sk


@pytest.fixture(scope="module")
def rows():
    draw = np.random.default_rng(11)
    events = (draw.random(500) < 0.3).astype(int)
    first = (events + draw.normal(size=500)).round(1)
    second = (events + draw.normal(size=500) * 2).round(1)
    second[:20] = np.nan
    return first, second, events


@pytest.fixture(scope="module")
def found(rows):
    first, second, events = rows
    return sk.evaluate(first, events, against=second, bootstrap=200).comparison


def test_both_versions_are_measured_on_rows_that_both_score(rows, found):
    first, second, events = (values[20:] for values in rows)
    for name, scores in (("value", first), ("other", second)):
        alone = sk.evaluate(scores, events, bootstrap=0)
        for metric in ("auc", "ks", "lift", "best_f1"):
            assert found.loc[metric, name] == pytest.approx(alone.value(metric), abs=1e-12)
        theirs = average_precision_score(events, scores)
        assert found.loc["average_precision", name] == pytest.approx(theirs, abs=1e-12)
    assert (found["rows"] == 480).all()
    assert found["difference"].tolist() == pytest.approx((found["value"] - found["other"]).tolist())


def test_gini_is_twice_the_difference_of_auc_with_the_same_p(found):
    auc, gini = found.loc["auc"], found.loc["gini"]
    for name in ("difference", "low", "high"):
        assert gini[name] == pytest.approx(2 * auc[name])
    assert gini["p_value"] == auc["p_value"] < 0.05


def test_paired_draws_are_about_as_wide_as_drawing_rows(rows, found):
    first, second, events = (values[20:] for values in rows)
    draw = np.random.default_rng(0)
    gains = []
    for _ in range(200):
        kinds = (np.flatnonzero(events == kind) for kind in (0, 1))
        again = np.concatenate([draw.choice(rows_, len(rows_)) for rows_ in kinds])
        scores = [average_precision_score(events[again], s[again]) for s in (first, second)]
        gains.append(scores[0] - scores[1])
    row = found.loc["average_precision"]
    assert row["high"] - row["low"] == pytest.approx(
        np.ptp(np.quantile(gains, [0.025, 0.975])), rel=0.3
    )


def test_a_version_against_itself_is_no_different(rows):
    first, _, events = rows
    found = sk.evaluate(first, events, against=first, bootstrap=20)
    assert (found.comparison["difference"] == 0).all()
    assert found.comparison.loc["auc", "p_value"] == 1.0
    assert "no difference that is sure" in " ".join(found.summary)


def test_versions_without_a_row_in_common_have_no_figures():
    found = sk.evaluate([1.0, 2.0, np.nan], [0, 1, 1], against=[np.nan, np.nan, 1.0])
    assert found.comparison["difference"].isna().all()
    assert found.summary[-1] == "No row can be compared with against."


def test_without_another_version_there_is_no_comparison():
    assert sk.evaluate([2, 1], [1, 0]).comparison.empty
