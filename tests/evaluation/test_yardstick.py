"""The yardstick: models that never see the rows they predict, beside the card."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import scoring_kit as sk
from scoring_kit import optional
from scoring_kit.errors import DataError


def table(size=400, seed=2):
    draw = np.random.default_rng(seed)
    x, y = draw.normal(size=size), draw.normal(size=size)
    came = draw.random(size) < 1 / (1 + np.exp(-2 * x))
    return pd.DataFrame({"score": y, "x": x, "y": y, "came": came})


def test_the_logistic_yardstick_is_that_of_scikit_learn():
    frame = table()
    # rows are learnt from in rising order of score, event, weight and the last input
    ordered = frame.sort_values(["score", "came", "y", "x"]).reset_index(drop=True)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    inputs = ordered[["x", "y"]].to_numpy()
    theirs = cross_val_predict(model, inputs, ordered["came"], cv=folds, method="predict_proba")[
        :, 1
    ]
    found = sk.evaluate(frame, "came", bootstrap=0).yardstick(["logistic"], inputs=["x", "y"])
    expected = roc_auc_score(ordered["came"], theirs)
    assert found.loc["logistic", "auc"] == pytest.approx(expected, abs=0.002)
    assert found.loc["scores", "auc"] == pytest.approx(roc_auc_score(frame["came"], frame["score"]))
    gain = found.loc["logistic", "auc"] - found.loc["scores", "auc"]
    assert found.loc["logistic", "gain"] == pytest.approx(gain)
    assert found.loc["logistic", "gain_low"] > 0.1


def test_models_get_no_credit_for_what_they_learn_by_heart():
    draw = np.random.default_rng(0)
    frame = pd.DataFrame({"score": draw.random(300), "came": np.arange(300) % 2, "id": range(300)})
    frame["id"] = draw.permutation(frame["id"])
    found = sk.evaluate(frame, "came", bootstrap=0).yardstick(["boosting"], inputs=["id"])
    assert 0.35 < found.loc["boosting", "auc"] < 0.65


def test_texts_dates_and_missing_values_are_learnt_from():
    frame = table(200)
    frame["text"] = np.where(frame["came"], "yes", None)
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["x"].rank(), "D")
    frame["none"] = np.nan
    frame.loc[::7, "x"] = np.nan
    found = sk.evaluate(frame, "came", bootstrap=0)
    rows = found.yardstick(inputs=["text", "day", "x", "none"], folds=2)
    assert (rows.loc[["logistic", "boosting"], "auc"] > 0.9).all()


def test_rows_in_another_order_give_the_same():
    frame = table(200)
    turned = frame[::-1].reset_index(drop=True)
    first, second = (
        sk.evaluate(rows, "came", bootstrap=0).yardstick(inputs=["x"], folds=2)
        for rows in (frame, turned)
    )
    pd.testing.assert_frame_equal(first, second)


def test_large_tables_are_sampled_and_it_says_so():
    found = sk.evaluate(table(), "came", bootstrap=0)
    rows = found.yardstick(["logistic"], inputs=["x"], most_rows=100)
    assert (rows.loc["logistic", "rows"], rows.loc["logistic", "of"]) == (100, 400)


def test_weights_are_learnt_with():
    frame = table(300).assign(w=lambda rows: np.where(rows["x"] > 0, 0.0, 1.0))
    rows = sk.evaluate(frame, "came", weights="w").yardstick(["logistic"], inputs=["x"])
    assert rows.loc["logistic", "rows"] == (frame["w"] > 0).sum()


def test_what_cannot_be_learnt_is_refused():
    found = sk.evaluate([1, 2, 3, 4], [0, 1, 0, 1])
    with pytest.raises(DataError, match="there are no inputs to learn from"):
        found.yardstick()
    with pytest.raises(DataError, match="5 folds need 5 rows of each class, found 2"):
        found.yardstick(inputs=["score"])
    with pytest.raises(ValueError, match="a model is one of logistic, boosting, found 'forest'"):
        found.yardstick(["forest"])


def test_without_scikit_learn_it_says_what_installs_it(monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(optional, "import_module", absent)
    with pytest.raises(optional.MissingPackageError, match=r"scoring-kit\[yardstick\]"):
        sk.evaluate([1, 2], [0, 1]).yardstick()


def test_an_input_by_which_rows_are_parted_is_learnt_from_as_well():
    card, data = sk.example("book_club")
    scores = sk.score(card, data)
    plain, parted = (
        sk.evaluate(scores, "bought", segments=segments, bootstrap=0)
        for segments in ((), "months_since_order")
    )
    expected = plain.yardstick(["logistic"], folds=2)
    pd.testing.assert_frame_equal(parted.yardstick(["logistic"], folds=2), expected)
