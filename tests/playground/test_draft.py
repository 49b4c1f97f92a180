import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.draft import Draft
from scoring_kit.playground.errors import EditError
from scoring_kit.scorecard import parse_scorecard, to_document
from tests.playground.states import CARDS, identity_of

RULES = [{"name": name, "when": f"{name} = 1"} for name in "abc"]


def draft_with_rules():
    tiny = {"aggregate": "sum", "of": [{"criterion": "x", "missing": 0}]}
    card = {"schema": "scoring-kit/1", "name": "tiny", "score": tiny, "knock_outs": RULES}
    return Draft.of(parse_scorecard(card))


def switched(draft, *names):
    places = [(*draft.item("knock_outs", name)[0], "on") for name in names]
    return draft.changed([(place, False) for place in places])


def test_what_is_off_is_not_in_the_scorecard_and_keeps_its_place():
    draft = switched(switched(draft_with_rules(), "b"), "a")
    assert [rule.name for rule in draft.scorecard.knock_outs] == ["c"]
    assert [item["name"] for item in draft.whole["knock_outs"]] == ["a", "b", "c"]
    assert [item["name"] for item in draft.document["knock_outs"]] == ["c"]


def test_all_may_be_off():
    draft = switched(draft_with_rules(), "a", "b", "c")
    assert (draft.scorecard.knock_outs, "knock_outs" in draft.document) == ((), False)


def test_a_field_at_its_default_leaves_the_document():
    draft = draft_with_rules().changed([(("score", "of", 0, "weight"), 2)])
    assert draft.whole["score"]["of"][0]["weight"] == 2.0
    again = draft.changed([(("score", "of", 0, "weight"), 1)])
    assert again.whole == draft_with_rules().whole


def test_a_change_that_is_not_valid_is_refused_and_leaves_the_draft():
    draft = Draft.of(CARDS["book_club"])
    before = identity_of(draft.scorecard)
    with pytest.raises(ScorecardError, match=r"tiers\.B: tiers stand highest first"):
        draft.changed([(("tiers", "B"), 70)])
    assert (identity_of(draft.scorecard), draft.document) == (before, to_document(draft.scorecard))


def test_a_scorecard_that_was_changed_into_an_invalid_one_is_refused():
    broken = CARDS["book_club"].model_copy(update={"tiers": (("A", 1.0), ("B", 2.0))})
    with pytest.raises(ScorecardError, match="highest first"):
        Draft.of(broken)


@pytest.mark.parametrize(
    ("find", "message"),
    [
        (lambda draft: draft.placed("recencie"), "no criterion or group 'recencie'.*'recency'"),
        (lambda draft: draft.criterion("taste"), "no criterion 'taste'; there are recency"),
        (lambda draft: draft.group("tast"), "no group 'tast'; there are score.*'taste'"),
        (lambda draft: draft.item("knock_outs", "laps"), "no knock-out 'laps'.*'lapsed'"),
        (lambda draft: draft.item("adjustments", None), "no adjustment None; there are"),
    ],
)
def test_an_unknown_name_gives_what_there_is_and_the_nearest(find, message):
    with pytest.raises(EditError, match=message):
        find(Draft.of(CARDS["book_club"]))


def test_parts_are_found_by_name():
    draft = Draft.of(CARDS["book_club"])
    assert draft.group("score")[0] == ("score",)
    assert draft.group("taste")[0] == ("score", "of", 1)
    assert draft.criterion("travel")[0] == ("score", "of", 1, "of", 1)
    assert draft.placed("travel").parent.name == "taste"
