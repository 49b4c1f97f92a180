from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.drafting.tiers import equal_tiers


def cuts(counts):
    return [(tier.name, tier.cut, tier.rows) for tier in equal_tiers(counts)]


def test_ten_scores_are_cut_into_five_pairs():
    counts = {float(score): 1 for score in range(10, 101, 10)}
    assert cuts(counts) == [("A", 90, 2), ("B", 70, 2), ("C", 50, 2), ("D", 30, 2), ("E", 0, 2)]


def test_cuts_are_whole_where_that_moves_few_rows():
    counts = {90.7: 20, 70.7: 20, 50.7: 20, 30.7: 20, 10.7: 20}
    assert [cut for _, cut, _ in cuts(counts)] == [90, 70, 50, 30, 0]


def test_cuts_keep_their_digit_where_whole_ones_would_move_many_rows():
    counts = {50.4: 20, 50.3: 20, 50.2: 20, 50.1: 20, 50.0: 20}
    assert [cut for _, cut, _ in cuts(counts)] == [50.4, 50.3, 50.2, 50.1, 0]


def test_few_scores_give_few_tiers():
    assert cuts({80.0: 5, 20.0: 1}) == [("A", 80, 5), ("B", 0, 1)]
    assert cuts({80.0: 5}) == [("A", 0, 5)]


def test_without_scores_the_cuts_are_round():
    assert [cut for _, cut, _ in cuts({})] == [80, 60, 40, 20, 0]


@given(st.dictionaries(st.integers(0, 1000).map(lambda n: n / 10), st.integers(1, 50), min_size=1))
def test_no_tier_is_empty_and_every_row_has_one(counts):
    tiers = equal_tiers(counts)
    assert all(tier.rows > 0 for tier in tiers)
    assert sum(tier.rows for tier in tiers) == sum(counts.values())
    assert len(tiers) == min(5, len(counts))
    for tier, above in zip(tiers, [101.0, *(tier.cut for tier in tiers)], strict=False):
        assert sum(n for score, n in counts.items() if tier.cut <= score < above) == tier.rows
