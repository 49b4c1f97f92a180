import numpy as np
import pandas as pd

from scoring_kit.report.sections.card import card_section
from scoring_kit.scorecard import hash_of
from scoring_kit.scorecard.html import card_parts
from tests.cards import card, criterion
from tests.nasty import every_kind_card, wide_card
from tests.report.reports import Page, subject
from tests.scored import CARD


def test_weights_cuts_and_the_range_of_scores_are_figures():
    figures = card_section(subject()).figures
    assert figures["hash"] == hash_of(CARD)
    assert figures["tiers"] == [{"tier": "A", "from": 5.0}, {"tier": "B", "from": 0.0}]
    assert [item["effective_weight"] for item in figures["criteria"]] == [0.5, 0.5]
    # the mean of -10 to 10 and of 0 to 10
    assert (figures["lowest_possible_score"], figures["highest_possible_score"]) == (-10.0, 10.0)


def test_the_heaviest_criterion_is_named_where_there_is_one():
    small = card(criterion("x", weight=3), criterion("y"))
    assert "Most weight is on x: 75\u202f% of the whole." in card_section(subject(small)).sentences
    assert not any("Most weight" in told for told in card_section(subject()).sentences)


def test_a_range_without_an_end_is_no_figure():
    small = card(criterion("x"))
    figures = card_section(subject(small)).figures
    assert figures["lowest_possible_score"] is None
    assert not any("are possible" in told for told in card_section(subject(small)).sentences)


def test_the_data_behind_a_curve_are_counted():
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"x": rng.uniform(0, 1, 300)})
    small = card(criterion("x", {"piecewise": [[0, 0], [1, 10]]}))
    section = card_section(subject(small, table))
    [found] = section.figures["criteria"]
    expected = np.histogram(table["x"], bins=24, range=(0, 1))[0].tolist()
    assert found["data_in_its_range"] == {"range": [0.0, 1.0], "rows": expected}
    assert section.html.count('class="behind"') == sum(count > 0 for count in expected)


def test_whole_numbers_have_a_bin_each():
    small = card(criterion("x", {"piecewise": [[0, 0], [12, 10]]}))
    [found] = card_section(subject(small)).figures["criteria"]
    # 9 and 2 are in the range; -1 is not, and one is missing
    assert found["data_in_its_range"]["rows"] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0]


def test_nothing_of_a_card_is_left_out():
    size = 120
    table = pd.DataFrame({f"criterion_{n}": [1.0] for n in range(size)})
    html = card_section(subject(wide_card(size), table)).html
    assert html.count('class="criterion ') == size
    assert "more criteria" not in Page(html).text


def test_the_description_of_the_card_stands_there():
    small = card(criterion("x"), description="Why <we> score")
    assert "Why &lt;we&gt; score" in card_section(subject(small)).html


def test_a_card_of_every_kind_can_be_said_in_words():
    parts = card_parts(every_kind_card(), members=10**9, entries=10**9)
    assert Page("".join(filter(None, parts))).crossed == []


def test_the_sum_of_points_is_called_a_sum():
    points = card(criterion("x", missing=0), criterion("y", missing=0), aggregate="sum")
    assert "the score is the sum of these" in card_section(subject(points)).sentences[0]


def test_one_criterion_is_told_in_the_singular():
    told = card_section(subject(card(criterion("x")))).sentences[0]
    assert told.startswith("The one criterion turns what it reads into a value; ")
