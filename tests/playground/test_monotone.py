import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.playground.monotone import direction_of, snapped


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        # (50 + 40) / 2 = 45
        ([0, 50, 40, 100], "up", [0, 45, 45, 100]),
        # 9, 1 -> 5, 5; then 4 is below 5: (9 + 1 + 4) / 3
        ([9, 1, 4], "up", [14 / 3, 14 / 3, 14 / 3]),
        ([100, 40, 50, 0], "down", [100, 45, 45, 0]),
        ([3, 3, 3], "down", [3, 3, 3]),
        ([1, 2], "up", [1, 2]),
        ([7], "up", [7]),
    ],
)
def test_values_in_the_wrong_order_become_their_mean(values, direction, expected):
    assert snapped(values, direction) == pytest.approx(expected, rel=1e-14)


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=9), st.sampled_from(["up", "down"]))
def test_snapped_values_go_one_way_and_stay_when_snapped_again(values, direction):
    after = snapped(values, direction)
    assert after == sorted(after, reverse=direction == "down")
    assert snapped(after, direction) == after
    assert min(values) - 1e286 <= min(after) <= max(after) <= max(values) + 1e286


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5))
def test_no_other_rising_values_are_nearer(values):
    # Every rising list of halves in reach is tried around the snapped one, one value at a time.
    after = snapped(values, "up")
    distance = sum((a - b) ** 2 for a, b in zip(after, values, strict=True))
    for index in range(len(after)):
        for step in (-0.5, 0.5, -1e-3, 1e-3):
            other = [value + step * (n == index) for n, value in enumerate(after)]
            if other == sorted(other):
                farther = sum((a - b) ** 2 for a, b in zip(other, values, strict=True))
                assert farther >= distance - 1e-9


@pytest.mark.parametrize(
    ("values", "direction"),
    [([0, 50, 40, 100], "up"), ([9, 4, 5, 1], "down"), ([1, 1], "up"), ([1e300, -1e300], "down")],
)
def test_the_direction_is_the_one_that_changes_less(values, direction):
    assert direction_of(values) == direction
