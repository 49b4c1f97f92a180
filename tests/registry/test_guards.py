import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry import guards
from scoring_kit.registry.policy import Policy
from scoring_kit.registry.registry import Registry
from tests.cards import card, criterion
from tests.registry.raw import tampered, unanswering
from tests.registry.registries import approved, keyed, live_number, promoted, small

# z-scores without their statistics: `not_fitted` is an error of check_scorecard
UNFITTED = card(criterion("age", {"z_score": {}}))


def proposed(registry, author="ann"):
    number = registry.add(small(), "first", author=author).number
    registry.propose("small", number, "ready", by="carol")
    return number


@pytest.mark.parametrize("name", ["ann", "Ann", "ANN ", "\u200bann", "a\u00adnn", "\uff41nn"])
def test_an_author_does_not_approve_however_the_name_is_spelt(registry, name):
    number = proposed(registry)
    with pytest.raises(RegistryError, match="'ann' wrote it; somebody else has to approve it"):
        registry.approve("small", number, "fine", by=name)
    assert registry.history("small")[-1].after == "proposed"


def test_an_author_does_not_get_around_it_by_adding_the_document_in_another_name(registry):
    number = proposed(registry)
    assert registry.add(small(), "mine", author="bob").number == number
    with pytest.raises(RegistryError, match="'ann' wrote it"):
        registry.approve("small", number, "fine", by="ann")


def test_an_approval_for_staging_is_none_for_production(registry):
    approved(registry, environment="staging")
    registry.propose("small", 1, "ready", by="ann")
    with pytest.raises(RegistryError, match="it is proposed there"):
        registry.promote("small", 1, "go", by="ann")


def test_an_approval_of_one_version_is_none_for_the_next(registry):
    promoted(registry, 1.0)
    number = registry.add(small(2.0), "second", author="ann").number
    registry.propose("small", number, "ready", by="ann")
    with pytest.raises(RegistryError, match="it is proposed there"):
        registry.promote("small", number, "go", by="ann")


def test_an_approval_ends_with_a_rejection(registry):
    number = approved(registry)
    registry.reject("small", number, "wait", by="carol")
    registry.propose("small", number, "ready", by="ann")
    with pytest.raises(RegistryError, match="it is proposed there"):
        registry.promote("small", number, "go", by="ann")


@pytest.mark.parametrize("action", ["propose", "approve", "promote"])
def test_a_version_with_errors_does_not_move_on(registry, monkeypatch, action):
    number = registry.add(UNFITTED, "first", author="ann").number
    with monkeypatch.context() as earlier:  # a later check_scorecard finds more
        earlier.setattr(guards, "check_scorecard", lambda _: ())
        if action != "propose":
            registry.propose("small", number, "ready", by="ann")
        if action == "promote":
            registry.approve("small", number, "agreed", by="bob")
    message = rf"cannot {action} .* check_scorecard finds .*\[not_fitted\]; mend it in a new"
    with pytest.raises(RegistryError, match=message):
        getattr(registry, action)("small", number, "so be it", by="bob")


def test_a_version_with_errors_can_still_be_rejected(registry, monkeypatch):
    number = registry.add(UNFITTED, "first", author="ann").number
    with monkeypatch.context() as earlier:
        earlier.setattr(guards, "check_scorecard", lambda _: ())
        registry.propose("small", number, "ready", by="ann")
    registry.reject("small", number, "not fitted", by="bob")
    assert registry.history("small")[-1].after == "draft"


def test_a_registry_may_let_authors_approve(registry):
    number = proposed(registry)
    policy = Policy(evidence=False, author_may_approve=True)
    registry.set_policy(policy, "there are only two of us", by="carol")
    registry.approve("small", number, "fine", by="ann")
    registry.promote("small", number, "go", by="ann")
    assert live_number(registry) == number


def test_a_guard_of_ones_own_sees_the_attempt_and_can_refuse_it(url):
    seen = []

    def no_fridays(attempt):
        seen.append((attempt.action, attempt.state, attempt.version.number, attempt.actor))
        if attempt.action == "promote":
            raise RegistryError("friday", "nothing goes live on a Friday")

    with Registry(url, guards=[no_fridays]) as registry:
        number = approved(registry)
        with pytest.raises(RegistryError, match="nothing goes live on a Friday"):
            registry.promote("small", number, "go", by="ann")
        assert live_number(registry) is None
    assert seen == [
        ("propose", "draft", 1, "ann"), ("approve", "proposed", 1, "bob"),
        ("promote", "approved", 1, "ann"),
    ]  # fmt: skip


def test_what_was_refused_is_kept_in_the_audit(registry):
    number = proposed(registry)
    with pytest.raises(RegistryError, match="wrote it"):
        registry.approve("small", number, "fine", by="ann")
    entry = registry.audit()[-1]
    assert (entry.actor, entry.action, entry.scorecard, entry.number, entry.code) == (
        "ann", "approve", "small", number, "author"
    )  # fmt: skip
    assert "wrote it" in entry.message


@pytest.mark.parametrize("sign", ["\0", "\ud83d"])
def test_a_refusal_in_any_words_is_kept_as_far_as_a_database_can_hold_them(url, sign):
    def refuses(attempt):
        raise RegistryError(f"odd {sign}{'-' * 50}", f"no {sign} here")

    with Registry(url, guards=[refuses]) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.raises(RegistryError, match=f"no {sign} here") as caught:
            registry.propose("small", 1, "ready", by="ann")
        assert not hasattr(caught.value, "__notes__")
        entry = registry.audit()[-1]
        assert (entry.message, entry.code) == ("no ? here", f"odd ?{'-' * 35}")
        assert registry.verify().entries == len(registry.audit())


def test_a_refusal_that_cannot_be_kept_says_so(registry):
    number = proposed(registry)
    tampered(registry, "ALTER TABLE audit RENAME TO elsewhere")
    with pytest.raises(RegistryError, match="wrote it") as caught:
        registry.approve("small", number, "fine", by="ann")
    assert caught.value.__notes__[0].startswith("this refusal is not in the audit: ")


def test_a_refusal_may_be_kept_or_not_when_no_answer_came(registry):
    number = proposed(registry)
    unanswering(registry)
    with pytest.raises(RegistryError, match="wrote it") as caught:
        registry.approve("small", number, "fine", by="ann")
    assert caught.value.__notes__[0].startswith("this refusal may be in the audit or not: ")
    assert registry.audit()[-1].code == "author"


# ---- whose author is only claimed ----------------------------------------------------------


def with_later_keys(url, author, proposer=None):
    """Add a version in an author's name, and let a proposer propose it, before there are keys."""
    with Registry(url) as registry:
        registry.add(small(), "first", author=author)
        if proposer:
            registry.propose("small", 1, "ready", by=proposer)
    keys = keyed(url, bob=["author", "approve"], carol=["author", "approve"])
    return [Registry(url, key=keys[name]) for name in ("bob", "carol")]


def test_who_claimed_another_name_does_not_approve_by_key_what_they_propose(url):
    bob, carol = with_later_keys(url, author="nobody")
    with bob, carol:
        bob.propose("small", 1, "ready")
        message = "'bob' proposed it, and that 'nobody' wrote it is only claimed; somebody else"
        with pytest.raises(RegistryError, match=message):
            bob.approve("small", 1, "mine")
        carol.approve("small", 1, "agreed")
        assert bob.history("small")[-1].actor == "carol"


def test_what_was_only_claimed_is_proposed_again_before_a_key_approves_it(url):
    bob, carol = with_later_keys(url, author="nobody", proposer="also nobody")
    with bob, carol:
        with pytest.raises(RegistryError, match="is only claimed, and so is who proposed it; rej"):
            bob.approve("small", 1, "mine")
        carol.reject("small", 1, "by nobody")
        carol.propose("small", 1, "by me")
        bob.approve("small", 1, "agreed")
        assert carol.verify().transitions == 5


def test_a_claimed_author_of_ones_own_name_counts(url):
    bob, carol = with_later_keys(url, author=" BOB ")
    with bob, carol:
        carol.propose("small", 1, "ready")
        with pytest.raises(RegistryError, match="'BOB' wrote it; somebody else has to approve it"):
            bob.approve("small", 1, "mine")


def test_an_author_with_a_key_may_propose_and_another_approve(url):
    keys = keyed(url, ann=["author", "approve"], bob=["author", "approve"])
    with Registry(url, key=keys["ann"]) as ann, Registry(url, key=keys["bob"]) as bob:
        ann.add(small(), "first")
        bob.propose("small", 1, "ready")  # the author is known, so that bob may do both
        with pytest.raises(RegistryError, match="'ann' wrote it"):
            ann.approve("small", 1, "mine")
        bob.approve("small", 1, "agreed")
        assert ann.history("small")[-1].after == "approved"


def test_two_keys_of_one_user_are_one_person(url):
    keys = keyed(url, ann="author")
    with Registry(url, key=keys["root"]) as root:
        other = root.add_key("ann", "approve")
    with Registry(url, key=keys["ann"]) as registry:
        registry.add(small(), "first")
        registry.propose("small", 1, "ready")
    with Registry(url, key=other) as registry, pytest.raises(RegistryError, match="'ann' wrote"):
        registry.approve("small", 1, "mine")
