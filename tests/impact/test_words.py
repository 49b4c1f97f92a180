"""Sentences of an impact, expected by hand."""

import pytest

import scoring_kit as sk
from scoring_kit.impact.words import sentences
from tests.cards import card, criterion
from tests.impact.figures import CANDIDATE, DATA, LIVE, small


def test_the_sentences_say_the_figures():
    # the figures themselves are worked out in test_figures.py
    assert small(segments="genre", top=2).summary == (
        "6 of 6 rows have another score, rank, tier or status.",
        "3 rows change tier: 2 up, 1 down; 2 of them had none before; 1 of them has none any more.",
        "1 row has a score now; 1 row has none any more.",
        "The mean score goes from 7.60 to 9.80 (+2.20); over rows with a score under both it "
        "changes by +1.25.",
        "In the top 2, 2 stay, 1 enters, 0 leave.",
        "The median move is 0.5 ranks, at most 1 up and 1 down.",
        "The score changes by b (53.6\u202f%), a (46.4\u202f%).",
        "By genre, the largest group of losers is music: 1 of its 2 rows goes down a tier.",
        "By genre, the largest group of winners is art: 1 of its 3 rows goes up a tier.",
        "More is known of 1 row, less of 1.",
        "Only the candidate has the criterion b.",
        "Only the candidate has the input b.",
        "Only live has the criterion a.",
        "Only live has the input a.",
    )


def test_without_tiers_losers_are_those_with_a_lower_score():
    cards = [card(criterion(name, missing="fail"), aggregate="sum") for name in "ba"]
    found = sk.compare(*cards, DATA, segments="genre").summary
    assert (
        "By genre, the largest group of losers is art: 2 of its 3 rows have a lower score." in found
    )
    assert not any("tier:" in sentence or "changes tier" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, "There are no rows."),
        (1, "Nothing changes: the only row keeps its score, rank, tier and status."),
        (2, "Nothing changes: all 2 rows keep their score, rank, tier and status."),
    ],
)
def test_nothing_is_said_in_one_sentence(rows, said):
    same = {"coverage": {"more": 0, "less": 0}, "reasons": [], "one_sided": []}
    assert sentences({"rows": rows, "changed": 0, **same}) == (said,)


def test_reasons_may_change_where_nothing_else_does():
    reasons = [{"code": "R1", "gained": 3, "lost": 0}, {"code": "R2", "gained": 1, "lost": 2}]
    found = {"rows": 5, "changed": 0, "reasons": reasons, "one_sided": []}
    assert sentences({**found, "coverage": {"more": 1, "less": 2}})[1:] == (
        "More is known of 1 row, less of 2.",
        "The reason new in most rows is R1 (3).",
        "The reason vanished in most rows is R2 (2).",
    )


def test_mean_changes_of_segments_come_with_their_intervals():
    data = {"a": [0.0] * 60, "b": [1.0, 3.0] * 15 + [-1.0, -3.0] * 15, "g": ["x"] * 30 + ["y"] * 30}
    # 1.96 * sqrt(30 / 29) / sqrt(30) = 0.364
    said = "By g, the mean change is lowest in y (−2.00 ± 0.36) and highest in x (+2.00 ± 0.36)."
    assert said in sk.compare(LIVE, CANDIDATE, data, segments="g").summary


def test_many_names_are_counted():
    many = [{"kind": "tier", "name": f"t{n}", "version": "live"} for n in range(5)]
    found = sentences({"rows": 0, "changed": 0, "one_sided": many})
    assert found[1] == "Only live has the tiers t0, t1, t2 and 2 more."


def test_one_rank_and_one_row_are_no_more_than_one():
    cards = [card(criterion(name), aggregate="sum") for name in "ab"]
    data = {"a": [3.0, 2.0], "b": [2.0, 3.0], "g": ["x", "y"]}
    found = sk.compare(*cards, data, segments="g").summary
    assert "In the top 1, 0 stay, 1 enters, 1 leaves." in found
    assert "The median move is 1 rank, at most 1 up and 1 down." in found
    assert "By g, the largest group of losers is x: 1 of its 1 row has a lower score." in found


@pytest.mark.parametrize("names", ["SB", "BA"])
def test_a_tier_of_another_name_is_no_tier_that_is_kept(names):
    # the first tier is the first of both, whatever it is called
    cards = [
        card(criterion("a"), aggregate="sum", tiers={first: 10, second: 5})
        for first, second in ("AB", names)
    ]
    said = "1 row has a tier of another name, which is no better and no worse."
    assert said in sk.compare(*cards, {"a": [12.0, 1.0]}).summary
