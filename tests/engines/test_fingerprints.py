import datetime as dt
import math
import random
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.engines import fingerprints
from scoring_kit.engines.fingerprints import fingerprint, has_fingerprint
from scoring_kit.errors import DataError
from scoring_kit.tables.types import describe
from tests.tables.fp1 import fp1

# Each golden value was calculated by tests/tables/fp1.py and, for the first, by hand with md5sum.
GOLDEN = {
    "example": (
        {"id": ("number", [2, 1]), "city": ("text", ["Bern", None])},
        "fp1:601c83332d2d22991b2ee23a1bb22121",
    ),
    "no rows": ({"x": ("number", [])}, "fp1:d3ab95ded3a19fbeb14039ebf01b15e5"),
    "all missing": ({"x": ("number", [None, math.nan])}, "fp1:6412483c867bf232b2bf4dbb6208908e"),
    "odd numbers": (
        {"x": ("number", [math.inf, -math.inf, -0.0, 5e-324, 1e308, 2**70, Decimal("0.1")])},
        "fp1:7e16bd7ccccceaf3589f957d055ff358",
    ),
    "texts": (
        {"t": ("text", ["", None, "é", "☃,1:", "e\u0301", "a\nb", "🦉"])},
        "fp1:9697284cde3938434551e9462d87cc65",
    ),
    "dates": (
        {"d": ("date", [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29), None])},
        "fp1:191b18d3f6b67510c97ec52b4bcbd2bb",
    ),
    "mixed": (
        {
            "b": ("boolean", [True, False, None]),
            "a,1": ("number", [1, 0, 1]),
            "Ä": ("text", [*"1,0"]),
        },
        "fp1:c8add989568ef941ad27503ee7abdf8f",
    ),
}


def values_of(columns):
    return {name: values for name, (_, values) in columns.items()}


def parts(found):
    return {name: part for name, part in found.to_dict().items() if name not in ("key", "blocks")}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_vectors_hold_here_and_in_plain_python(name):
    columns, text = GOLDEN[name]
    types = {column: kind for column, (kind, _) in columns.items()}
    assert fp1(columns)["fingerprint"] == text
    assert fingerprint(values_of(columns), types=types).text == text


@pytest.mark.parametrize("name", GOLDEN)
def test_values_that_stand_in_many_rows_agree_with_plain_python(name):
    often = {column: (kind, 20 * values) for column, (kind, values) in GOLDEN[name][0].items()}
    types = {column: kind for column, (kind, _) in often.items()}
    assert parts(fingerprint(values_of(often), types=types)) == fp1(often)


NUMBERS = st.none() | st.floats() | st.integers(-(2**130), 2**130) | st.decimals(allow_nan=False)
CELLS = {
    "number": NUMBERS.filter(lambda x: x is None or abs(x) < 10**300 or x in (math.inf, -math.inf)),
    "text": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates(),
}
ROWS = st.lists(st.tuples(*CELLS.values()), max_size=8)


def columns_of(rows):
    values = zip(*rows, strict=True) if rows else ([], [], [], [])
    pairs = zip(CELLS, values, strict=True)
    return {f"a {kind}": (kind, list(column)) for kind, column in pairs}


@given(rows=ROWS, seed=st.integers(0, 9))
def test_the_engine_agrees_with_plain_python_in_any_order(rows, seed):
    chance = random.Random(seed)
    shuffled = columns_of(chance.sample(rows, len(rows)))
    names = chance.sample(list(shuffled), len(shuffled))
    types = {name: kind for name, (kind, _) in shuffled.items()}
    found = fingerprint({name: shuffled[name][1] for name in names}, types=types)
    assert parts(found) == fp1(columns_of(rows))


def big(rows=25_000):
    chance = np.random.default_rng(3)
    number = chance.normal(size=rows)
    number[::7] = np.nan
    return pd.DataFrame(
        {
            "id": chance.permutation(rows),
            "income": number,
            "city": chance.choice(["Bern", "Zürich", "", None], rows),
            "since": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(chance.integers(0, 999, rows), "D"),
            "member": chance.random(rows) < 0.5,
        }
    )


BIG = big()
BEFORE = fingerprint(BIG, key="id")


KINDS = {"id": "number", "income": "number", "city": "text", "since": "date", "member": "boolean"}


def big_in_python():
    """Return the kind and the values of each column in the order of the key."""
    cells = BIG.sort_values("id").astype({"since": object, "member": object}).astype(object)
    cells = cells.where(cells.notna(), None)
    values = {name: cells[name].tolist() for name in cells}
    values["since"] = [moment.date() for moment in values["since"]]
    return {name: (kind, values[name]) for name, kind in KINDS.items()}


def test_columns_and_blocks_of_a_large_table_agree_with_plain_python():
    columns = big_in_python()
    assert parts(BEFORE) == fp1(columns)
    for number, start in enumerate((0, 10_000, 20_000)):
        block = {name: (kind, v[start : start + 10_000]) for name, (kind, v) in columns.items()}
        assert BEFORE.blocks[number] == fp1(block)["content"]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_and_the_order_of_rows_do_not_matter(threads):
    shuffled = BIG.sample(frac=1, random_state=threads)
    assert fingerprint(shuffled, key="id", threads=threads) == BEFORE
    assert fingerprint(shuffled, threads=threads).text == BEFORE.text


def test_a_single_changed_cell_is_found_in_its_column_and_block():
    changed = BIG.copy()
    changed.loc[changed["id"] == 12_345, "city"] = "Basel"
    found = BEFORE.differences(fingerprint(changed, key="id"))
    assert (found.columns, found.blocks, found.blocks_in_all) == (("city",), (1,), 3)


def test_values_that_changed_places_are_found_in_the_rows():
    changed = BIG.copy()
    one, two = (changed.index[changed["id"] == key][0] for key in (3, 24_999))
    changed.loc[[one, two], "income"] = [2.5, 1.5]
    swapped = changed.copy()
    swapped.loc[[one, two], "income"] = [1.5, 2.5]
    found = fingerprint(changed, key="id").differences(fingerprint(swapped, key="id"))
    assert (found.columns, found.rows_differ, found.blocks) == ((), True, (0, 2))


def test_a_duplicated_row_is_found():
    doubled = pd.concat([BIG, BIG[BIG["id"] == 24_999]])
    found = BEFORE.differences(fingerprint(doubled, key="id"))
    assert (found.rows, found.blocks) == ((25_000, 25_001), (2,))


def test_a_row_that_changed_twice_does_not_cancel():  # as it would if hashes were xor-ed
    assert fingerprint({"x": [1, 1]}) != fingerprint({"x": [2, 2]})


def test_rows_with_one_key_stay_in_one_block():
    keys = [1] * 25_000 + [2]
    shuffled = fingerprint({"k": keys[::-1], "x": range(25_001)}, key="k")
    assert shuffled.blocks[1] == "0" * 32
    assert len(shuffled.blocks) == 3
    assert shuffled == fingerprint({"x": range(25_000, -1, -1), "k": keys}, key="k")


def test_missing_keys_come_first_and_signs_of_zero_are_one_key():
    keys = [0.0, -0.0, *[None] * 9_999]
    one = fingerprint({"k": keys}, key="k")
    rows = {"k": ("number", [0.0, 0.0, *[None] * 9_999])}
    assert one.blocks == (fp1(rows)["content"],)  # both zeros have 9,999 smaller keys


FORMS = {
    "pandas": lambda table, folder: table.to_pandas(),
    "polars": lambda table, folder: pl.from_arrow(table),
    "arrow": lambda table, folder: table,
    "stream": lambda table, folder: table.to_reader(),
    "relation": lambda table, folder: duckdb.connect().from_arrow(table),
    "columns": lambda table, folder: table.to_pydict(),
    "parquet": lambda table, folder: parquet(table, folder),
    "csv": lambda table, folder: csv(table, folder),
}
TYPES = {"n": "number", "x": "number", "b": "boolean", "d": "date", "none": "number"}


def parquet(table, folder):
    pq.write_table(table, folder / "a.parquet", row_group_size=2)
    return folder / "a.parquet"


def csv(table, folder):
    pl.from_arrow(table).write_csv(folder / "a.csv", quote_style="non_numeric")
    return folder / "a.csv"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_data_has_one_fingerprint_in_each_form(form, tmp_path):
    columns = {
        "n": ("number", [3, None, -(2**53), 7]),
        "x": ("number", [0.1, -0.0, None, 1e-300]),
        "t": ("text", ["a", 'b"c', "ü,☃", "x y"]),
        "b": ("boolean", [True, None, False, True]),
        "d": ("date", [dt.date(2024, 2, 29), None, dt.date(1900, 1, 1), dt.date(2100, 3, 1)]),
        "none": ("number", [None] * 4),
    }
    table = pa.table({**values_of(columns), "none": pa.nulls(4, pa.float64())})
    found = fingerprint(FORMS[form](table, tmp_path), key="n", types=TYPES)
    assert parts(found) == fp1(columns)


def test_moments_are_their_date_in_utc():
    local = pd.to_datetime(["2024-02-29 23:00"]).tz_localize("America/New_York")
    found = fingerprint(pd.DataFrame({"d": local}))
    assert parts(found) == fp1({"d": ("date", [dt.date(2024, 3, 1)])})


def test_types_of_a_database_count_as_the_double_they_are():
    sql = "SELECT 0.1::DECIMAL(9,3) AS a, 2::HUGEINT ** 70 AS b, 7::UTINYINT AS c, 0.5::FLOAT AS d"
    found = fingerprint(duckdb.connect().sql(sql))
    numbers = {"a": 0.1, "b": 2.0**70, "c": 7, "d": 0.5}
    assert parts(found) == fp1({name: ("number", [x]) for name, x in numbers.items()})


def test_a_uuid_is_the_text_it_is_written_as():
    text = "0f0e0d0c-0b0a-4908-8706-050403020100"
    found = fingerprint(duckdb.connect().sql(f"SELECT '{text}'::UUID AS u"), key="u")
    assert parts(found) == fp1({"u": ("text", [text])})


def test_columns_and_key_are_what_is_read():
    data = {"k": [1, 2], "x": [3, 4], "list": [[1], [2]]}
    found = fingerprint(data, key="k", columns=["x"])
    assert found == fingerprint({"x": [3, 4], "k": [1, 2]}, key="k")


def test_all_columns_that_cannot_be_read_are_named_at_once():
    data = duckdb.connect().sql("SELECT [1] AS l, TIME '12:00' AS t, 1 AS x")
    with pytest.raises(DataError, match="'l' is INTEGER") as error:
        fingerprint(data, columns=["l", "t", "y"])
    assert [p.code for p in error.value.problems] == [
        "column_type",
        "column_type",
        "column_missing",
    ]


def test_no_columns_are_refused():
    with pytest.raises(DataError, match="no column is named"):
        fingerprint({"x": [1]}, columns=[])


def test_a_type_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"'x' is one of number, .*; did you mean 'number'"):
        fingerprint({"x": [1]}, types={"x": "numbr"})


def test_a_wide_table_is_read_in_parts(monkeypatch):
    wide = {f"c{number}": [number, None] for number in range(250)}
    whole = fingerprint(wide)
    monkeypatch.setattr(fingerprints, "AT_ONCE", 7)
    assert fingerprint(wide) == whole
    assert parts(whole) == fp1({name: ("number", values) for name, values in wide.items()})


def test_a_refusal_speaks_of_the_fingerprint_and_not_of_scores():
    with pytest.raises(DataError, match=r"^table has no fingerprint:\n- x: the table has no"):
        fingerprint({"y": [1]}, columns=["x"])


@pytest.mark.parametrize(
    ("engine_type", "expected"),
    [("BIGINT", True), ("UUID", True), ("TIMESTAMP", True), ("VARCHAR[]", False), ("TIME", False)],
)
def test_which_types_have_a_fingerprint_can_be_asked(engine_type, expected):
    assert has_fingerprint(describe("x", engine_type)) == expected
