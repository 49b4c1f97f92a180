"""An impact is what a plain pandas computation makes of the results of `score()`.

On random pairs of cards and hostile tables: rows without a score, ties, knock-outs, infinities.
"""

import json
import tracemalloc
from collections import Counter

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring_kit as sk
from scoring_kit.errors import DataError
from tests.cards import card, criterion
from tests.impact.pairs import TOP, Pair, codes, half_width, mean, places

pairs = st.integers(0, 10**9).map(Pair)


def near(expected, scale):
    """Hold a number to nine digits of what it was made from."""
    return expected if expected is None else pytest.approx(expected, rel=1e-9, abs=1e-9 * scale)


def size_of(*columns):
    """Return the size of the largest finite number of some columns, at least 1."""
    every = np.concatenate([np.abs(np.asarray(column, float)) for column in columns])
    return max(1.0, every[np.isfinite(every)].max(initial=0.0))


def cells(frame, *names):
    """Return the rows of a tidy table that stand for some rows, by the names."""
    rows = frame[[*names, "rows"]].astype(object).where(frame[[*names, "rows"]].notna(), None)
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False) if row[-1]}


def counted(*columns):
    """Return how often each combination occurs, None for what is missing."""
    lists = [column.astype(object).where(column.notna(), None) for column in columns]
    return dict(Counter(zip(*lists, strict=True)))


def texts(column):
    return [None if pd.isna(value) else value for value in column]


def check_that_rows_have_what_both_versions_give_them(pair):
    was, now = pair.frames
    found = pair.impact.deltas
    assert found["row"].tolist() == list(range(len(was)))
    for name in ("score", "rank", "tier", "status"):
        for expected, column in ((was, f"live_{name}"), (now, name)):
            assert texts(found[column]) == texts(expected[name])
    np.testing.assert_array_equal(found["change"], now["score"] - was["score"])
    assert texts(found["move"]) == texts(was["rank"] - now["rank"])


def check_that_moves_are_those_that_pandas_finds(pair):
    was, now = pair.frames
    found = pair.impact
    move = (was["rank"] - now["rank"]).astype(float)
    scored, scores = was["score"].notna(), now["score"].notna()
    ranks = found.ranks.set_index("moved")
    numbers = [(move > 0).sum(), (move < 0).sum(), (move == 0).sum()]
    numbers += [(scores & ~scored).sum(), (scored & ~scores).sum()]
    assert ranks["rows"].tolist() == numbers
    np.testing.assert_array_equal(ranks.loc["up", "median_move"], move[move > 0].median())
    tops = [set(each.index[each["rank"].le(TOP).fillna(False)]) for each in (was, now)]
    figures = found.figures()
    assert figures["top"] == {
        "n": TOP,
        "stay": len(tops[0] & tops[1]),
        "enter": len(tops[1] - tops[0]),
        "leave": len(tops[0] - tops[1]),
    }
    top = found.top
    assert set(top.loc[top["moved"] == "enter", "row"]) == tops[1] - tops[0]
    assert set(top.loc[top["moved"] == "leave", "row"]) == tops[0] - tops[1]


def check_that_tiers_and_statuses_migrate_as_pandas_counts_them(pair):
    was, now = pair.frames
    found = pair.impact
    assert cells(found.tiers, "live_tier", "tier") == counted(was["tier"], now["tier"])
    statuses = cells(found.statuses, "live_status", "status")
    assert statuses == counted(was["status"], now["status"])
    old, new = places(was["tier"]), places(now["tier"])
    crossed = {
        "up": (new < old).sum(),
        "down": (new > old).sum(),
        "gained": (was["tier"].isna() & now["tier"].notna()).sum(),
        "lost": (was["tier"].notna() & now["tier"].isna()).sum(),
    }
    figures = found.figures()
    assert figures["crossed"] == crossed
    same = [
        (was[name] == now[name]).fillna(False) | (was[name].isna() & now[name].isna())
        for name in ("score", "rank", "tier", "status")
    ]
    assert figures["changed"] == (~pd.concat(same, axis=1).all(axis=1)).sum()


def check_that_distributions_are_those_that_pandas_finds(pair):
    was, now = pair.frames
    found = pair.impact.scores.set_index("statistic")
    change = now["score"] - was["score"]
    for name, column in (("live", was["score"]), ("candidate", now["score"]), ("change", change)):
        known = column[np.isfinite(column)]
        if not len(known):
            assert found[name].isna().all()
            continue
        scale = size_of(known)
        assert found.loc["mean", name] == near(mean(known), scale)
        assert (found.loc["lowest", name], found.loc["highest", name]) == (known.min(), known.max())
        for share in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99):
            with np.errstate(over="ignore", invalid="ignore"):
                expected = known.quantile(share)
            if np.isfinite(expected):
                assert found.loc[f"{share:.0%}", name] == near(expected, scale)


def check_that_segments_are_those_that_pandas_finds(pair):
    was, now = pair.frames
    found = pair.impact.segments
    change, old, new = now["score"] - was["score"], places(was["tier"]), places(now["tier"])
    scale = size_of(change)
    for name in pair.parted:
        rows = found[found["column"] == name].set_index("segment")
        column = pd.Series(pair.texts_of(name), dtype=object).fillna("not known")
        groups = column.groupby(column)
        assert set(rows.index) == set(groups.groups)
        for segment, part in groups:
            row, known = rows.loc[segment], change[part.index]
            assert row["rows"] == len(part)
            assert row["up"] == (new < old)[part.index].sum()
            assert row["down"] == (new > old)[part.index].sum()
            assert (row["higher"], row["lower"]) == ((known > 0).sum(), (known < 0).sum())
            known = known[np.isfinite(known)]
            assert row["scored"] == len(known)
            assert_number(row["mean_change"], mean(known), 1e-9 * scale)
            assert_number(row["half_width"], half_width(known), 1e-8 * scale)


def assert_number(found, expected, tolerance):
    if expected is None or not np.isfinite(expected):
        assert expected is not None or np.isnan(found)
    else:
        assert found == pytest.approx(expected, rel=1e-6, abs=tolerance)


def check_that_lines_are_the_differences_of_contributions_and_add_up(pair):
    was, now = pair.frames
    found = pair.impact.lines.set_index("line")
    change = now["score"] - was["score"]
    both = np.isfinite(change)
    names = [name for name in (*now, *was) if name.startswith("contribution_")]
    assert set(found.index) == {name.removeprefix("contribution_") for name in names}
    nothing = pd.Series(0.0, was.index)
    columns = {name: now.get(name, nothing) - was.get(name, nothing) for name in names}
    scale = size_of(*columns.values())
    for name, column in columns.items():
        line = found.loc[name.removeprefix("contribution_")]
        known = column[both & np.isfinite(column)]
        expected = mean(known) if both.any() else None
        assert_number(line["mean_change"], expected, 1e-9 * scale)
        assert_number(line["mean_size"], mean(known.abs()) if both.any() else None, 1e-9 * scale)
    if both.any() and scale < 1e100:  # larger ones lose the smaller ones of their sum
        total = sum(found["mean_change"])
        assert total == pytest.approx(mean(change[both]), abs=1e-9 * scale)
    if found["mean_size"].any():
        assert found["share"].sum() == pytest.approx(1.0)


def check_that_reasons_and_coverage_change_as_counted_by_hand(pair):
    was, now = pair.frames
    found = pair.impact
    old, new = codes(was), codes(now)
    for row in found.reasons.itertuples():
        has = [
            (row.code in before, row.code in after) for before, after in zip(old, new, strict=True)
        ]
        assert (row.live_rows, row.rows) == tuple(
            map(sum, zip(*has, strict=True) if has else ((), ()))
        )
        assert row.gained == sum(not before and after for before, after in has)
        assert row.lost == sum(before and not after for before, after in has)
    assert set().union(*old, *new) <= set(found.reasons["code"])
    coverage = found.figures()["coverage"]
    assert coverage["live"] == near(mean(was["coverage"]), 1)
    assert coverage["candidate"] == near(mean(now["coverage"]), 1)
    assert coverage["more"] == (now["coverage"] > was["coverage"]).sum()
    assert coverage["less"] == (now["coverage"] < was["coverage"]).sum()


def check_that_the_parts_of_an_impact_add_up(pair):
    found = pair.impact
    figures = found.figures()
    rows = figures["rows"]
    assert sum(cell["rows"] for cell in figures["tiers"]) == rows
    assert sum(cell["rows"] for cell in figures["statuses"]) == rows
    for name in pair.parted:
        parts = [row for row in figures["segments"] if row["column"] == name]
        assert sum(row["rows"] for row in parts) == rows
        assert sum(row["scored"] for row in parts) == figures["scored"]["both"]
        ways = {way: sum(row[way] for row in parts) for way in ("up", "down")}
        assert ways == {way: figures["crossed"][way] for way in ("up", "down")}
    assert json.loads(json.dumps(figures, allow_nan=False)) == figures
    assert found._repr_html_()
    assert found.summary


CHECKS = (
    check_that_rows_have_what_both_versions_give_them,
    check_that_moves_are_those_that_pandas_finds,
    check_that_tiers_and_statuses_migrate_as_pandas_counts_them,
    check_that_distributions_are_those_that_pandas_finds,
    check_that_segments_are_those_that_pandas_finds,
    check_that_lines_are_the_differences_of_contributions_and_add_up,
    check_that_reasons_and_coverage_change_as_counted_by_hand,
    check_that_the_parts_of_an_impact_add_up,
)


@settings(max_examples=40)
@given(pairs)
def test_impact_is_what_a_plain_pandas_computation_finds(pair):
    for check in CHECKS:
        check(pair)


LIVE = card(criterion("a"), aggregate="sum")
DATA = {"a": [1.0, 2.0], "day": np.array(["2024-01-01"] * 2, "datetime64[D]")}


def test_segments_that_are_not_there_or_do_not_part_rows_are_refused():
    with pytest.raises(DataError, match="no column 'da'; did you mean 'day'"):
        sk.compare(LIVE, LIVE, DATA, segments="da")
    with pytest.raises(DataError, match="'day' holds dates; rows can be parted by text"):
        sk.compare(LIVE, LIVE, DATA, segments=["day"])


def test_a_top_of_no_ranks_is_refused():
    with pytest.raises(ValueError, match="at least 1; found 0"):
        sk.compare(LIVE, LIVE, DATA, top=0)


def test_missing_segments_and_those_of_numbers_and_booleans_are_told_apart():
    data = {**DATA, "flag": [True, None], "size": [np.nan, 2.5]}
    rows = sk.compare(LIVE, LIVE, data, segments=["flag", "size"]).segments
    assert rows["segment"].tolist() == ["yes", "not known", "2.5", "not known"]


@pytest.mark.parametrize("form", ["parquet", "csv", "duckdb"])
def test_files_and_databases_are_compared_as_frames_are(tmp_path, form):
    frame = pd.DataFrame({"a": [1.0, 3.0, 2.0], "g": ["x", "y", "x"]})
    path = tmp_path / f"table.{form}"
    if form == "duckdb":
        with duckdb.connect(str(path)) as database:
            database.execute("CREATE TABLE t AS FROM frame")
    else:
        frame.to_parquet(path) if form == "parquet" else frame.to_csv(path, index=False)
    double = card(criterion("a", weight=2), aggregate="sum")
    figures = [sk.compare(LIVE, double, each, segments="g").figures() for each in (path, frame)]
    assert figures[0] == figures[1]
    assert figures[0]["mean"] == {"live": 2.0, "candidate": 4.0}


def test_a_row_takes_few_bytes_of_python():
    # two scores, unrounded scores, tiers, statuses and 2 x 3 reasons are 42; 24 more to rank them
    rows = 600_000
    numbers = ", ".join(f"hash(i + {seed}) % 1000 / 1000 AS {seed:c}" for seed in b"abc")
    data = duckdb.connect().sql(f"SELECT {numbers} FROM range({rows}) AS rows(i)")
    members = [criterion(name, range=[0, 1]) for name in "abc"]
    more = {"reasons": {"top": 3, "against": "best"}, "tiers": {"A": 0.7, "B": 0.5}}
    live, candidate = card(*members, **more), card(*members[1:], **more)
    sk.compare(live, candidate, data.limit(9))  # what is imported counts for nothing
    tracemalloc.start()
    try:
        sk.compare(live, candidate, data)
        assert tracemalloc.get_traced_memory()[1] < 90 * rows
    finally:
        tracemalloc.stop()
