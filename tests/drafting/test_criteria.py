import datetime as dt

import scoring_kit as sk
from scoring_kit.drafting.criteria import draft_criterion
from scoring_kit.drafting.names import Names
from scoring_kit.drafting.outcome import read_outcome
from scoring_kit.drafting.reading import read_table
from scoring_kit.scorecard import read_scorecard_text

TODAY = dt.date(2024, 2, 29)
AS_OF = 19782.0  # TODAY in days since 1970-01-01


def criterion(values, name="x", outcome=None):
    table = {name: list(values)} | ({} if outcome is None else {"bought": outcome})
    reading = read_table(table, [], [])
    found = None if outcome is None else read_outcome("bought", reading, [name])
    return draft_criterion(reading.profiles[name], Names(table), found, AS_OF)


def test_many_numbers_get_lines_and_few_get_bins():
    assert "piecewise" in criterion(range(7)).value
    assert "bins" in criterion([0, 1, 2, 2, 1, 0]).value


def test_numbers_that_are_never_negative_are_declared_so():
    assert criterion([0, 1, 2]).entry == {"valid": [0, None]}
    assert criterion([-1, 1, 2]).entry == {}


def test_truths_become_categories():
    assert criterion([True, False]).value == {"categories": {False: 0, True: 100}}


def test_texts_are_spread_by_frequency_and_say_that_it_means_nothing():
    found = criterion(["a", "a", "a", "b", "b", "c"])
    assert found.value == {"categories": {"a": 100, "b": 50, "c": 0}, "other": 50}
    assert "mean nothing yet" in found.comments[-1]


def test_texts_follow_the_outcome_where_there_is_one():
    # a: 1 of 2, b: 0 of 2, c: 2 of 2
    found = criterion("aabbcc", outcome=[1, 0, 0, 0, 1, 1])
    assert found.value == {"categories": {"a": 50, "b": 0, "c": 100}, "other": 50}


def test_an_outcome_turns_the_values_around():
    found = criterion([1, 2, 3], outcome=[1, 1, 0])
    assert [entry["value"] for entry in found.value["bins"]] == [100, 50, 0]
    # by hand: sum of (x - 2)(y - 2/3) = -1; squares 2 and 2/3; -1 / sqrt(4/3) = -0.87
    assert found.comments[-1] == "Correlation with 'bought': -0.87, so lower counts as better here."
    assert found.text == "High x"


def test_recent_dates_are_judged_by_days():
    found = criterion([TODAY - dt.timedelta(days=n) for n in (0, 10, 20, 30, 40, 50, 60)])
    assert (found.name, found.derived) == ("days_since_x", 'days_between("x", $as_of)')
    assert found.value["piecewise"][0][1] == 100
    assert found.value["piecewise"][-1] == [60, 0]


def test_dates_over_decades_are_judged_by_completed_years():
    born = [dt.date(year, 3, 1) for year in (1940, 1950, 1960, 1970, 1980, 1990, 2000)]
    found = criterion(born, name='the "day"')
    assert found.derived == 'years_between("the ""day""", $as_of)'
    # 1 March is not yet come on 29 February: 83 years and 23 years
    assert [x for x, _ in found.value["piecewise"]] == [23, 33, 53, 73, 83]


def test_what_is_missing_and_out_of_range_is_told_in_words():
    found = criterion([1.0, 2.5, None, float("inf")])
    assert found.comments[0] == (
        "'x': numbers, 2 different values, missing in 25.0 % of 4 rows; 1 row out of range, "
        "thus invalid."
    )


def test_numbers_that_stand_for_something_else_are_declared_and_not_counted():
    found = criterion([*range(1, 9), -99, -99])
    assert found.entry == {"valid": [0, None], "special": {-99: "minus_99"}}
    assert [x for x, _ in found.value["piecewise"]] == [1, 2, 4, 6, 8]
    assert found.comments[0] == "'x': whole numbers, 8 different values, never missing."
    assert "-99 in 20.0 % of the rows" in found.comments[1]
    assert "`special: {minus_99: 0}`" in found.comments[1]


def test_codes_do_not_turn_the_direction():
    # without the codes more of x goes with more of the outcome; -99 would turn it around
    found = criterion([1, 2, 3, 4, -99, -99], outcome=[0, 0, 1, 1, 1, 1])
    assert "higher counts as better" in found.comments[-1]


def test_texts_in_several_spellings_are_told_above_the_criterion():
    found = criterion(["web", "Web", "store", "n/a"] * 2)
    assert "'Web', 'web' differ only in case or blanks" in found.comments[2]
    assert "`special: {'n/a': no_answer}`" in found.comments[3]


def test_the_special_code_that_a_comment_proposes_can_be_declared():
    draft = sk.draft_scorecard({"x": ["web", "store", "n/a"] * 2})
    edited = draft.text.replace("{type: text}", "{type: text, special: {'n/a': no_answer}}")
    card = read_scorecard_text(edited)
    assert sk.score(card, {"x": ["n/a"]}, detail="full").to_pandas()["state_x"][0] == "special"


def test_the_expression_that_a_comment_proposes_can_be_used():
    draft = sk.draft_scorecard({"x": ["web", "Web", "store"] * 2})
    derived = 'derived: {one: lower(trim("x"))}\ndefaults:'
    edited = draft.text.replace("defaults:", derived).replace(
        "criterion: x", "criterion: one\n      input: one"
    )
    found = sk.score(read_scorecard_text(edited), {"x": ["WEB "]}, detail="full").to_pandas()
    assert found["value_one"][0] == 0.0  # what web has: the third of Web, store, web
