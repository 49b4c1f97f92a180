import pytest

from scoring_kit.scorecard.problems import CODES, fields_at, place_in, spell

DATA = {
    "inputs": {"age": {"special": {-99: "no_file"}}},
    "score": {
        "aggregate": {"power_mean": "two"},
        "of": [{"criterion": "taste", "value": {"categories": {"art": None}}}],
    },
}


@pytest.mark.parametrize(
    ("location", "place"),
    [
        (("score", "of", 0, "<criterion>", "weight"), "score.of.0.weight"),
        (
            ("score", "of", 0, "<criterion>", "value", "<linear>", "linear"),
            "score.of.0.value.linear",
        ),
        (
            ("score", "of", 0, "<criterion>", "value", "<categories>", "categories", 0, "value"),
            "score.of.0.value.categories.art",
        ),
        (("inputs", "age", "special", 0, "label"), "inputs.age.special.-99"),
        (("score", "aggregate", "exponent"), "score.aggregate.power_mean"),
        ((), ""),
    ],
)
def test_a_place_is_spelt_as_in_the_document(location, place):
    assert spell(place_in(location, DATA)) == place


@pytest.mark.parametrize(
    ("location", "fields"),
    [
        (("rounding", "digit"), ["digits", "mode"]),
        (("score", "of", 0, "<criterion>", "value", "<linear>", "linear", "x"), ["from", "to"]),
        (("coverage", "x"), ["minimum"]),
    ],
)
def test_the_fields_of_a_part_are_known_for_the_message(location, fields):
    assert fields_at(location) == fields


def test_codes_are_words_and_each_has_a_meaning():
    assert all(code.replace("_", "").isalnum() and code.islower() for code in CODES)
    assert all(len(meaning) > 10 for meaning in CODES.values())
