import pytest

from scoring_kit.scorecard import read_scorecard
from scoring_kit.scorecard.checks import document_findings
from scoring_kit.scorecard.findings import FINDING_CODES
from tests.cards import bins, card, criterion

AGE = bins((18, 0), (65, 50), (None, 100))
VALID = {"inputs": {"age": {"valid": [0, 120]}}}
SPECIAL = {"inputs": {"plan": {"special": {"none": "no_plan"}}}}


def group(name, *members, aggregate="mean", **fields):
    return {"group": name, "aggregate": aggregate, "of": list(members), **fields}


def piecewise(*knots):
    return {"piecewise": [list(knot) for knot in knots]}


def texts(**entries):
    return {"reasons": {"texts": entries}}


def weighted(*weights, aggregate="mean"):
    members = [
        criterion(f"c{i}", piecewise((0, 0), (1, 100)), weight=weight)
        for i, weight in enumerate(weights)
    ]
    return card(*members, aggregate=aggregate)


# name: (scorecard, code, severity, place, words of the message); the document has one finding.
FAULTS = {
    "a bin below the valid range": (
        card(criterion("age", bins((-9, 5), (65, 50), (None, 100))), **VALID),
        "dead_branch", "warning", "score.of.0.value.bins.0", "[0, 120]",
    ),
    "a bin above the valid range": (
        card(criterion("age", bins((65, 50), (121, 60), (None, 100))), **VALID),
        "dead_branch", "warning", "score.of.0.value.bins.2", "bin 3",
    ),
    "a bin that starts right above the highest": (
        card(criterion("age", {"bins": [{"below": 9, "value": 0}, {"up_to": 120, "value": 1},
                                        {"value": 2}]}), **VALID),
        "dead_branch", "warning", "score.of.0.value.bins.2", "bin 3",
    ),
    "a bin that ends right below the lowest": (
        card(criterion("age", bins((0, 5), (9, 50), (None, 100))), **VALID),
        "dead_branch", "warning", "score.of.0.value.bins.0", "bin 1",
    ),
    "a bin outside what a derived input can be": (
        card(criterion("years", bins((1, 0), (11, 50), (None, 9))),
             derived={"years": "floor(age / 12)"}, **VALID),
        "dead_branch", "warning", "score.of.0.value.bins.2", "'years' lies in [0, 10]",
    ),
    "a category that is a special code": (
        card(criterion("plan", {"categories": {"none": 0, "gold": 9}}), **SPECIAL),
        "dead_branch", "warning", "score.of.0.value.categories.0", "special code 'no_plan'",
    ),
    "a number category outside the valid range": (
        card(criterion("age", {"categories": {5: 0, 200: 9}}), **VALID),
        "dead_branch", "warning", "score.of.0.value.categories.1", "category 200",
    ),
    "knots that turn": (
        card(criterion("age", piecewise((0, 0), (5, 9), (9, 8)), monotone="up")),
        "not_monotone", "error", "score.of.0.value", "falls from 9 at 5 to 8 at 9",
    ),
    "bins that turn": (
        card(criterion("age", bins((1, 9), (5, 5), (None, 6)), monotone="down")),
        "not_monotone", "error", "score.of.0.value", "rises from 5 at bin 2 to 6 at bin 3",
    ),
    "number categories that turn": (
        card(criterion("age", {"categories": {3: 9, 1: 5, 2: 10}}, monotone="up")),
        "not_monotone", "error", "score.of.0.value", "from 10 at 2 to 9 at 3",
    ),
    "a curve that falls": (
        card(criterion("age", {"log": {"from": [1, 9], "to": [1, 0]}}, monotone="up")),
        "not_monotone", "error", "score.of.0.value", "falls",
    ),
    "an s curve that falls": (
        card(criterion("age", {"logistic": {"midpoint": 4, "slope": -1}}, monotone="up")),
        "not_monotone", "error", "score.of.0.value", "falls",
    ),
    "the input itself declared falling": (
        card(criterion("age", monotone="down")),
        "not_monotone", "error", "score.of.0.value", "rises",
    ),
    "texts have no order": (
        card(criterion("plan", {"categories": {"a": 0, "b": 9}}, monotone="up")),
        "monotone_unknown", "warning", "score.of.0.monotone", "categories without an order",
    ),
    "rules have no order": (
        card(criterion("old", {"rules": [{"when": "age > 4", "value": 1}, {"value": 0}]},
                       monotone="up")),
        "monotone_unknown", "warning", "score.of.0.monotone", "rules",
    ),
    "a criterion that weighs 0": (
        weighted(0, 1), "inert", "warning", "score.of.0", "criterion 'c0' weighs 0",
    ),
    "a group that weighs 0 is reported once": (
        card(criterion("age", AGE),
             group("rest", criterion("x", weight=0), criterion("y"), weight=0)),
        "inert", "warning", "score.of.1", "group 'rest' weighs 0",
    ),
    "a constant criterion": (
        card(criterion("age", bins((18, 7), (None, 7)))),
        "inert", "warning", "score.of.0.value", "always 7",
    ),
    "two criteria alike": (
        card(criterion("age", AGE), criterion("years", AGE, input="age")),
        "duplicate_criterion", "warning", "score.of.1", "of 'age'",
    ),
    "two expressions alike in two groups": (
        card(criterion("one", "abs(age)"), group("g", criterion("two", "abs(age)"))),
        "duplicate_criterion", "warning", "score.of.1.of.0", "of 'one'",
    ),
    "a normalisation without statistics": (
        card(criterion("age", {"min_max": {}})),
        "not_fitted", "error", "score.of.0.value", "fit_references(card, data)",
    ),
    "a mean reference that is not there": (
        card(criterion("age", AGE), reasons={"against": "mean"}),
        "not_fitted", "error", "score.of.0", "against the mean",
    ),
    "shares that do not sum to 1": (
        weighted(0.5, 0.3), "weights_do_not_sum", "warning", "score.of", "sum to 0.8, not to 1",
    ),
    "percentages that do not sum to 100": (
        weighted(50, 30, 15), "weights_do_not_sum", "warning", "score.of", "sum to 95, not to 100",
    ),
    "shares a little over 1": (
        weighted(0.5, 0.506), "weights_do_not_sum", "warning", "score.of", "sum to 1.006",
    ),
    "a weight in a minimum": (
        weighted(1, 2, aggregate="min"),
        "unused_weight", "warning", "score.of.1.weight", "min has no weights",
    ),
    "a weight in a product": (
        weighted(1, 0, aggregate="product"),
        "unused_weight", "warning", "score.of.1.weight", "product has no weights",
    ),
    "a tier above the highest score": (
        card(criterion("age", AGE), tiers={"A": 101, "B": 40, "C": 0}),
        "unreachable_tier", "warning", "tiers.A", "the highest possible score is 100",
    ),
    "a tier below the lowest score": (
        card(criterion("age", AGE), tiers={"B": 40, "C": 0, "D": -10}),
        "unreachable_tier", "warning", "tiers.D", "the lowest possible score is 0",
    ),
    "a tier that an adjustment closes": (
        card(criterion("age", AGE), tiers={"A": 80, "C": 0},
             adjustments=[{"name": "at_most", "cap": 60}]),
        "unreachable_tier", "warning", "tiers.A", "60",
    ),
    "a reason code without text": (
        card(criterion("age", AGE, reason="R1"), criterion("sum", AGE, reason="R2"),
             **texts(R1="Young")),
        "reason_without_text", "warning", "score.of.1", "reason 'R2' has no text",
    ),
    "a knock-out's name without text": (
        card(criterion("age", AGE, reason="R1"), **texts(R1="Young"),
             knock_outs=[{"name": "child", "when": "age < 18"}]),
        "reason_without_text", "note", "knock_outs.0", "reason 'child'",
    ),
    "a policy's reason without text": (
        card(criterion("age", AGE, reason="R1", missing={"value": 0, "reason": "R9"}),
             **texts(R1="Young")),
        "reason_without_text", "warning", "score.of.0", "'R9'",
    ),
    "a text without reason code": (
        card(criterion("age", AGE, reason="R1"), **texts(R1="Young", R11="Old")),
        "text_without_reason", "warning", "reasons.texts.R11", "did you mean 'R1'",
    ),
    "the text of a branch that is gone": (
        card(criterion("age", AGE, reason="R1"), **texts(R1="Young", B7="Old")),
        "text_without_reason", "warning", "reasons.texts.B7", "nothing gives",
    ),
    "a derived input that nothing reads": (
        card(criterion("age", AGE), derived={"old": "age > 65"}),
        "unused", "note", "derived.old", "derived input 'old'",
    ),
    "a parameter that nothing reads": (
        card(criterion("age", AGE), parameters={"as_of": {"type": "date"}}),
        "unused", "note", "parameters.as_of", "$as_of",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("scorecard", "code", "severity", "place", "words"), FAULTS.values(), ids=FAULTS
)
def test_what_is_valid_but_wrong_is_found(scorecard, code, severity, place, words):
    [finding] = document_findings(scorecard)
    assert (finding.code, finding.severity, finding.place) == (code, severity, place)
    assert words in finding.message


FINE = {
    "shares that sum to 1": weighted(0.5, 0.3, 0.2),
    "shares within the tolerance": weighted(0.333, 0.333, 0.333),
    "ratios": weighted(2, 3, 5),
    "a half beside a whole": weighted(1, 0.5),
    "equal weights": weighted(1, 1, 1),
    "many equal weights": weighted(*[1] * 95),
    "multipliers of a sum": weighted(0.5, 0.3, aggregate="sum"),
    "a bin that begins at the highest": card(criterion("age", bins((120, 1), (None, 2))), **VALID),
    "a gap outside the valid range": card(
        criterion("age", {"bins": [{"below": 0, "unmatched": True}, {"below": 9, "value": 1},
                                   {"value": 2}]}),
        **VALID,
    ),
    "values that stay level": card(
        criterion("age", piecewise((0, 0), (5, 5), (9, 5)), monotone="up")
    ),
    "a falling line declared so": card(
        criterion("age", {"linear": {"from": [9, 0], "to": [0, 1]}}, monotone="down")
    ),
    "one input judged twice": card(
        criterion("age", AGE), criterion("old", bins((65, 0), (None, 9)), input="age")
    ),
    "the highest score as a cut": card(criterion("age", AGE), tiers={"A": 100, "B": 0}),
    "scores without a bound": card(criterion("age"), tiers={"A": 1e9, "B": -1e9}),
    "branches that all have a reason": card(
        criterion("plan", {"categories": [{"in": ["a"], "value": 1, "reason": "R1"},
                                          {"in": ["b"], "value": 2, "reason": "R1"}]}),
        **texts(R1="The plan"),
    ),
    "codes where nobody keeps texts": card(criterion("age", AGE, reason="R1"), reasons={"top": 2}),
    "a parameter that a decay reads": card(
        criterion("last", {"decay": {"half_life_days": 9, "until": "$as_of"}}),
        parameters={"as_of": {"type": "date"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("scorecard", FINE.values(), ids=FINE)
def test_what_is_meant_is_not_reported(scorecard):
    assert document_findings(scorecard) == []


def test_findings_come_group_by_group_and_criterion_by_criterion():
    scorecard = card(
        criterion("one", bins((1, 7), (None, 7)), weight=0.5),
        criterion("two", monotone="down", weight=0.1),
        derived={"old": "one > 65"},
    )
    codes = [finding.code for finding in document_findings(scorecard)]
    assert codes == ["weights_do_not_sum", "inert", "not_monotone", "unused"]


REASONED = {"bins": [{"below": 9, "value": 0, "reason": "R1"}, {"value": 1, "reason": "R1"}]}


@pytest.mark.parametrize(
    ("missing", "expected"),
    [({"value": 0, "reason": "R1"}, []), (0, ["reason_without_text"]), ("fail", [])],
)
def test_a_name_is_missed_among_the_texts_where_a_row_can_get_it(missing, expected):
    scorecard = card(criterion("age", REASONED, missing=missing), **texts(R1="Young"))
    assert [finding.code for finding in document_findings(scorecard)] == expected


def test_the_book_club_has_no_findings(data):
    assert document_findings(read_scorecard(data / "book_club.yaml")) == []


def test_every_code_about_documents_is_tried_twice():
    # Codes that need a table are tried with tables, in tests/test_checking.py.
    about_data = list(FINDING_CODES)[list(FINDING_CODES).index("column_missing") :]
    tried = [code for _, code, *_ in FAULTS.values()]
    few = [code for code in FINDING_CODES if code not in about_data and tried.count(code) < 2]
    assert few == []
