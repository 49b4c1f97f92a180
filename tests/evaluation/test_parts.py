"""Segments and periods: each is what the whole would be of its rows; who reaches which tier."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.evaluation.shift import shift_of


@pytest.fixture(scope="module")
def table():
    draw = np.random.default_rng(4)
    size = 3000
    part = draw.choice(["north", "south", None], size, p=[0.5, 0.4, 0.1])
    score = (draw.normal(50, 10, size) + 5 * (part == "north")).round(1)
    score[draw.random(size) < 0.05] = np.nan
    tiers = np.where(score >= 60, "A", np.where(score >= 45, "B", "C")).astype(object)
    tiers[np.isnan(score)] = None
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 180, size), "D")
    came = np.where(draw.random(size) < 0.1, np.nan, draw.random(size) < score / 120)
    return pd.DataFrame(
        {"score": score, "tier": tiers, "part": part, "day": days, "came": came, "n": size % 7}
    )


@pytest.fixture(scope="module")
def found(table):
    return sk.evaluate(table, "came", segments=["part", "n"], period="day", bootstrap=0)


def test_every_segment_is_what_its_rows_alone_would_be(table, found):
    rows = found.segments.set_index(["column", "part"])
    for name, mask in {
        "north": table["part"] == "north",
        "south": table["part"] == "south",
        "not known": table["part"].isna(),
    }.items():
        alone = sk.evaluate(table[mask].reset_index(drop=True), "came", bootstrap=0)
        row = rows.loc[("part", name)]
        assert (row["auc"], row["ks"], row["rows"]) == (alone.auc, alone.ks, mask.sum())
        assert (row["auc_low"], row["auc_high"]) == alone.figure_list[0].interval
    used = found.segments.groupby("column")["used"].sum()
    assert (used == found.counts["used"]).all()


def test_periods_stand_in_the_order_of_time(table, found):
    months = table["day"].dt.strftime("%Y-%m")
    assert found.periods["part"].tolist() == sorted(months.unique())
    assert found.periods["rows"].tolist() == months.value_counts().sort_index().tolist()


def test_the_psi_of_a_period_is_against_the_first(table, found):
    psi = found.periods["psi"].tolist()
    assert psi[0] == 0.0
    months = table["day"].dt.strftime("%Y-%m")
    first = table["score"][months == "2024-01"].dropna().to_numpy()
    later = table["score"][months == "2024-03"].dropna().to_numpy()
    inner = np.unique(np.sort(first)[(np.arange(1, 10) * len(first) + 9) // 10])
    sides = [np.histogram(x, [-np.inf, *inner, np.inf])[0].astype(float) for x in (first, later)]
    expected = shift_of(*(dict(enumerate(side)) for side in sides)).psi
    assert psi[2] == pytest.approx(expected, abs=0.01)


PERIODS = {
    "day": "2024-03-05",
    "week": "2024-03-04",
    "month": "2024-03",
    "quarter": "2024-Q1",
    "year": "2024",
}


@pytest.mark.parametrize("every", PERIODS)
def test_dates_are_taken_together(every):
    frame = pd.DataFrame({"score": [2, 1], "came": [1, 0], "day": [dt.date(2024, 3, 5)] * 2})
    found = sk.evaluate(frame, "came", period="day", every=every)
    assert found.periods["part"].tolist() == [PERIODS[every]]


def test_numbers_are_periods_in_their_order():
    frame = pd.DataFrame({"score": [3, 2, 1], "came": [1, 0, 1], "year": [10.0, 9.0, np.nan]})
    found = sk.evaluate(frame, "came", period="year")
    assert found.periods["part"].tolist() == ["9", "10", "not known"]
    assert found.periods["note"].tolist() == [
        "no row with the event",
        *["no row without the event"] * 2,
    ]


def test_an_unknown_length_and_too_many_periods_are_refused():
    frame = pd.DataFrame({"score": range(500), "came": [0, 1] * 250, "day": range(500)})
    with pytest.raises(
        DataError, match="'day' has more than 400 periods; name a column with fewer"
    ):
        sk.evaluate(frame, "came", period="day")
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["day"], "D")
    with pytest.raises(DataError, match="'date' has more than 400 periods; choose a longer"):
        sk.evaluate(frame, "came", period="date", every="day")
    with pytest.raises(ValueError, match="every is one of day, week, month, quarter, year, found"):
        sk.evaluate(frame, "came", period="day", every="hour")


def test_segments_beyond_the_largest_are_joined():
    frame = pd.DataFrame({"score": range(60), "came": [0, 1] * 30, "part": range(60)})
    parts = sk.evaluate(frame, "came", segments="part").segments
    assert (len(parts), parts["part"].iloc[-1], parts["rows"].iloc[-1]) == (41, "other", 20)


def test_who_reaches_a_tier_is_counted_over_all_rows_of_the_part(table, found):
    rows = found.fairness.set_index(["column", "part", "tier"])
    north, south = (table[table["part"] == name] for name in ("north", "south"))
    reached = [(part["tier"].isin(["A", "B"])).mean() for part in (north, south)]
    assert rows.loc[("part", "north", "B"), "reached"] == pytest.approx(reached[0])
    best = max(rows.loc[("part", name, "B"), "reached"] for name in ("north", "south", "not known"))
    ratio = rows.loc[("part", "south", "B"), "impact_ratio"]
    assert ratio == pytest.approx(reached[1] / best)
    events = south[south["came"] == 1]
    found_ = (events["tier"] == "A").mean()
    assert rows.loc[("part", "south", "A"), "found"] == pytest.approx(found_)
    known = south[(south["tier"] == "A") & south["came"].notna()]
    assert rows.loc[("part", "south", "A"), "rate"] == pytest.approx(known["came"].mean())


def test_a_rate_below_four_fifths_is_adverse():
    # A is reached by 40 of 50 and by 30 of 50 rows: three quarters; a part of 10 sets no standard
    reached = {"x": (40, 10), "y": (30, 20), "small": (10, 0), "tiny": (0, 1)}
    rows = [
        {"score": 2.0 if tier == "A" else 1.0, "tier": tier, "part": part, "came": n % 2}
        for part, counts in reached.items()
        for tier, count in zip("AB", counts, strict=True)
        for n in range(count)
    ]
    found = sk.evaluate(pd.DataFrame(rows), "came", segments="part", bootstrap=0)
    tier = found.fairness[found.fairness["tier"] == "A"].set_index("part")
    assert tier["impact_ratio"].to_dict() == pytest.approx(
        {"x": 1, "y": 0.75, "small": 1.25, "tiny": 0}
    )
    assert tier["is_adverse"].to_dict() == {"x": False, "y": True, "small": None, "tiny": None}
    assert any("y at tier A, is 75" in sentence for sentence in found.summary)


def test_without_tiers_it_is_who_is_among_the_highest():
    # of 20 rows the highest 2, with 19 and 18, are y
    frame = pd.DataFrame({"score": range(20), "came": [0, 1] * 10})
    frame["part"] = ["x"] * 18 + ["y"] * 2
    rows = sk.evaluate(frame, "came", segments="part", bootstrap=0).fairness
    reached = rows.set_index(["part", "tier"])["reached"]
    assert reached["y"].tolist() == [1.0, 1.0, 1.0]
    # the highest 5 and 10 rows have 3 and 8 of the 18 of x
    assert reached["x"].tolist() == pytest.approx([0.0, 3 / 18, 8 / 18])


def test_rows_that_tie_at_the_cut_are_all_among_the_highest():
    frame = pd.DataFrame({"score": [1.0] * 5, "came": [0, 1, 0, 1, 0], "part": "x"})
    rows = sk.evaluate(frame, "came", segments="part", bootstrap=0).fairness
    assert rows["reached"].tolist() == [1.0, 1.0, 1.0]


def test_equal_weights_change_nothing_whatever_they_are():
    frame = pd.DataFrame({"score": range(100), "came": [0, 1] * 50, "part": ["x", "y"] * 50})
    frame["time"] = np.arange(100) // 50
    asked = {"segments": "part", "period": "time", "bootstrap": 0}
    plain, heavy = (
        sk.evaluate(frame.assign(w=weight), "came", weights="w", **asked) for weight in (1, 0.3)
    )
    pd.testing.assert_frame_equal(plain.fairness, heavy.fairness)
    pd.testing.assert_frame_equal(plain.periods, heavy.periods)
