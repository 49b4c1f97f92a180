import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.display.numbers import MINUS, count, exact, percent, percents, rounded, signed


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (-12.5, "−12.5"),
        (1000.0, "1,000"),
        (1234567.125, "1,234,567.125"),
        (0.00001, "0.00001"),
        (0.000001, "1e−6"),
        (-1.25e-300, "−1.25e−300"),
        (1e15, "1e15"),
        (1.7976931348623157e308, "1.7976931348623157e308"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_exact_numbers_show_all_digits_and_no_more(value, written):
    assert exact(value) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_numbers_read_back_as_they_were(value):
    assert float(exact(value).replace(",", "").replace(MINUS, "-")) == value


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (57.68, 1, "57.7"),
        (-0.04, 1, "0.0"),
        (1234.5, 0, "1,234"),
        (1e300, 2, "1e300"),
        (1234567.8, None, "1,234,568"),
        (-0.000123456, None, "−0.0001235"),
        (3.14159, None, "3.142"),
    ],
)
def test_rounded_numbers_have_the_digits_asked_for(value, digits, written):
    assert rounded(value, digits) == written


def test_signs_stand_before_all_but_zero():
    assert [signed(x, 1) for x in (2.0, -2.0, 0.0, 0.04)] == ["+2.0", "−2.0", "0.0", "0.0"]


def test_shares_are_never_rounded_to_nothing_or_to_all():
    shown = [percent(x).replace("\u202f", " ") for x in (0, 1e-9, 0.5, 0.999999, 1, -0.25, 12.5)]
    assert shown == ["0 %", "< 0.1 %", "50 %", "> 99.9 %", "100 %", "−25 %", "1,250 %"]


def test_counts_have_their_thousands_apart():
    assert [count(n) for n in (0, 999, 1000, -1234567)] == ["0", "999", "1,000", "−1,234,567"]


def test_a_share_and_its_rest_add_up_to_a_hundred():
    # 62 of 4,000 are 1.55 %, the other 3,938 are 98.45 %: both halves upwards would be 100.1
    assert [percent(x).replace("\u202f", " ") for x in (0.0155, 0.9845)] == ["1.6 %", "98.4 %"]


@given(st.integers(2, 1998))
def test_all_shares_with_two_decimals_and_their_rests_add_up(part):
    shares = (part / 2000, (2000 - part) / 2000)
    first, second = (percent(share).rstrip("\u202f%") for share in shares)
    assert round(float(first) + float(second), 1) == 100.0


@pytest.mark.parametrize(
    ("shares", "written"),
    [
        ([0.08, 0.198, 0.342, 0.38], ["8.0 %", "19.8 %", "34.2 %", "38.0 %"]),
        ([0.25, 1.0, 0.0], ["25 %", "100 %", "0 %"]),
        ([1e-9, 1.0], ["< 0.1 %", "100.0 %"]),
        ([12.5, -0.255], ["1,250.0 %", "−25.5 %"]),
        ([], []),
    ],
)
def test_shares_below_each_other_have_the_same_decimals(shares, written):
    assert [share.replace("\u202f", " ") for share in percents(shares)] == written


def test_no_number_and_very_large_ones_are_shares_of_a_kind():
    assert percent(math.nan).replace("\u202f", " ") == "NaN %"
    assert percent(1e300).startswith("100,000,")
