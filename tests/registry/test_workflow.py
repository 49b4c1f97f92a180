import pytest

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry.registry import Registry
from scoring_kit.registry.workflow import MOVES, STATES
from tests.registry.raw import tampered
from tests.registry.registries import approved, live_number, promoted, small


def states(registry, number, environment="production"):
    """Return the states of a version in turn, as the history tells them."""
    links = [x for x in registry.history("small") if x.environment in (None, environment)]
    return [x.after for x in links if x.number == number]


def drafted(registry):
    approved(registry, propose=False)


def proposed(registry):
    drafted(registry)
    registry.propose("small", 1, "ready", by="ann")


def retired(registry):
    promoted(registry)
    promoted(registry, 99.0)


# What brings version 1 to each state of its life in production.
LIFE = {
    "draft": drafted, "proposed": proposed, "approved": approved, "live": promoted,
    "retired": retired,
}  # fmt: skip


@pytest.fixture
def at_state(copies, clock, state):
    with Registry(copies.of(LIFE[state]), clock=clock) as registry:
        yield registry


def test_a_version_goes_from_draft_to_retired(registry):
    first, second = promoted(registry, 1.0), promoted(registry, 2.0)
    assert states(registry, first) == list(STATES)
    assert states(registry, second) == ["draft", "proposed", "approved", "live"]
    assert live_number(registry) == second


def test_environments_do_not_know_of_each_other(registry):
    number = promoted(registry, environment="staging")
    assert live_number(registry, "staging") == number
    assert live_number(registry) is None
    with pytest.raises(RegistryError, match=r"it is draft there; promote takes .* approved"):
        registry.promote("small", number, "go", by="ann")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", [name for name in MOVES if name != "rollback"])
def test_a_move_starts_from_its_states_only(at_state, state, action):
    before = at_state.history("small")
    # the drawing of the issue: draft -> proposed -> approved -> live -> retired, back by reject,
    # and what was retired may be proposed again
    drawn = {
        "propose": ["draft", "retired"], "approve": ["proposed"], "promote": ["approved"],
        "reject": ["proposed", "approved"],
    }  # fmt: skip
    move = getattr(at_state, action)
    if state in drawn[action]:
        move("small", 1, "so be it", by="bob")
        assert len(at_state.history("small")) > len(before)
        return
    with pytest.raises(RegistryError, match=f"cannot {action} version 1 .* it is {state} there"):
        move("small", 1, "so be it", by="bob")
    assert list(at_state.history("small")) == list(before)


def test_a_refusal_says_who_brought_the_version_where_it_is(registry):
    number = approved(registry)
    with pytest.raises(RegistryError, match="since approve by bob on 2026-11-26 12:00 UTC"):
        registry.approve("small", number, "me too", by="carol")


def test_a_rejection_keeps_its_reason_and_the_version_can_be_proposed_again(registry):
    number = approved(registry)
    registry.reject("small", number, "too steep", by="carol")
    assert registry.history("small")[-1].message == "too steep"
    registry.propose("small", number, "it is not", by="ann")
    assert states(registry, number)[-3:] == ["approved", "draft", "proposed"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_rejection_without_a_reason_is_refused(registry, reason):
    number = approved(registry)
    with pytest.raises(RegistryError, match="reason: found nothing that can be read"):
        registry.reject("small", number, reason, by="carol")


# ---- two at once ---------------------------------------------------------------------------


def test_of_two_versions_proposed_against_one_the_second_learns_who_was_first(registry):
    promoted(registry, 1.0)
    second, third = approved(registry, 2.0), approved(registry, 3.0)
    registry.promote("small", second, "go", by="carol")
    with pytest.raises(ConflictError, match=r"carol made version 2 live there .* propose it again"):
        registry.promote("small", third, "go", by="ann")
    assert live_number(registry) == second


def test_a_version_that_lost_goes_live_once_it_is_proposed_again(registry):
    second, third = approved(registry, 2.0), approved(registry, 3.0)
    registry.promote("small", second, "go", by="carol")
    registry.reject("small", third, "was against nothing", by="bob")
    registry.propose("small", third, "against version 2", by="ann")
    registry.approve("small", third, "agreed", by="bob")
    registry.promote("small", third, "go", by="ann")
    assert live_number(registry) == third


def test_a_revision_that_was_seen_has_to_be_that_of_now(registry):
    promoted(registry, 1.0)
    second = approved(registry, 2.0)
    with pytest.raises(ConflictError, match="you saw revision 0, and it is 1 now"):
        registry.promote("small", second, "go", by="ann", revision=0)
    seen = registry.live("small").revision
    registry.promote("small", second, "go", by="ann", revision=seen)
    with pytest.raises(ConflictError, match="ann made version 2 live there"):
        registry.rollback("small", second, "bad", by="bob", revision=seen)


def test_a_second_person_does_not_roll_back_twice(registry):
    for weight in (1.0, 2.0, 3.0):
        promoted(registry, weight)
    registry.rollback("small", 3, "bad", by="bob")
    with pytest.raises(ConflictError, match=r"bob made version 2 .*\(rollback\); version 3 is not"):
        registry.rollback("small", 3, "bad", by="carol")
    assert live_number(registry) == 2


# ---- rollback ------------------------------------------------------------------------------


def test_a_rollback_returns_to_what_was_live_before_it(registry):
    for weight in (1.0, 2.0, 3.0):
        promoted(registry, weight)
    for number, earlier in ((3, 2), (2, 1)):
        assert registry.rollback("small", number, "bad", by="bob").number == earlier
        assert live_number(registry) == earlier
    assert states(registry, 2)[-4:] == ["live", "retired", "live", "retired"]


def test_a_rollback_passes_over_what_was_rolled_back_itself(registry):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    registry.rollback("small", 2, "bad", by="bob")
    third = promoted(registry, 3.0)
    assert registry.rollback("small", third, "bad", by="bob").number == 1


def test_a_rollback_may_go_further_back(registry):
    for weight in (1.0, 2.0, 3.0):
        promoted(registry, weight)
    assert registry.rollback("small", 3, "bad", by="bob", to=1).number == 1
    with pytest.raises(RegistryError, match="no version was live there before it"):
        registry.rollback("small", 1, "bad", by="bob")


@pytest.mark.parametrize("state", ["proposed", "approved", "draft"])
def test_a_rollback_leads_to_a_version_that_is_on_its_way_again(registry, state):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    registry.propose("small", 1, "better after all", by="ann")
    if state != "proposed":
        registry.approve("small", 1, "agreed", by="bob")
    if state == "draft":
        registry.reject("small", 1, "or not", by="bob")
    registry.rollback("small", 2, "bad", by="bob")
    assert live_number(registry) == 1
    assert states(registry, 1)[-2:] == [state, "live"]
    assert registry.verify().versions == 2


def test_a_rollback_leads_to_nothing_that_was_never_live_or_was_taken_back(registry):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    registry.rollback("small", 2, "bad", by="bob")
    third, fourth = promoted(registry, 3.0), approved(registry, 4.0)
    for number in (2, third, fourth, 99):
        with pytest.raises(RegistryError, match=f"to version {number}: live before it was 1;"):
            registry.rollback("small", third, "bad", by="bob", to=number)


def test_a_rollback_does_not_lead_to_the_version_that_it_takes_back(registry):
    for weight in (1.0, 2.0, 1.0):
        promoted(registry, weight)
    with pytest.raises(RegistryError, match="to version 1: live before it was 2; propose any oth"):
        registry.rollback("small", 1, "bad", by="bob", to=1)
    assert registry.rollback("small", 1, "bad", by="bob").number == 2
    assert registry.verify().versions == 2


def test_a_version_that_was_taken_back_needs_approval_again(registry):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    registry.rollback("small", 2, "bad", by="bob")
    with pytest.raises(RegistryError, match="it is retired there"):
        registry.promote("small", 2, "good after all", by="ann")
    registry.propose("small", 2, "good after all", by="ann")
    registry.approve("small", 2, "agreed", by="bob")
    registry.promote("small", 2, "go", by="ann")
    assert live_number(registry) == 2


def test_a_tampered_version_is_not_rolled_back_to(registry):
    for weight in (1.0, 2.0):
        promoted(registry, weight)
    change = "UPDATE versions SET document = replace(document, 'age', 'wage') WHERE number = 1"
    tampered(registry, change)
    with pytest.raises(RegistryError, match="version 1 of 'small' was changed behind"):
        registry.rollback("small", 2, "bad", by="bob")
    assert live_number(registry) == 2


def test_small_cards_of_other_weights_are_other_versions(registry):
    # the tests above rely on it
    assert [registry.add(small(w), "m", author="ann").number for w in (1.0, 2.0, 1.0)] == [1, 2, 1]
