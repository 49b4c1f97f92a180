from datetime import date, datetime, timedelta

import pytest

from scoring_kit.errors import RegistryError
from tests.registry.pages import START, Story, cut, empty_story
from tests.registry.registries import NOON, approved, live_number, promoted, small

TIERED = small(tiers={"A": 5, "B": 0})


@pytest.fixture(scope="module")
def found():
    """Give a scorecard of which 1 went live, then 2, which was rolled back; 3 is proposed."""
    story = Story("small")
    for number in (1, 2):
        story.add(cut(TIERED, "A", float(number)), "ann", f"cut {number}")
        story.propose(number, "ann", "ready")
        story.done("approve", number, "bob", "agreed")
        if number == 2:
            story.done("retire", 1, "ann", "go")
        story.done("promote", number, "ann", "go", hours=0 if number == 2 else 3)
    story.done("retire", 2, "bob", "complaints")
    story.done("rollback", 1, "bob", "complaints", hours=0)
    story.add(cut(TIERED, "A", 3.0), "ann", "cut 3")
    story.propose(3, "ann", "ready", "staging")
    return story.told()


def numbers(versions):
    return [version.number for version in versions]


# ---- versions and states -------------------------------------------------------------------


def test_versions_are_there_by_number_the_first_one_first(found):
    assert numbers(found.versions) == [1, 2, 3]
    assert (found.version(2).message, found.newest.number) == ("cut 2", 3)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_version_that_is_not_there_is_refused(found, number):
    with pytest.raises(RegistryError, match=f"'small' has no version {number}; it has 3"):
        found.version(number)


def test_a_state_belongs_to_a_version_and_an_environment(found):
    assert [found.state(number, "production") for number in (1, 2, 3)] == [
        "live", "retired", "draft"
    ]  # fmt: skip
    assert [found.states(number) for number in (2, 3)] == [
        {"production": "retired"}, {"staging": "proposed"}
    ]  # fmt: skip


def test_production_comes_first_among_the_places_and_unused_ones_not_at_all(found):
    assert found.environments == ("production", "staging")
    assert found.places() == ("production", "staging")
    assert empty_story().places() == ("production",)


# ---- what is live --------------------------------------------------------------------------


def test_the_card_is_the_one_that_is_live_in_production_else_the_newest(found):
    assert found.card == found.version(1).card
    story = Story("small")
    story.add(TIERED, "ann", "first")
    story.add(cut(TIERED, "A", 2.0), "ann", "second")
    assert story.told().card == cut(TIERED, "A", 2.0)


def test_without_a_version_there_is_no_card():
    with pytest.raises(RegistryError, match="'nothing_yet' has no version yet; add one"):
        empty_story().card  # noqa: B018 - the look is the test


def test_each_time_in_which_a_version_was_live_has_its_beginning_and_end(found):
    # 1 from hour 9 (3 for each of three moves); 2 was added a day later, and 12 hours on live
    first, second = (START + timedelta(hours=hours) for hours in (9, 9 + 24 + 9))
    back = second + timedelta(hours=3)
    spans = [(span.number, span.since, span.until) for span in found.spans("production")]
    assert spans == [(1, first, second), (2, second, back), (1, back, None)]
    assert found.spans("staging") == ()


def test_it_answers_what_was_live_as_its_registry_does(registry, clock):
    for minutes in range(5):
        clock.set(minutes=minutes)
        [promoted, approved][minutes == 2](registry, float(minutes + 1))
        promoted(registry, float(minutes + 1) / 2, "staging") if minutes % 2 else None
    clock.set(minutes=9)
    live = registry.live("small").version.number
    registry.rollback("small", live, "complaints", by="bob")
    found = registry["small"]
    moments = [NOON + timedelta(minutes=m, seconds=s) for m in range(-1, 11) for s in (0, 30)]
    for place in ("production", "staging"):
        for moment in (None, date(2026, 11, 25), *moments):
            mine = found.live(place, moment)
            assert mine == registry.live("small", place, moment)
    assert found.live().version.number == live_number(registry) != live


def test_an_environment_or_a_moment_that_is_none_is_refused(found):
    with pytest.raises(RegistryError, match="no environment 'stagin'; did you mean 'staging'"):
        found.live("stagin")
    with pytest.raises(RegistryError, match="has no time zone; give one"):
        found.live(as_of=datetime(2026, 1, 1))


# ---- evidence ------------------------------------------------------------------------------


def test_the_evidence_of_a_version_is_that_of_its_last_proposal():
    story = Story("small")
    story.add(TIERED, "ann", "first")
    story.add(cut(TIERED, "A", 8.0), "ann", "second")
    rows = {"age": [float(age) for age in range(1, 11)]}
    story.propose(2, "ann", "ready", against=1, data=rows)
    story.done("reject", 2, "bob", "no")
    story.propose(2, "ann", "again", against=1, data=rows)
    found = story.told()
    assert found.evidence(1) is None
    assert found.evidence(2) is found.proofs[found.history[-1].evidence]
    assert found.evidence(2).impact["crossed"]["down"] == 3  # those of age 5, 6 and 7


def test_a_registry_gives_its_scorecards_by_name(registry):
    promoted(registry)
    registry.add(small(0.5), "second", author="ann")
    found = registry["small"]
    assert (numbers(found.versions), found.history) == ([1, 2], registry.history("small"))
    assert (list(registry), "small" in registry, "tall" in registry) == (["small"], True, False)
    assert registry._ipython_key_completions_() == ["small"]
    with pytest.raises(RegistryError, match="no scorecard 'smal'; did you mean 'small'"):
        registry["smal"]
