"""PSI: by hand, for what is empty, and for what has nothing in common."""

import math

import pytest

from scoring_kit.evaluation.shift import shift_of


def test_psi_by_hand():
    # shares 0.5, 0.5 and 0.25, 0.75
    found = shift_of({"a": 10, "b": 10}, {"a": 5, "b": 15})
    assert found.psi == pytest.approx(-0.25 * math.log(0.5) + 0.25 * math.log(1.5))
    assert (found.shared, found.new, found.gone) == (found.psi, 0.0, 0.0)


def test_equal_shares_have_none():
    assert shift_of({"a": 1, "b": 3}, {"a": 10, "b": 30}).psi == 0.0


def test_what_has_nothing_in_common_is_far_apart_and_finite():
    found = shift_of({"a": 7}, {"b": 9})
    assert found.psi > 1.0
    assert math.isfinite(found.psi)
    assert (found.shared, found.new, found.gone) == (0.0, 1.0, 1.0)
    assert found.reading == "much has moved"


def test_new_and_gone_are_told_apart_and_change_no_other_bin():
    found = shift_of({"a": 8, "old": 2}, {"a": 9, "new": 1})
    assert (found.new, found.gone) == (0.1, 0.2)
    assert found.shared == pytest.approx(0.1 * math.log(0.9 / 0.8))
    # an empty bin counts as half a row: 0.05 of ten
    expected = found.shared + 0.05 * math.log(0.1 / 0.05) - 0.15 * math.log(0.05 / 0.2)
    assert found.psi == pytest.approx(expected)
    assert [row["kind"] for row in found.rows] == ["shared", "gone", "new"]


def test_a_bin_that_both_lack_is_nothing():
    assert shift_of({"a": 1, "b": 0}, {"a": 1, "b": 0}).psi == 0.0


@pytest.mark.parametrize("sides", [({}, {"a": 1}), ({"a": 1}, {"a": 0})])
def test_a_side_without_rows_has_no_psi(sides):
    found = shift_of(*sides)
    assert (found.psi, found.new, found.rows) == (None, None, ())
    assert found.reading == "nothing to compare"


@pytest.mark.parametrize(
    ("before", "reading"),
    [(58, "little has moved"), (70, "some has moved"), (80, "much has moved")],
)
def test_the_usual_rule_reads_it(before, reading):
    assert shift_of({"a": before, "b": 100 - before}, {"a": 50, "b": 50}).reading == reading
