import pytest

from scoring_kit.drafting.knots import bins, can_have_knots, piecewise, rounded


def test_quantiles_become_straight_lines_from_0_to_100():
    value = piecewise([1, 5, 10, 20, 30, 55, 80])
    assert value == {"piecewise": [[5, 0], [10, 25], [20, 50], [30, 75], [55, 100]]}


def test_falling_values_turn_the_lines_around():
    value = piecewise([1, 5, 10, 20, 30, 55, 80], falls=True)
    assert [y for _, y in value["piecewise"]] == [100, 75, 50, 25, 0]


def test_equal_quantiles_in_the_middle_share_their_mean_and_the_ends_stay():
    # 5, 25 and 50 % at the lowest value give 0; 75 and 95 % stand alone
    value = piecewise([0, 0, 0, 0, 40, 100, 200])
    assert value == {"piecewise": [[0, 0], [40, 75], [100, 100]]}
    value = piecewise([0, 0, 40, 40, 40, 100, 200])
    assert value == {"piecewise": [[0, 0], [40, 50], [100, 100]]}


def test_where_nearly_all_share_a_value_the_ends_are_knots():
    assert piecewise([0, 0, 0, 0, 0, 0, 90]) == {"piecewise": [[0, 0], [90, 100]]}
    value = piecewise([-50, 0, 0, 0, 0, 0, 90])
    assert value == {"piecewise": [[-50, 0], [0, 50], [90, 100]]}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0.0, 1000.0], [0.0, 1000.0]),
        ([711.57, 3565.14, 7143.86], [700.0, 3600.0, 7100.0]),  # 6,432 / 50 = 129: steps of 100
        ([0.123456, 0.234567], [0.124, 0.234]),  # 0.111 / 50 = 0.0022: steps of 0.002
        ([1e9 + 1, 1e9 + 2], [1e9 + 1, 1e9 + 2]),
        ([-3.2, -1.1, 4.7], [-3.2, -1.1, 4.7]),  # 7.9 / 50 = 0.158: steps of 0.1
    ],
)
def test_knots_are_rounded_to_steps_of_1_2_or_5(numbers, expected):
    assert rounded(numbers) == expected


def test_knots_close_together_get_finer_steps_rather_than_one_place():
    assert rounded([0.0, 0.1, 100.0]) == [0.0, 0.1, 100.0]


def test_whole_numbers_stay_whole():
    assert rounded([1.0, 2.0, 3.0], is_whole=True) == [1.0, 2.0, 3.0]


def test_each_of_a_few_numbers_has_its_bin():
    value = bins([0, 1, 2.5, 4])
    assert [entry.get("up_to") for entry in value["bins"]] == [0, 1, 2.5, None]
    assert [entry["value"] for entry in value["bins"]] == [0, 33.3, 66.7, 100]


@pytest.mark.parametrize("ends", [(-1e300, 1e300), (0.0, 5e-324), (0.0, 1e-310)])
def test_numbers_without_room_for_slopes_get_no_lines(ends):
    assert not can_have_knots(ends)
    assert can_have_knots((-1e9, 1e-9))
