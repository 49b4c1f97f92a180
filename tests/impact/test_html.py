"""What an impact looks like: nothing that runs, no text of users as HTML."""

import numpy as np
import pytest

import scoring_kit as sk
from tests.cards import card, criterion
from tests.impact.figures import CANDIDATE, DATA, LIVE, small


def test_sentences_and_tables_are_shown():
    found = small(segments="genre")
    html = found._repr_html_()
    assert all(sentence in html for sentence in found.summary)
    for part in (
        "Rows by tier",
        "Scores",
        "made of",
        "Winners and losers by",
        "In one version only",
    ):
        assert part in html
    assert "<script" not in html


def test_names_of_users_are_no_markup():
    evil = "<img src=x>"
    tiers = {evil: 5, "B": 1}
    cards = [card(criterion(name, missing="fail"), aggregate="sum", tiers=tiers) for name in "ab"]
    data = {**DATA, evil: [evil] * 6}
    html = sk.compare(*cards, data, segments=evil)._repr_html_()
    assert evil not in html
    assert "&lt;img" in html


def test_many_tiers_lines_and_segments_are_cut():
    names = [f"c{number}" for number in range(20)]
    tiers = {f"t{number}": 20 - number for number in range(13)}
    cards = [
        card(*(criterion(name, weight=weight) for name in names), aggregate="sum", tiers=tiers)
        for weight in (1, 2)
    ]
    data = {name: [float(number) for number in range(20)] for name in names}
    data["g"] = [f"g{number}" for number in range(20)]
    html = sk.compare(*cards, data, segments="g")._repr_html_()
    assert "Rows by tier" not in html
    assert html.count("… and 8 more") == 2


@pytest.mark.parametrize("candidate", [LIVE, CANDIDATE])
def test_no_rows_are_shown_as_such(candidate):
    data = {name: np.array([], float) for name in "ab"}
    html = sk.compare(LIVE, candidate, data)._repr_html_()
    assert "There are no rows." in html
