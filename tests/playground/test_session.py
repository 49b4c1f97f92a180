import pytest

import scoring_kit as sk
from scoring_kit.errors import ScorecardError
from scoring_kit.playground import edits
from scoring_kit.playground.errors import EditError
from scoring_kit.playground.session import Session
from tests import cards
from tests.playground.states import CARDS, ODD, identity_of, odd_card

BOOK_CLUB = CARDS["book_club"]
BEFORE = identity_of(BOOK_CLUB)


@pytest.fixture
def session():
    return Session(BOOK_CLUB)


def test_a_session_starts_as_the_live_version(session):
    assert (session.scorecard, session.live) == (BOOK_CLUB, BOOK_CLUB)
    assert (len(session.changes()), len(session.history), session.can_undo()) == (0, 0, False)


def test_a_session_says_what_it_is(session):
    session.set_tier("A", 65)
    session.set_tier("B", 50)
    session.undo()
    assert repr(session) == f"Session of {BOOK_CLUB!r}, 1 edit"


def test_an_edit_changes_the_draft_and_not_the_live_version(session):
    entry = session.set_tier("A", 65)
    assert (entry.number, entry.label, entry.author) == (1, "tier A: 60 -> 65", "me")
    assert [(str(one), one.before, one.after) for one in entry.differences] == [
        ("tiers.A", 60.0, 65.0)
    ]
    assert identity_of(session.live) == BEFORE
    assert str(session.changes()) == "tier A: 60 -> 65"


def test_an_edit_that_changes_nothing_is_no_entry(session):
    assert session.set_tier("A", 60) is None
    assert len(session.history) == 0


def test_a_refused_edit_changes_nothing(session):
    session.set_tier("A", 65)
    before = session.state
    for refused in (
        lambda: session.set_tier("A", 40),
        lambda: session.set_aggregation("taste", "geometric_mean"),
        lambda: session.set_weight("nobody", 1),
        lambda: session.move_knot("recency", 0, x=99),
        lambda: session.redo(),
        lambda: session.jump(9),
        lambda: session.lock("recency", "nobody"),
    ):
        with pytest.raises(ScorecardError, match="problem"):
            refused()
        assert session.state is before


def test_a_preview_changes_nothing(session):
    card = session.preview(session.weight_edit("recency", 0.46))
    assert card.criteria[1].weight == 0.42
    assert (identity_of(session.scorecard), len(session.history)) == (BEFORE, 0)


def test_every_method_makes_its_edit(session):
    session.set_weight("recency", 0.5)
    session.move_knot("recency", 1, value=45)
    session.add_knot("recency", 9, 60)
    session.snap_monotone("recency")
    session.delete_knot("recency", 2)
    session.set_bin_edge("frequency", 0, 2)
    session.set_bin_points("frequency", 0, 25)
    session.set_category_points("shelf", "art", 90)
    session.set_missing("spend", "reweight")
    session.set_tier("A", 65)
    session.set_adjustment("owns_italian_art", 6)
    session.switch_adjustment("at_most_100", on=False)
    session.switch_knock_out("lapsed", on=False)
    session.set_aggregation("taste", "max")
    session.replace(CARDS["cvss"])
    session.reset_to_live()
    assert [entry.number for entry in session.history] == list(range(1, 17))
    assert {entry.kind for entry in session.history} == set(edits.EDITS)
    assert identity_of(session.scorecard) == BEFORE
    session.jump(0)
    assert identity_of(session.scorecard) == BEFORE


def test_steps_of_a_drag_are_one_entry(session):
    for weight in (0.5, 0.8, 1.0, 0.46):
        entry = session.set_weight("recency", weight, merge=True)
    # from 0.55 at once: what followed does not remember that it was down to 0 on the way
    assert entry.label == "recency: weight 0.55 -> 0.46 (2 others follow)"
    assert [criterion.weight for criterion in session.scorecard.criteria][:3] == [0.46, 0.42, 0.12]
    assert [one.number for one in session.history] == [1]
    session.rename(1, "less of recency")
    assert session.set_weight("recency", 0.5, merge=True).name == "less of recency"
    session.undo()
    assert identity_of(session.scorecard) == BEFORE


def test_a_drag_back_to_its_start_leaves_no_entry(session):
    session.set_tier("B", 50)
    session.set_tier("A", 70, merge=True)
    assert session.set_tier("A", 60, merge=True) is None
    assert [entry.label for entry in session.history] == ["tier B: 45 -> 50"]


@pytest.mark.parametrize(
    "between",
    [
        lambda session: session.set_tier("B", 50),
        lambda session: (
            session.set_weight("taste", 0.4, author="bob") and session.set_tier("B", 46)
        ),
        lambda session: session.undo(),
        lambda session: session.set_tier("A", 61, author="bob"),
    ],
)
def test_only_the_last_edit_of_the_same_thing_is_gone_on_with(session, between):
    session.set_tier("A", 70)
    session.set_tier("A", 71)
    between(session)
    count = sum(not entry.is_undone for entry in session.history)
    session.set_tier("A", 72, merge=True)
    assert sum(not entry.is_undone for entry in session.history) == count + 1


def test_deleted_knots_are_entries_of_their_own(session):
    session.delete_knot("recency", 1, merge=True)
    session.delete_knot("recency", 1, merge=True)
    assert len(session.history) == 2
    assert [x for x, _ in session.scorecard.criteria[0].value.knots] == [2.0, 24.0, 36.0]


def test_locks_are_respected_and_survive_undo(session):
    session.lock("frequency", "spend")
    with pytest.raises(EditError, match="all weights beside 'recency' are locked"):
        session.set_weight("recency", 0.4)
    session.unlock("spend")
    session.set_weight("recency", 0.6)
    assert [criterion.weight for criterion in session.scorecard.criteria][:3] == [0.6, 0.35, 0.05]
    assert session.weight_room("recency") == (0.0, 0.65)
    session.undo()
    assert session.locks == {"frequency"}


def test_rebalancing_can_be_chosen(session):
    session.rebalancing = "none"
    session.set_weight("recency", 0.9)
    assert [criterion.weight for criterion in session.scorecard.criteria][:3] == [0.9, 0.35, 0.1]
    with pytest.raises(EditError, match="did you mean 'equal'"):
        session.rebalancing = "equally"
    assert session.rebalancing == "none"


def test_weights_of_a_sum_have_room_above_them():
    assert Session(CARDS["german_credit"]).weight_room("purpose") == (0.0, float("inf"))


def test_each_person_undoes_their_own_edits(session):
    session.set_tier("A", 65, author="ann")
    session.set_tier("B", 50, author="bob")
    session.undo(author="ann")
    assert dict(session.scorecard.tiers) == {"A": 60, "B": 50, "C": 30, "D": 0}
    assert (session.can_redo(author="ann"), session.can_undo(author="bob")) == (True, True)
    assert (session.can_undo(author="ann"), session.can_redo(author="bob")) == (False, False)


def test_nobody_undoes_what_another_built_on(session):
    session.set_weight("recency", 0.4, author="ann")
    session.set_weight("spend", 0.2, author="bob")
    assert not session.can_undo(author="ann")
    with pytest.raises(EditError, match="cannot be undone: 'bob' has changed the same since"):
        session.undo(author="ann")


def test_redo_is_refused_where_another_went_on_with_the_edit_below(session):
    session.set_tier("A", 65, author="bob")
    session.set_tier("A", 70, author="ann")
    session.undo(author="ann")
    session.set_tier("A", 66, author="bob", merge=True)
    assert [entry.number for entry in session.history] == [1, 2]
    assert not session.can_redo(author="ann")
    with pytest.raises(EditError, match="redone: 'bob' has changed the same since"):
        session.redo(author="ann")


def test_undo_that_would_not_be_valid_is_refused(session):
    session.set_tier("A", 90, author="ann")
    session.set_tier("B", 80, author="bob")
    before = session.state
    with pytest.raises(ScorecardError, match="tiers stand highest first"):
        session.undo(author="ann")
    assert session.state is before


def test_knock_outs_switched_by_two_people_come_back_in_their_order():
    rules = [{"name": name, "when": f"{name} = 1"} for name in "abc"]
    card = cards.card(cards.criterion("x"), knock_outs=rules)
    session = Session(card)
    session.switch_knock_out("a", on=False, author="ann")
    session.switch_knock_out("b", on=False, author="bob")
    session.undo(author="ann")
    assert [rule.name for rule in session.scorecard.knock_outs] == ["a", "c"]
    session.undo(author="bob")
    assert identity_of(session.scorecard) == identity_of(card)


def test_criteria_of_another_live_version_are_matched_by_name():
    live = cards.card(cards.criterion("old"), cards.criterion("both"))
    session = Session(cards.card(cards.criterion("both", weight=2), cards.criterion("new")), live)
    assert (session.added, session.removed) == (("new",), ("old",))
    assert "both: weight 1 -> 2" in str(session.changes())
    session.reset_to_live()
    assert (session.added, session.removed, session.scorecard) == ((), (), live)
    session.undo()
    assert session.added == ("new",)


def test_the_effect_of_an_edit_is_measured_when_it_is_made(session):
    seen = []

    def measure(before, after):
        seen.append((before.tiers[0][1], after.tiers[0][1]))
        return len(seen)

    session = Session(BOOK_CLUB, measure=measure)
    session.preview(edits.SetTier("A", 80))
    assert session.set_tier("A", 65).effect == 1
    assert session.set_tier("A", 66, merge=True).effect == 2
    session.set_tier("A", 67)
    session.undo()
    # a drag is measured from where it began
    assert seen == [(60, 65), (60, 66), (66, 67)]
    assert [entry.effect for entry in session.history] == [2, 3]


def test_a_measure_that_fails_leaves_the_edit_and_is_reported():
    session = Session(BOOK_CLUB, measure=lambda before, after: 1 / 0)
    entry = session.set_tier("A", 65)
    assert (entry.effect, session.scorecard.tiers[0]) == (None, ("A", 65.0))
    assert "division by zero" in str(session.failures[0])


def test_an_effect_that_comes_later_is_kept_with_its_edit(session):
    entry, heard = session.set_tier("A", 65), []
    session.subscribe(heard.append)
    assert session.set_effect(1, {"rows": 3}, entry.differences)
    assert session.history.entry(1).effect == {"rows": 3}
    assert [(e.what, e.version, e.entry.effect) for e in heard] == [("measure", 2, {"rows": 3})]
    assert session.set_effect(1, 4)
    assert session.history.entry(1).effect == 4


def test_an_effect_that_comes_too_late_is_left_out(session):
    entry = session.set_tier("A", 65)
    session.set_tier("A", 66, merge=True)
    before = session.state
    assert not session.set_effect(1, "of 65", entry.differences)
    assert not session.set_effect(2, "of nothing")
    assert session.state is before


def test_a_callback_that_fails_changes_nothing_and_is_reported(session):
    heard = []
    session.subscribe(lambda event: 1 / 0)
    session.subscribe(heard.append)
    session.set_tier("A", 65)
    session.undo()
    session.lock("recency")
    session.rename(1, "<b>")
    session.jump(1)
    assert [event.what for event in heard] == ["apply", "undo", "settings", "rename", "jump"]
    assert [event.version for event in heard] == [1, 2, 3, 4, 5]
    assert [type(failure.error) for failure in session.failures] == [ZeroDivisionError] * 5
    assert session.history.entry(1).name == "<b>"


def test_texts_with_quotes_and_markup_are_played_with():
    session = Session(odd_card(), author=ODD)
    session.set_tier(ODD, 3)
    session.set_category_points("taste", ODD, 2)
    assert session.undo().author == ODD
    session.undo()
    assert identity_of(session.scorecard) == identity_of(odd_card())


def test_only_scorecards_are_played_with():
    with pytest.raises(TypeError, match="a Scorecard is expected, found str"):
        Session("data/book_club.yaml")
    with pytest.raises(TypeError, match="a Scorecard is expected, found dict"):
        Session(BOOK_CLUB, {})
    with pytest.raises(EditError, match="no rebalancing 'x'"):
        Session(BOOK_CLUB, rebalancing="x")


def test_the_result_is_what_python_would_have_written(session):
    session.set_tier("A", 65)
    other = BOOK_CLUB.model_copy(update={"tiers": (("A", 65.0), *BOOK_CLUB.tiers[1:])})
    assert len(sk.changes(session.scorecard, other)) == 0
