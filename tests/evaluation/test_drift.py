"""PSI of whole tables: bins, what is new, gone and missing, scores of a card."""

import json

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError


def test_numbers_are_cut_where_the_first_table_says():
    draw = np.random.default_rng(2)
    before, after = draw.normal(size=5000), draw.normal(0.3, 1.0, 4000)
    shift = sk.psi(before, after).shifts["value"]
    inner = np.quantile(before, np.linspace(0.1, 0.9, 9), method="inverted_cdf")
    # as numpy counts them; one row of those at an edge may be on the other side
    shares = [np.histogram(x, [-np.inf, *inner, np.inf])[0] / len(x) for x in (before, after)]
    expected = ((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum()
    assert shift.psi == pytest.approx(expected, rel=0.03)


def test_numbers_beyond_the_first_table_are_new():
    shift = sk.psi(np.arange(100.0), np.arange(100.0) + 1000).shifts["value"]
    assert (shift.new, shift.gone, shift.shared) == (1.0, 1.0, 0.0)
    assert shift.psi > 5
    assert sk.psi(np.arange(100.0), np.arange(100.0)).shifts["value"].psi == 0.0


def test_few_different_numbers_are_a_bin_each():
    shift = sk.psi([1, 1, 2, 2], [1, 1.5, 2, 2]).shifts["value"]
    assert {row["bin"]: row["kind"] for row in shift.rows} == {
        "1": "shared",
        "1.5": "new",
        "2": "shared",
    }


def test_texts_booleans_months_and_what_is_missing_are_bins():
    before = pd.DataFrame(
        {
            "city": ["Bern", "Bern", None, "Basel"],
            "is_new": [True, False, True, True],
            "since": pd.to_datetime(["2024-01-03", "2024-01-20", "2024-02-01", None]),
            "x": [1.0, np.nan, 1.0, 1.0],
        }
    )
    after = before.assign(city=["Bern", "Chur", "Bern", "Basel"])
    drift = sk.psi(before, after)
    bins = drift.bins.set_index(["column", "bin"])
    assert bins.loc[("city", "Chur"), "kind"] == "new"
    assert bins.loc[("city", "not known"), "kind"] == "gone"
    assert bins.loc[("since", "2024-01"), "before"] == 0.5
    assert bins.loc[("x", "not known"), "before"] == 0.25
    psi = drift.table.set_index("column")["psi"]
    assert psi[["is_new", "since", "x"]].tolist() == [0.0, 0.0, 0.0]
    assert drift.table["column"][0] == "city"
    assert drift.summary[0].startswith("city: PSI")
    json.dumps(drift.figures(), allow_nan=False)
    assert "city" in drift._repr_html_()


def test_scores_are_compared_with_what_the_card_reads():
    card, data = sk.example("book_club")
    table = pd.read_parquet(data)
    drift = sk.psi(sk.score(card, table[:2000]), sk.score(card, table[2000:]))
    assert list(drift.shifts)[:2] == ["score", "tier"]
    assert "months_since_order" in drift.shifts
    assert "score_before" not in drift.shifts
    tiers = sk.score(card, table[:2000]).to_pandas()["tier"]
    bins = drift.bins[drift.bins["column"] == "tier"].set_index("bin")
    assert bins.loc["A", "before"] == pytest.approx((tiers == "A").mean())


def test_only_columns_of_both_are_compared():
    drift = sk.psi({"a": [1, 2], "b": [1, 2]}, {"b": [1, 2], "c": [1, 2]})
    assert list(drift.shifts) == ["b"]
    with pytest.raises(DataError, match="no column in common; name columns that both have"):
        sk.psi({"a": [1]}, {"b": [1]})
    with pytest.raises(DataError, match="no column 'z'"):
        sk.psi({"a": [1]}, {"a": [1]}, columns="z")


def test_a_table_without_rows_is_said():
    drift = sk.psi({"a": np.zeros(0)}, {"a": [1.0]})
    assert drift.shifts["a"].psi is None
    assert drift.summary == ("a: one side has no rows, so that there is nothing to compare.",)
    assert drift.table["psi"].isna().all()


def test_bins_and_edges_are_checked():
    with pytest.raises(ValueError, match="bins is at least 2, found 1"):
        sk.psi([1], [1], bins=1)
    with pytest.raises(ValueError, match=r"edges rise, found \[2.0, 1.0\]"):
        sk.psi([1], [1], edges=[2, 1])
    by_column = sk.psi({"a": [1, 2]}, {"a": [1, 2]}, edges={"a": [1.5]})
    assert [row["bin"] for row in by_column.shifts["a"].rows] == ["below 1.5", "1.5 and up"]


def test_a_text_called_as_missing_values_are_is_a_bin_of_its_own():
    # from 3 and 1 of 4 rows to 1 and 3: twice 0.5 * ln 3
    drift = sk.psi({"x": ["not known"] * 3 + [None]}, {"x": ["not known"] + [None] * 3})
    assert drift.shifts["x"].psi == pytest.approx(np.log(3))
    assert drift.bins["bin"].tolist() == ["not known", "(not known)"]


def test_a_text_is_not_new_for_being_rare_on_one_side():
    # 1,200 texts on both sides; only the last 200 are frequent on the one, the first on the other
    texts = [f"{number:04}" for number in range(1200)]
    shift = sk.psi({"x": texts + texts[-200:]}, {"x": texts + texts[:200]}).shifts["x"]
    assert (shift.new, shift.gone) == (0.0, 0.0)
    # 200 texts have 2 of 1,400 rows instead of 1, and 200 the other way round
    assert shift.psi == pytest.approx(400 * np.log(2) / 1400)
