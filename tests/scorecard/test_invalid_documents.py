"""Written documents that are wrong: each gets its code, place and line, and nothing else."""

from collections import Counter

import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard, read_scorecard_text
from scoring_kit.scorecard.problems import CODES
from tests.scorecard.written import cases

CASES = cases("invalid")
AS_DATA = [case for case in CASES if case.data is not None]


def problems_of(case):
    with pytest.raises(ScorecardError, match=r"\[[a-z_0-9]+\]") as caught:
        read_scorecard_text(case.text, format=case.format)
    return caught.value.problems


def named(case):
    return case.name


def test_at_least_200_documents_are_written_under_names_of_their_own():
    assert len(CASES) == len({case.name for case in CASES}) >= 200


def test_every_documented_code_is_met_twice_or_more():
    met = Counter(case.expected[0][0] for case in CASES)
    assert {code for code in CODES if met[code] < 2} == set()
    assert set(met) <= set(CODES)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_wrong_document_gets_its_code_at_its_place(case):
    found = [(problem.code, problem.place) for problem in problems_of(case)]
    assert sorted(found) == sorted(case.expected)


@pytest.mark.parametrize("case", [case for case in CASES if case.line], ids=named)
def test_a_problem_names_its_line(case):
    assert problems_of(case)[0].line == case.line


@pytest.mark.parametrize("case", [case for case in CASES if case.message], ids=named)
def test_a_message_names_what_is_allowed_or_nearest(case):
    assert case.message in problems_of(case)[0].message


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_message_is_one_short_printable_paragraph_in_the_words_of_documents(case):
    for problem in problems_of(case):
        assert problem.message.isprintable()
        assert 15 <= len(problem.message) <= 400
        for word in ("pydantic", "Input should", "in_'", "dictionary", "NoneType", "instance of"):
            assert word.lower() not in problem.message.lower()


@pytest.mark.parametrize("case", AS_DATA, ids=named)
def test_plain_data_is_refused_like_the_text_that_spells_it(case):
    with pytest.raises(ScorecardError, match=r"\[[a-z_0-9]+\]") as caught:
        parse_scorecard(case.data)
    found = [(problem.code, problem.place) for problem in caught.value.problems]
    assert sorted(found) == sorted(case.expected)


SEVERAL = """\
schema: scoring-kit/1
name: Book club
titel: Who will buy the next art book?
inputs:
  orders: {type: integer}
derived:
  spread: high -
score:
  aggregate: mean
  of:
    - {criterion: orders, wieght: 2, missing: 0}
    - {criterion: spend, missing: 0, value: {piecewise: [[1, 0], [0, 1]]}}
    - {criterion: taste, missing: skip}
    - {criterion: taste, missing: 0}
    - criterion: weight
      weight: 010
      missing: 0
adjustments:
  - {name: cap, cap: $highest}
tiers: {B: 60, A: 80}
"""


FOUND = [
    (2, "bad_name"),
    (3, "unknown_field"),
    (5, "not_allowed"),
    (7, "expression_syntax"),
    (11, "unknown_field"),
    (12, "not_increasing"),
    (13, "policy_not_here"),
    (14, "duplicate_name"),
    (16, "ambiguous_number"),
    (19, "unknown_parameter"),
    (20, "not_decreasing"),
]


def test_all_problems_of_a_file_are_reported_at_once_with_their_lines():
    with pytest.raises(ScorecardError, match="scorecard has 11 problems") as caught:
        read_scorecard_text(SEVERAL)
    assert [(problem.line, problem.code) for problem in caught.value.problems] == FOUND


def test_problems_stand_in_the_order_of_the_file_under_its_name(tmp_path):
    from scoring_kit.scorecard import read_scorecard

    path = tmp_path / "card.yaml"
    path.write_text(SEVERAL)
    with pytest.raises(ScorecardError, match=r"card\.yaml has 11 problems:\n- line 2, name: "):
        read_scorecard(path)
