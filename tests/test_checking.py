import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import CompileError
from scoring_kit.scorecard.findings import FINDING_CODES
from tests.cards import bins, card, criterion

AGE = criterion("age", bins((18, 0), (65, 50), (None, 100)))
PLAN = criterion("plan", {"categories": {"gold": 9, "silver": 5, "none": 0}})
OPEN_PLAN = criterion("plan", {"categories": {"gold": 9, "silver": 5, "none": 0}, "other": 1})
AGES = [17, 40, 70]
FEW_AGES = [17, 40, 41]

# name: (members and fields of the card, table, code, severity, place, words of the message)
FAULTS = {
    "a column that the table lacks": (
        [AGE], {}, {"aeg": AGES}, "column_missing", "error", "age", "did you mean 'aeg'",
    ),
    "a column of a derived input": (
        [criterion("old", bins((1, 0), (None, 9)))], {"derived": {"old": "floor(age / 65)"}},
        {"Age": AGES}, "column_missing", "error", "age", "no column 'age'",
    ),
    "a key that the table lacks": (
        [AGE], {"key": ["id"]}, {"age": AGES, "ids": [1, 2, 3]},
        "column_missing", "error", "key.0", "did you mean 'ids'",
    ),
    "texts where numbers belong": (
        [AGE], {}, {"age": ["17", "40", "70"]},
        "column_type", "error", "age", "should hold a number",
    ),
    "numbers where texts belong": (
        [PLAN], {}, pd.DataFrame({"plan": [1, 2, 3]}), "column_type", "error", "plan", "",
    ),
    "columns that differ by case": (
        [AGE], {}, {"age": AGES, "AGE": AGES}, "column_names", "error", "AGE", "differ by case",
    ),
    "a column without a name": (
        [AGE], {}, {"age": AGES, "": AGES}, "column_names", "error", "''", "no column name",
    ),
    "a table that is none": (
        [AGE], {}, 5, "table_unreadable", "error", "table", "int is no table",
    ),
    "a file that is not there": (
        [AGE], {}, "none.parquet", "table_unreadable", "error", "none.parquet", "no such file",
    ),
    "an empty table": (
        [AGE], {}, {"age": np.array([], dtype=float)}, "no_rows", "warning", "table", "no rows",
    ),
    "an empty table of several columns": (
        [AGE, PLAN], {}, pd.DataFrame({"age": [1.0], "plan": ["gold"]}).head(0),
        "no_rows", "warning", "table", "no rows",
    ),
    "a key in several rows": (
        [AGE], {"key": "id"}, {"age": AGES, "id": [1, 7, 7]},
        "duplicate_key", "warning", "key", "1 key stands in several rows, such as 7",
    ),
    "several keys in several rows": (
        [AGE], {"key": ["id", "day"]},
        {"age": AGES * 2, "id": [1, 2, 3] * 2, "day": ["a", "b", "c", "a", "b", "d"]},
        "duplicate_key", "warning", "key", "2 keys stand in several rows, such as 1, a",
    ),
    "a row without a key": (
        [AGE], {"key": "id"}, {"age": AGES, "id": [1, None, 2]},
        "missing_key", "warning", "key", "1 row has no key",
    ),
    "rows without a part of their key": (
        [AGE], {"key": ["id", "day"]},
        {"age": AGES, "id": [1, 2, 3], "day": ["a", None, None]},
        "missing_key", "warning", "key", "2 rows have no key",
    ),
    "a bin that no row falls in": (
        [AGE], {}, {"age": FEW_AGES}, "empty_branch", "note", "score.of.0.value", "in bin 3",
    ),
    "a category that no row has": (
        [PLAN], {}, {"plan": ["gold", "none"]},
        "empty_branch", "note", "score.of.0.value", "category 'silver'",
    ),
    "nobody who is other": (
        [OPEN_PLAN], {}, {"plan": ["gold", "none", "silver"]},
        "empty_branch", "note", "score.of.0.value", "`other`",
    ),
    "a category that is not listed": (
        [OPEN_PLAN], {}, {"plan": ["gold", "none", "silver", "golf", "golf"]},
        "unknown_category", "note", "score.of.0.value",
        "'golf' (2 rows); it gets `other`; did you mean 'gold'",
    ),
    "missing inputs": (
        [AGE], {}, {"age": [*AGES, None]},
        "not_ok", "note", "score.of.0", "25.0 % missing",
    ),
    "invalid, special and missing inputs": (
        [AGE], {"inputs": {"age": {"valid": [0, 120], "special": {-9: "unknown"}}}},
        {"age": [*AGES, *AGES, -9, -9, 200, None]},
        "not_ok", "note", "score.of.0", "20.0 % special, 10.0 % invalid, 10.0 % missing",
    ),
    "clipped inputs": (
        [criterion("age", {"linear": {"from": [18, 65], "to": [0, 1]}})], {},
        {"age": [*range(18, 66), 70]}, "not_ok", "note", "score.of.0", "2.0 % clipped",
    ),
    "few missing inputs are not rounded away": (
        [AGE], {}, {"age": [*AGES * 700, None]}, "not_ok", "note", "score.of.0", "under 0.1 %",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("members", "fields", "table", "code", "severity", "place", "words"),
    FAULTS.values(),
    ids=FAULTS,
)
def test_what_does_not_fit_the_table_is_found(members, fields, table, code, severity, place, words):
    [finding] = sk.check_scorecard(card(*members, **fields), table)
    assert (finding.code, finding.severity, finding.place) == (code, severity, place)
    assert words in finding.message


def codes(*members, data, **fields):
    return sk.check_scorecard(card(*members, **fields), data).codes


@pytest.mark.parametrize(
    ("rows", "words"),
    [([1], "in bin 2, bin 3, bin 4 and 1 more"), ([1, 50], "in bin 2, bin 3, bin 4")],
)
def test_only_some_of_many_empty_bins_are_named(rows, words):
    value = bins((10, 1), (20, 2), (30, 3), (40, 4), (None, 5))
    found = sk.check_scorecard(card(criterion("age", value)), {"age": rows})
    assert found[-1].message.endswith(words)


def test_a_constant_column_leaves_branches_empty():
    found = sk.check_scorecard(card(AGE), {"age": [40, 40]})
    assert found.codes == ("constant_column", "empty_branch")
    assert "is 40.0 in every row" in found[0].message


def test_a_column_without_any_value_is_constant_and_missing():
    found = sk.check_scorecard(
        card(AGE, PLAN), {"age": AGES, "plan": pd.Series([None] * 3, dtype="str")}
    )
    assert found.codes == ("constant_column", "not_ok")
    assert "no row has a value" in found[1].message


def test_an_unlisted_category_without_other_is_a_warning_and_unmatched():
    found = sk.check_scorecard(card(PLAN), {"plan": ["gold", "none", "silver", "tin"]})
    assert [(f.code, f.severity) for f in found] == [
        ("unknown_category", "warning"),
        ("not_ok", "note"),
    ]
    assert "25.0 % unmatched" in found[1].message


def test_a_table_that_fits_gives_no_findings():
    assert codes(AGE, PLAN, data={"age": AGES, "plan": ["gold", "silver", "none"]}) == ()


def test_all_columns_that_do_not_fit_are_told_at_once():
    table = pd.DataFrame({"age": [True], "id": [1]})
    found = codes(AGE, PLAN, data=table, key=["nr"])
    assert found == ("column_missing", "column_type", "column_missing")


def test_findings_of_the_document_come_along():
    assert codes(AGE, criterion("b", weight=0), data={"age": AGES, "b": [1, 2, 3]}) == ("inert",)


def test_a_scorecard_that_is_not_fitted_is_compared_with_the_table_as_far_as_it_goes():
    found = codes(criterion("x", {"z_score": {}}), AGE, data={"x": [1, 2, None], "age": FEW_AGES})
    assert found == ("not_fitted", "empty_branch")


def test_a_parameter_that_is_not_given_is_refused():
    scorecard = card(criterion("x", "y - $f"), parameters={"f": {"type": "number"}})
    with pytest.raises(CompileError, match="'f'"):
        sk.check_scorecard(scorecard, {"y": [1.0, 2.0]})


def test_parameters_reach_the_expressions():
    scorecard = card(
        criterion("x", {"linear": {"from": [0, 9], "to": [0, 1]}}),
        derived={"x": "y - $f"},
        parameters={"f": {"type": "number"}},
    )
    found = sk.check_scorecard(scorecard, {"y": [1.0, 2.0]}, parameters={"f": 2})
    assert "50.0 % clipped" in found[0].message


def test_a_csv_file_is_read_with_the_types_that_the_scorecard_needs(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age,plan\n17,gold\n40,silver\n70,none\n")
    assert codes(AGE, PLAN, data=path) == ()


def test_a_csv_file_with_texts_among_numbers_has_another_type(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age\n17\nold\n")
    assert codes(AGE, data=path) == ("column_type",)


def test_the_book_club_fits_its_table(data):
    found = sk.check_scorecard(
        sk.read_scorecard(data / "book_club.yaml"), data / "book_club.parquet"
    )
    assert {finding.severity for finding in found} == {"note"}


def test_every_code_about_tables_is_tried_twice():
    tried = [fault[3] for fault in FAULTS.values()]
    # a constant column always comes with others: it has the tests above
    tried += ["constant_column", "constant_column", "unknown_category"]
    about_data = list(FINDING_CODES)[list(FINDING_CODES).index("column_missing") :]
    assert [code for code in about_data if tried.count(code) < 2] == []
