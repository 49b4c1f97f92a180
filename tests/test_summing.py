from scoring_kit.summing import plain_sum


def test_sums_are_rounded_at_each_step_on_every_python():
    # 0.1 + 0.2 is 0.30000000000000004, and with 0.3 0.6000000000000001; the exact sum is 0.6
    assert plain_sum([0.1, 0.2, 0.3]) == 0.6000000000000001
    assert plain_sum(iter([1e16, 1.0, -1e16])) == 0.0
