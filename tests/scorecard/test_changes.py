import copy
from random import Random

import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import hash_of, parse_scorecard
from scoring_kit.scorecard.changes import changes
from tests.agreement.documents import random_card
from tests.cards import bins, criterion

KNOTS = {"piecewise": [[0, 100], [12, 60], [36, 0]]}
BRANCHES = {"categories": {"art": 100, "design": 100, "travel": 60}, "other": 20}
SMALL = {
    "schema": "scoring-kit/1",
    "name": "club",
    "title": "Who buys next?",
    "defaults": {"missing": "reweight"},
    "inputs": {"orders": {"valid": [0, 500]}},
    "derived": {"years": "floor(months / 12)"},
    "score": {
        "aggregate": "mean",
        "of": [
            {
                "group": "engagement",
                "aggregate": "mean",
                "weight": 0.7,
                "of": [
                    criterion("recency", KNOTS, weight=0.5, range=[-9, 100]),
                    criterion("frequency", bins((2, 20), (3, 60), (None, 100)), input="orders"),
                    criterion(
                        "loyal", {"rules": [{"when": "years > 3", "value": 9}, {"value": 0}]}
                    ),
                ],
            },
            criterion("taste", BRANCHES, weight=0.3, reason="R1"),
        ],
    },
    "adjustments": [
        {"name": "bonus", "when": "orders > 9", "add": 5},
        {"name": "most", "cap": 100},
    ],
    "knock_outs": [{"name": "gone", "when": "orders = 0"}],
    "tiers": {"A": 80, "B": 60},
    "reasons": {"top": 3, "texts": {"R1": "Another taste"}},
}  # fmt: skip
ENGAGEMENT = ("score", "of", 0)


def edited(*edits):
    """Return the small document after edits: a path and a value, None to take out."""
    document = copy.deepcopy(SMALL)
    for *path, last, value in edits:
        part = document
        for step in path:
            part = part[step]
        if value is None:
            del part[last]
        elif isinstance(part, list) and last == len(part):
            part.append(value)
        else:
            part[last] = value
    return document


def moved(source, index, target, position):
    document = copy.deepcopy(SMALL)
    groups = {"score": document["score"]["of"], "engagement": document["score"]["of"][0]["of"]}
    groups[target].insert(position, groups[source].pop(index))
    return document


def lines(before, after):
    return str(changes(parse_scorecard(before), parse_scorecard(after))).splitlines()


OF = (*ENGAGEMENT, "of")
RECENCY, FREQUENCY, LOYAL = (*OF, 0), (*OF, 1), (*OF, 2)
TASTE = ("score", "of", 1)
CASES = {
    "a weight": ((*RECENCY, "weight", 0.4), "recency: weight 0.50 -> 0.40"),
    "a long weight": (
        (*RECENCY, "weight", 0.466666666666667),
        "recency: weight 0.50 -> 0.466666666666667",
    ),
    "a weight left out": ((*RECENCY, "weight", None), "recency: weight 0.50 -> 1.00"),
    "a weight with more digits": ((*RECENCY, "weight", 0.125), "recency: weight 0.500 -> 0.125"),
    "a knot": ((*RECENCY, "value", "piecewise", 1, [12, 55]),
               "recency: knot 12 -> 60 became 12 -> 55"),
    "a knot elsewhere": ((*RECENCY, "value", "piecewise", 1, [14, 60]),
                         "recency: knot 12 -> 60 became 14 -> 60"),
    "a new knot": ((*RECENCY, "value", "piecewise", 3, [48, -5]), "recency: added knot 48 -> -5"),
    "a knot less": ((*RECENCY, "value", "piecewise", 1, None), "recency: removed knot 12 -> 60"),
    "a bin's value": ((*FREQUENCY, "value", "bins", 1, "value", 50),
                      "frequency: bin below 3: value 60 -> 50"),
    "a bin's edge": ((*FREQUENCY, "value", "bins", 1, "below", 4),
                     "frequency: bin below 3 became below 4"),
    "a bin's reason": ((*FREQUENCY, "value", "bins", 1, "reason", "R1"),
                       "frequency: added bin below 3: reason R1"),
    "a bin less": ((*FREQUENCY, "value", "bins", 1, None), "frequency: removed bin below 3 (60)"),
    "a category": ((*TASTE, "value", "categories", "art", 90), "taste: category art 100 -> 90"),
    "a new category": ((*TASTE, "value", "categories", "food", 5),
                       "taste: added category food (5)"),
    "a category less": ((*TASTE, "value", "categories", "travel", None),
                        "taste: removed category travel (60)"),
    "the rest of the categories": ((*TASTE, "value", "other", 10), "taste: other 20 -> 10"),
    "categories put together": (
        (*TASTE, "value", "categories", [{"in": ["art", "design"], "value": 100},
                                         {"in": ["travel"], "value": 60}]),
        "taste: categories grouped or ordered differently",
    ),
    "a rule's value": ((*LOYAL, "value", "rules", 0, "value", 8),
                       'loyal: rule "years > 3": value 9 -> 8'),
    "a rule's condition": ((*LOYAL, "value", "rules", 0, "when", "years > 4"),
                           'loyal: rule "years > 3" became "years > 4"'),
    "another value function": ((*RECENCY, "value", "identity"),
                               "recency: value function piecewise -> identity"),
    "an expression": ((*RECENCY, "value", "abs(recency)"),
                      "recency: value function piecewise -> expression"),
    "outside": ((*RECENCY, "value", "outside", "invalid"), "recency: outside clamp -> invalid"),
    "a policy": ((*TASTE, "missing", {"value": 0, "reason": "R9"}),
                 "taste: added missing {value: 0, reason: R9}"),
    "a reason less": ((*TASTE, "reason", None), "taste: removed reason R1"),
    "an aggregation": ((*ENGAGEMENT, "aggregate", "min"), "engagement: aggregate mean -> min"),
    "limits": ((*ENGAGEMENT, "limits", [0, 90]), "engagement: added limits [0, 90]"),
    "the root's coverage": (("score", "coverage", {"minimum": 0.5}),
                            "score: added coverage {minimum: 0.5}"),
    "a new criterion": ((*OF, 3, criterion("tenure", weight=0.1, reference=9)),
                        "added criterion tenure to engagement (weight 0.1)"),
    "a criterion less": ((*OF, 0, None), "removed criterion recency from engagement"),
    "a tier": (("tiers", "A", 75), "tier A: 80 -> 75"),
    "a new tier": (("tiers", "C", 40), "added tier C (40)"),
    "a tier less": (("tiers", "B", None), "removed tier B (60)"),
    "a title": (("title", "Who buys?"), 'title: "Who buys next?" -> "Who buys?"'),
    "no title": (("title", None), 'removed title ("Who buys next?")'),
    "a key": (("key", ["id"]), "added key ([id])"),
    "a default": (("defaults", "missing", "fail"), "defaults: missing reweight -> fail"),
    "an input": (("inputs", "orders", "valid", [0, 50]),
                 "input orders: valid [0, 500] -> [0, 50]"),
    "a derived input": (("derived", "years", "months / 12"),
                        'derived input years: "floor(months / 12)" -> "months / 12"'),
    "a parameter": (("parameters", {"as_of": {"type": "date"}}),
                    "added parameter as_of (type: date)"),
    "an amount": (("adjustments", 0, "add", 2.5), "adjustment bonus: add 5.0 -> 2.5"),
    "an adjustment less": (("adjustments", 1, None), "removed adjustment most (cap: 100)"),
    "a knock-out's condition": (("knock_outs", 0, "when", "orders < 1"),
                                'knock-out gone: when "orders = 0" -> "orders < 1"'),
    "the number of reasons": (("reasons", "top", 5), "reasons: top 3 -> 5"),
    "a reason's text": (("reasons", "texts", "R1", "Other taste"),
                        'text of reason R1: "Another taste" -> "Other taste"'),
    "a new text": (("reasons", "texts", "R2", "Late"), "added text of reason R2 (Late)"),
    "no reasons": (
        ("reasons", None),
        "removed reasons (top: 3, against: best, direction: below, keep: positive, "
        'texts: {R1: "Another taste"})',
    ),
    "rounding": (("rounding", {"digits": 1}), "added rounding (digits: 1, mode: half_up)"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES)
def test_one_change_is_one_readable_line(edit, expected):
    assert lines(SMALL, edited(edit)) == [expected]


def test_a_member_moves_between_groups_with_its_changes():
    after = moved("engagement", 2, "score", 1)
    after["score"]["of"][1]["weight"] = 0.2
    assert lines(SMALL, after) == [
        "moved loyal from engagement to score",
        "loyal: weight 1.00 -> 0.20",
    ]


def test_a_member_moves_within_its_group():
    assert lines(SMALL, moved("engagement", 2, "engagement", 0)) == [
        "moved loyal to place 1 in engagement"
    ]


def test_adjustments_in_another_order_are_moved():
    after = edited(("adjustments", SMALL["adjustments"][::-1]))
    assert lines(SMALL, after) == ["moved adjustment most to place 1"]


def test_a_group_that_goes_takes_its_members_along():
    after = edited(("score", "of", 0, None))
    assert lines(SMALL, after) == [
        "removed group engagement from score",
        "removed criterion recency from engagement",
        "removed criterion frequency from engagement",
        "removed criterion loyal from engagement",
    ]


def test_a_group_in_the_place_of_a_criterion_is_another_member():
    member = {"group": "taste", "aggregate": "min", "of": [criterion("subject", BRANCHES)]}
    assert lines(SMALL, edited(("score", "of", 1, member))) == [
        "added group taste to score (weight 1)",
        "added criterion subject to taste (weight 1)",
        "removed criterion taste from score",
    ]


def test_categories_that_equal_each_other_are_told_apart_by_type():
    truths = edited((*TASTE, "value", {"categories": {True: 1, False: 0}}))
    numbers = edited((*TASTE, "value", {"categories": {1: 1, 0: 0}}))
    found = lines(truths, numbers)
    assert "taste: added category 1 (1)" in found
    assert "taste: removed category true (1)" in found


def test_a_long_text_is_shown_from_where_it_differs():
    texts = [f"Members who bought {'again and ' * 9}{end}" for end in ("left", "stayed")]
    [line] = lines(edited(("description", texts[0])), edited(("description", texts[1])))
    assert line == 'description: "... and again and left" -> "... and again and stayed"'


def test_changes_come_in_document_order():
    after = edited(("tiers", "A", 75), (*RECENCY, "weight", 0.4), ("title", "Other"))
    found = changes(parse_scorecard(SMALL), parse_scorecard(after))
    assert [change.place for change in found] == ["title", "score.of.0.of.0.weight", "tiers.A"]


def test_a_change_carries_both_values_and_its_kind():
    [change] = changes(parse_scorecard(SMALL), parse_scorecard(edited(("tiers", "A", 75))))
    assert (change.kind, change.before, change.after) == ("changed", 80.0, 75.0)


def test_the_place_of_what_is_gone_is_that_in_the_old_document():
    after = edited((*RECENCY, "value", "piecewise", 1, None))
    [there] = changes(parse_scorecard(SMALL), parse_scorecard(after))
    [back] = changes(parse_scorecard(after), parse_scorecard(SMALL))
    place = "score.of.0.of.0.value.piecewise.1"
    assert (there.place, there.kind, back.place, back.kind) == (place, "removed", place, "added")


def test_places_count_in_the_document_where_the_thing_stands():
    after = edited((*RECENCY, "value", "piecewise", [[-5, 100], [-1, 100], [36, 0]]))
    found = changes(parse_scorecard(SMALL), parse_scorecard(after))
    assert [change.place[-1] for change in found] == ["0", "1"]


def test_nothing_changed_says_so():
    found = changes(parse_scorecard(SMALL), parse_scorecard(SMALL))
    assert (len(found), repr(found)) == (0, "no changes")


@pytest.mark.parametrize("seed", range(40))
def test_there_is_a_change_exactly_where_hashes_differ(seed):
    document = random_card(seed).document
    before = parse_scorecard(document)
    assert len(changes(before, parse_scorecard(copy.deepcopy(document)))) == 0
    for after in variants(document, Random(seed)):
        assert (len(changes(before, after)) == 0) == (hash_of(before) == hash_of(after))
        assert (len(changes(after, before)) == 0) == (hash_of(before) == hash_of(after))


def variants(document, random):
    """Yield valid documents that differ from this one in one scalar, or in an order."""
    paths = list(leaves(document, ()))
    for path in random.sample(paths, min(20, len(paths))):
        changed = copy.deepcopy(document)
        part = changed
        for step in path[:-1]:
            part = part[step]
        old = part[path[-1]]
        if isinstance(old, list):
            part[path[-1]] = old[::-1]
        elif isinstance(old, int | float) and not isinstance(old, bool):
            part[path[-1]] = old + random.choice([0, 0.5, 1e-9])
        else:
            del part[path[-1]]
        try:
            yield parse_scorecard(changed)
        except ScorecardError:
            continue


def leaves(part, path):
    """Yield the path of every scalar and list of plain data."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from leaves(value, (*path, key))
        return
    yield path
    if isinstance(part, list):
        for index, value in enumerate(part):
            yield from leaves(value, (*path, index))
