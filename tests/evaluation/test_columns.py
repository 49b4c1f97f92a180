"""Evidence in the columns of a table: bins, missing values, weights, what is read anew."""

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.evaluation.columns import bins_of


@pytest.fixture(scope="module")
def table():
    draw = np.random.default_rng(8)
    size = 2000
    x = draw.normal(size=size)
    x[draw.random(size) < 0.1] = np.nan
    came = draw.random(size) < 1 / (1 + np.exp(-np.nan_to_num(x)))
    city = draw.choice(["Bern", "Chur", None], size)
    return pd.DataFrame({"score": draw.random(size), "came": came, "x": x, "city": city})


def woe(with_, without, table):
    events, others = table["came"].sum(), (~table["came"]).sum()
    return np.log(with_ / events) - np.log(without / others)


def test_numbers_are_cut_into_tenths_and_missing_ones_are_a_bin(table):
    rows = sk.evaluate(table, "came", bootstrap=0).information("x")
    assert len(rows) == 11
    missing = table[table["x"].isna()]["came"]
    last = rows.iloc[-1]
    assert last["bin"] == "not known"
    assert last["woe"] == pytest.approx(woe(missing.sum(), (~missing).sum(), table))
    sizes = (rows["events"] + rows["others"]).iloc[:10]
    assert sizes.max() - sizes.min() <= 1
    low = table[table["x"] < float(rows["bin"][0].removeprefix("below ").replace("−", "-"))]["came"]
    assert rows["woe"][0] == pytest.approx(woe(low.sum(), (~low).sum(), table))
    assert rows["iv_of_column"][0] == pytest.approx(rows["iv"].sum())


def test_texts_are_a_bin_each(table):
    rows = sk.evaluate(table, "came", bootstrap=0).information(["city"]).set_index("bin")
    bern = table[table["city"] == "Bern"]["came"]
    assert set(rows.index) == {"Bern", "Chur", "not known"}
    assert rows.loc["Bern", "woe"] == pytest.approx(woe(bern.sum(), (~bern).sum(), table))


def test_rows_that_weigh_twice_say_as_much_as_two(table):
    weights = np.arange(len(table)) % 3
    heavy = sk.evaluate(table.assign(w=weights), "came", weights="w").information("city")
    twice = table.loc[np.repeat(table.index, weights)].reset_index(drop=True)
    plain = sk.evaluate(twice, "came").information("city")
    by_bin = heavy.set_index("bin")["woe"].to_dict()
    assert by_bin == pytest.approx(plain.set_index("bin")["woe"].to_dict())


def test_the_inputs_of_the_card_are_taken_unless_named():
    card, data = sk.example("book_club")
    found = sk.evaluate(sk.score(card, data), "bought", bootstrap=0)
    assert "months_since_order" in set(found.information()["column"])
    with pytest.raises(DataError, match="there is no card whose inputs could be taken"):
        sk.evaluate([2, 1], [1, 0]).information()
    with pytest.raises(DataError, match="no column 'gendr'; did you mean 'gender'"):
        found.information("gendr")


def test_bins_are_named_by_their_edges():
    assert bins_of(np.zeros(0), [], False) == {0: "all"}
    assert bins_of(np.array([2.0, 1.0, 2.0]), [2.0], True) == {0: "1", 1: "2"}


def test_a_text_called_as_missing_values_are_is_a_bin_of_its_own():
    city = ["not known"] * 3 + [None] * 2 + ["Bern"]
    table = {"score": range(6), "came": [1, 0, 0, 1, 1, 0], "city": city}
    found = sk.evaluate(table, "came", segments="city", bootstrap=0)
    rows = found.information("city").set_index("bin")[["events", "others"]]
    assert rows.loc["not known"].tolist() == [1, 2]
    assert rows.loc["(not known)"].tolist() == [2, 0]
    assert found.segments["part"].tolist() == ["not known", "Bern", "(not known)"]


def test_rows_without_a_weight_or_an_outcome_do_not_count():
    table = pd.DataFrame({"score": 0.0, "city": list("aabb") * 10, "came": [1.0, 0, 1, 0] * 10})
    table["w"] = [1.0, 1, 1, np.nan] * 10
    table.loc[len(table)] = {"score": 1.0, "city": "a", "came": np.nan, "w": 1.0}
    found = sk.evaluate(table, "came", weights="w", bootstrap=0).information("city")
    rows = found.set_index("bin")
    assert rows[["events", "others"]].to_numpy().tolist() == [[10, 10], [10, 0]]
    # the others that b lacks are half a row of 10
    assert rows.loc["b", "woe"] == pytest.approx(np.log(0.5 / 0.05))
