import pytest

import scoring_kit as sk
from scoring_kit.scorecard.html import axis_of, card_parts, sentence
from tests.cards import card, criterion
from tests.nasty import every_kind_card
from tests.reading import Reading

EVERY = every_kind_card()
# What each criterion of the card says, worked out by reading the document.
SAID = {
    "identity_one": "The input itself.",
    "linear_one": "0 at 20, 1 at 85; straight lines between; invalid outside.",
    "falling": "1 at 20, 0 at 85; straight lines between and on beyond the ends.",
    "piecewise_one": "−100 at −5 and below, 60 at 0, 0 at 36 and above; straight lines between.",
    "bins_one": "Unmatched below 13, −2.5 (R9) up to 18, 0.03 * income + 11 below 65.5, then 100.",
    "stairs": "5 up to 1, unmatched below 2, then −3.",
    "categories_one": "100 (R1) for art or design; −60 for travel; 5 for “ ” or TRUE; "
    "20 (R2) for any other.",
    "flags": "1 for true, 0 for false.",
    "codes": "1 for 1 or 2.5.",
    "rules_one": "4 (R3) where income > 3, else age / 2 where income is null, else 0.",
    "logarithm": "0 at 1 and below, 100 at 1,000 and above; "
    "between 100 × ln(x / 1) / ln(1,000 / 1).",
    "power_one": "10 at 0 and below, 20 at 10 and above; between 10 + (20 − 10) × (x / 10)^2.",
    "bent": "0 at 2 and below, 1 at 10 and above; "
    "between 1 × (1 − e^(3 × (x − 2) / (10 − 2))) / (1 − e^(3)).",
    "logistic_one": "Half way at 12; 100 × 1 / (1 + e^(0.5 × (x − 12))).",
    "freshness": "0.5^(age / 90), age in whole days until $as_of; later is invalid.",
    "scaled": "0 at 0.25 and below, 10 at 1,000,000 and above; straight lines between. "
    "The ends are those of the reference data.",
    "not_fitted": "0 to 10 from lowest to highest; not fitted yet: fit_references completes it.",
    "standard": "(x − (−3.2)) / 1.1: standard deviations from the mean of the reference data.",
    "ranked": "1 + how many of the 5 reference values are below.",
    "percentile_one": "The share of reference values at or below, by lines through 5 quantiles "
    "from 0 to 50.",
    "worked_out": "floor(income / 1000) + 2",
}


@pytest.mark.parametrize("name", SAID)
def test_each_value_function_is_said_as_it_is_meant(name):
    [one] = [one for one in EVERY.criteria if one.name == name]
    words = sentence(one.value.in_words(axis_of(EVERY, one)))
    assert Reading(words).text == SAID[name]


@pytest.mark.parametrize(
    "said",
    [
        "mean of 21",
        "then value * 2; held between −100 and 100; missing below 40\u202f% usable weight",
        "power mean with exponent 3 of 1",
        "members below 0.01 count as 0.01",
        "12 + sum of 2",
        "highest of 1",
        "coalesce(one, 0) + 2 of 1",
        "missing counts as 0",
        "Missing counts as the worst value (R7).",
        "unmatched counts as the worst value",
        "no_file counts as 10; x counts as missing",
        "Missing is left out.",
        "Missing leaves its weight to the others",
        "root is ln odds of good; 600 points at odds of 19, 50 more double them",
        "add −5 where income > 5 (holds when unknown)",
        "multiply by 1 + income / 100",
        "not below 0",
        "half to even to whole numbers",
        "no score where income < 0 (no score when unknown) (K1)",
        "A from 700, B from 600, C from 500; none below",
        "the 3 largest excesses over the reference, else the worst value; of any sign",
        "no score when less than 50\u202f% of the weight has a usable value",
        "$limit parameter, number, 3 unless given",
        "number, at least 0, may be missing where an expression reads it",
        "−99 is no_file, −1 is x",
        "missing by default leaves its weight to the others",
    ],
)
def test_each_part_of_a_card_is_said(said):
    assert said in Reading(EVERY._repr_html_()).text


def test_units_are_said_once_and_ends_that_nothing_passes_have_no_beyond():
    # recency may be 0 to 240 months, so its last knot at 36 is passed and a first one at 0 not
    value = {"piecewise": [[0, 100], [12, 60], [36, 0]]}
    inputs = {"recency": {"unit": "months", "valid": [0, 240]}}
    small = card(criterion("recency", value), inputs=inputs)
    said = "100 at 0 months, 60 at 12, 0 at 36 and above; straight lines between."
    assert said in Reading(small._repr_html_()).text


def test_scaling_by_a_factor_is_said_as_a_formula():
    small = card(criterion("one"), scaling={"multiply": 2.5, "add": -10})
    assert "scaling root × 2.5 − 10" in Reading(small._repr_html_()).text


def test_effective_weights_stand_beside_the_written_ones():
    # engagement has half of the weight and recency 0.55 of that
    text = Reading(sk.read_scorecard("data/book_club.yaml")._repr_html_()).text
    assert "27.5\u202f%weight 0.55" in text.replace("  ", " ")


def test_the_text_form_stays_short():
    card_ = sk.read_scorecard("data/book_club.yaml")
    assert repr(card_) == "Scorecard 'book_club': 6 criteria, tiers A B C D"


def test_weights_of_another_version_stand_beside_those_that_differ():
    one, other = (
        card(criterion("x", weight=weight), criterion("y"), criterion("z")) for weight in (2, 1)
    )
    html = "".join(filter(None, card_parts(one, live=other)))
    # 2 / 4 and 1 / 4, before 1 / 3 each
    assert html.count("live 33.3") == 3
    assert "live" not in "".join(filter(None, card_parts(one, live=one)))
