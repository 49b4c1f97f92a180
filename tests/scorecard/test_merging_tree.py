import pytest

import scoring_kit as sk
from scoring_kit.errors import MergeError
from scoring_kit.scorecard import hash_of, parse_scorecard
from tests.cards import card, criterion
from tests.scorecard.merges import ADJUSTMENTS, INCOME, TENURE, both, is_same, merged
from tests.scorecard.test_changes import LOYAL, OF, RECENCY, SMALL, edited, moved

# ---- the tree ----


def test_a_member_is_moved_by_one_and_weighed_by_the_other():
    found = merged(moved("engagement", 2, "score", 1), edited((*LOYAL, "weight", 0.2)))
    want = moved("engagement", 2, "score", 1)
    want["score"]["of"][1]["weight"] = 0.2
    assert is_same(found.card, want)


def test_a_member_that_both_moved_elsewhere_is_a_conflict():
    base = moved("engagement", 2, "score", 2)
    base["score"]["of"].append({"group": "other", "aggregate": "min", "of": [TENURE]})
    document = {index: parse_scorecard(base) for index in range(3)}
    mine, theirs = (document[index].model_dump(mode="json", by_alias=True) for index in (1, 2))
    mine["score"]["of"][0]["of"].append(mine["score"]["of"].pop(2))
    theirs["score"]["of"][3]["of"].append(theirs["score"]["of"].pop(2))
    found = merged(as_read(mine), as_read(theirs), base)
    assert repr(found.conflicts) == (
        "loyal: group: engagement in mine, other in theirs; it was score [criteria.loyal.group]"
    )
    assert is_same(found.resolve({"criteria.loyal.group": "other"}).card, as_read(theirs))
    with pytest.raises(MergeError, match=r"criteria\.loyal\.group: there is no group 'nowhere'"):
        found.resolve({"criteria.loyal.group": "nowhere"})


def as_read(data):
    """Return a dumped document without the fields that say nothing."""
    if isinstance(data, dict):
        return {k: as_read(v) for k, v in data.items() if v is not None}
    return [as_read(item) for item in data] if isinstance(data, list) else data


def test_a_group_that_one_side_dissolved_stays_dissolved():
    of = SMALL["score"]["of"]
    dissolved = edited(("score", "of", [*of[0]["of"], of[1]]))
    found = merged(dissolved, edited((*RECENCY, "weight", 0.4)))
    dissolved["score"]["of"][0] = {**dissolved["score"]["of"][0], "weight": 0.4}
    assert is_same(found.card, dissolved)


def test_two_groups_that_would_hold_each_other_are_a_conflict():
    def group(name, *members):
        return {"group": name, "aggregate": "min", "of": list(members)}

    one, two = criterion("one"), criterion("two")
    base = card(group("left", one), group("right", two))
    mine = card(group("left", one, group("right", two)))
    theirs = card(group("right", two, group("left", one)))
    found = sk.merge(base, mine, theirs)
    assert [c.place for c in found.conflicts] == ["groups.left.group", "groups.right.group"]
    assert "would stand in itself" in found.conflicts[0].words
    decided = found.resolve({"groups.left.group": "mine", "groups.right.group": "mine"})
    assert hash_of(decided.card) == hash_of(mine)


def test_a_criterion_that_both_renamed_differently_does_not_count_twice():
    def renamed(name):
        return edited((*OF, 0, {**SMALL["score"]["of"][0]["of"][0], "criterion": name,
                                "input": "recency"}))  # fmt: skip

    found = merged(renamed("recent"), renamed("latest"))
    [conflict] = found.conflicts
    assert str(conflict) == (
        "criterion recency is called recent in mine and latest in theirs [criteria.recency]"
    )
    for side, name in (("mine", "recent"), ("theirs", "latest"), ("base", "recency")):
        names = [c.name for c in found.resolve({conflict.place: side}).card.criteria]
        assert names == [name, "frequency", "loyal", "taste"]
    with pytest.raises(MergeError, match=r"criteria\.recency: base, mine or theirs is expected"):
        found.resolve({"criteria.recency": "new"})


def test_an_adjustment_that_both_renamed_differently_does_not_count_twice():
    names = ("gift", "extra")
    mine, theirs = (edited(("adjustments", 0, {**ADJUSTMENTS[0], "name": name})) for name in names)
    found = merged(mine, theirs)
    assert repr(found.conflicts) == (
        "adjustment bonus is called gift in mine and extra in theirs [adjustments.bonus]"
    )
    decided = found.resolve({"adjustments.bonus": "theirs"}).card
    assert [adjustment.name for adjustment in decided.adjustments] == ["extra", "most"]


# ---- orders ----


def test_a_new_order_takes_in_what_the_other_side_added():
    mine = moved("engagement", 2, "engagement", 0)
    found = merged(mine, edited((*OF, 3, TENURE)))
    names = [member.name for member in found.card.groups[0].of]
    assert names == ["loyal", "recency", "frequency", "tenure"]


def test_two_new_orders_are_a_conflict_decided_by_a_side_or_by_names():
    found = merged(moved("engagement", 2, "engagement", 0), moved("engagement", 0, "engagement", 1))
    place = "groups.engagement.<order>"
    assert str(found.conflicts[0]) == (
        "engagement: order: [loyal, recency, frequency] in mine, [frequency, recency, loyal] in "
        f"theirs; it was [recency, frequency, loyal] [{place}]"
    )
    wanted = ["loyal", "frequency", "recency"]
    decided = found.resolve({place: wanted}).card
    assert [member.name for member in decided.groups[0].of] == wanted
    with pytest.raises(MergeError, match=r"an order of just these is expected: recency, freq"):
        found.resolve({place: ["loyal"]})


@pytest.mark.parametrize("first", [0, 1])
def test_criteria_that_came_to_the_same_point_stand_by_name_and_it_is_told(first):
    members = (TENURE, INCOME) if first == 0 else (INCOME, TENURE)
    found = both([(*OF, 3, members[0])], [(*OF, 3, members[1])])
    names = [member.name for member in found.card.groups[0].of]
    assert names == ["recency", "frequency", "loyal", "income", "tenure"]
    mine, theirs = (member["criterion"] for member in members)
    note = f"engagement: {mine} of mine and {theirs} of theirs came to the same point; by name"
    assert note in found.notes
    decided = found.resolve({"groups.engagement.<order>": "mine"}).card
    assert [member.name for member in decided.groups[0].of][3:] == [mine, theirs]


def test_the_adjustments_of_a_side_come_first_where_that_is_chosen():
    adjustments = [[*ADJUSTMENTS, {"name": name, "add": 1}] for name in ("more", "less")]
    found = both(*([("adjustments", items)] for items in adjustments))
    for side, order in (("mine", ["more", "less"]), ("theirs", ["less", "more"])):
        card = found.resolve({"adjustments.<order>": side}).card
        assert [adjustment.name for adjustment in card.adjustments] == ["bonus", "most", *order]
