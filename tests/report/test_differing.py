import pytest

import scoring_kit as sk
from scoring_kit.report.differing import figure_differences, located


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, ["a: 1 in the report, true now"]),
        ({"a": None}, {"a": 0}, ["a: nothing in the report, 0 now"]),
        (
            {"a": 1},
            {"b": 1},
            ["a: 1 in the report, nothing now", "b: nothing in the report, 1 now"],
        ),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["a.1: 2 in the report, 3 now"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a: 2 in the report, 1 now"]),
        ({"a": {}}, {"a": 5}, ["a: 0 items in the report, 5 now"]),
        ({"a": {"sentences": ["x"]}}, {"a": {"sentences": ["y"]}}, []),
    ],
)
def test_each_figure_that_differs_has_a_line(before, after, expected):
    assert list(figure_differences(before, after)) == expected


def test_items_are_called_by_their_names():
    before = {"tiers": [{"tier": "A", "rows": 1}, {"tier": "B", "rows": 2}]}
    after = {"tiers": [{"tier": "B", "rows": 3}, {"tier": "C", "rows": 1}]}
    assert list(figure_differences(before, after)) == [
        "tiers.A: only in the report",
        "tiers.B.rows: 2 in the report, 3 now",
        "tiers.C: only now",
    ]


def test_items_that_share_a_name_are_called_by_their_places():
    before = [{"name": "x", "rows": 1}, {"name": "x", "rows": 2}]
    after = [{"name": "x", "rows": 1}, {"name": "x", "rows": 4}]
    assert list(figure_differences(before, after, "found")) == [
        "found.1.rows: 2 in the report, 4 now"
    ]


def prints(**columns):
    return sk.fingerprint({"id": list(range(35_000)), **columns}, key="id")


def test_one_changed_column_is_named_with_its_rows():
    values = [0.0] * 35_000
    other = list(values)
    other[12_000], other[34_999] = 1.0, 1.0
    found = located(prints(x=values).differences(prints(x=other)))
    assert found == (
        "column 'x' differs in rows 10,001 to 20,000 in the order of id",
        "column 'x' differs in rows 30,001 to 35,000 in the order of id",
    )


def test_blocks_that_follow_each_other_are_one_range():
    values = [0.0] * 35_000
    other = [1.0 if 5_000 < n < 25_000 else 0.0 for n in range(35_000)]
    [line] = located(prints(x=values).differences(prints(x=other)))
    assert line == "column 'x' differs in rows 1 to 30,000 in the order of id"


def test_several_changed_columns_are_named_apart_from_the_rows():
    values = [0.0] * 35_000
    other = [1.0, *values[1:]]
    found = located(prints(x=values, y=values).differences(prints(x=other, y=other)))
    assert found == (
        "column 'x' differs",
        "column 'y' differs",
        "block 1 of 4 differs: rows 1 to 10000 in the order of id",
    )
