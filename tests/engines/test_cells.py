"""Counts by score, outcome and part: what is missing, joined, weighed; on one thread and more."""

import math

import numpy as np
import pytest

from scoring_kit.engines.cells import (
    NOT_IN_SET,
    WeightFacts,
    count_cells,
    finite_or_nan,
    frequent_texts,
    text_code,
    weight_facts,
    weight_units,
)
from scoring_kit.engines.duckdb import DuckDBEngine, connect

VALUES = (
    "(VALUES (1.5e0, 'b'), (1.5e0, 'a'), ('inf'::DOUBLE, NULL), (NULL, 'c'), (-0e0, 'a')) t(x, s)"
)
X, S = "source.x", "source.s"


@pytest.fixture(scope="module")
def engine():
    return DuckDBEngine(connect())


def relation(sql):
    return f"(FROM {sql})"


def test_rows_are_counted_by_every_item_and_infinite_ones_are_missing(engine):
    items = {"x": finite_or_nan(X)}
    [cells] = count_cells(engine, relation(VALUES), items)
    np.testing.assert_array_equal(cells["x"], [0.0, 1.5, math.nan])
    assert cells["rows"].tolist() == [1, 2, 2]
    assert set(cells["part"].tolist()) == {NOT_IN_SET}


def test_every_part_counts_all_rows_anew(engine):
    names = [name for name, _ in frequent_texts(engine, relation(VALUES), S, 1)]
    assert names == ["a"]
    parts = [text_code(S, names), "0"]
    one, other = count_cells(engine, relation(VALUES), {"x": finite_or_nan(X)}, parts)
    # 'a' is 0, 'b' and 'c' are others, 1, what is missing is -1
    by_part = {code: int(one["rows"][one["part"] == code].sum()) for code in (-1, 0, 1)}
    assert by_part == {-1: 1, 0: 2, 1: 2}
    assert (other["rows"].tolist(), other["part"].tolist()) == ([1, 2, 2], [0, 0, 0])


def test_without_a_name_all_texts_are_others(engine):
    [cells] = count_cells(engine, relation(VALUES), {"one": "1"}, [text_code(S, [])])
    assert dict(zip(cells["part"].tolist(), cells["rows"].tolist(), strict=True)) == {-1: 1, 0: 4}


def test_a_table_without_rows_has_no_cells(engine):
    [cells] = count_cells(engine, "range(0)", {"x": "source.range"})
    assert (len(cells["x"]), len(cells["rows"])) == (0, 0)


def test_facts_of_weights(engine):
    values = "(VALUES (1e0), (2.5e0), (-1e0), ('inf'::DOUBLE), ('nan'::DOUBLE), (NULL)) t(x)"
    assert weight_facts(engine, relation(values), X) == WeightFacts(6, 2.5, 1, 1, 2, False)
    empty = weight_facts(engine, relation(f"{values} WHERE false"), X)
    assert (empty, empty.scale) == (WeightFacts(0, 0.0, 0, 0, 0, True), 1.0)


@pytest.mark.parametrize("largest", [1e-300, 0.1, 3.0, 7.5, 1e15, 1e300])
def test_units_of_all_rows_fit_and_are_fine(largest):
    scale = WeightFacts(10_000_000, largest, 0, 0, 0, False).scale
    assert largest * scale * 10_000_000 < 2**62
    assert largest * scale > 2**36 or scale == math.ldexp(1.0, 1000)


def test_units_are_whole_numbers_and_missing_ones_are_marked(engine):
    units = weight_units(X, 4.0)
    values = "(VALUES (0.25e0), (0.3e0), ('nan'::DOUBLE), (NULL)) t(x)"
    [cells] = count_cells(engine, relation(values), {"units": units})
    # 0.25 and 0.3 are 1 and 1.2 quarters
    assert dict(zip(cells["units"].tolist(), cells["rows"].tolist(), strict=True)) == {1: 2, -1: 2}


def test_a_text_with_a_zero_byte_has_a_code_as_any_other(engine):
    texts = relation("(VALUES ('a' || chr(0)), ('a'), ('b'), (NULL)) t(s)")
    [cells] = count_cells(engine, texts, {"code": text_code(S, ["a", "a\0"])})
    assert (cells["code"].tolist(), cells["rows"].tolist()) == ([-1, 0, 1, 2], [1, 1, 1, 1])
