from dataclasses import FrozenInstanceError

import pytest

from scoring_kit.examples import FILES, example
from scoring_kit.scorecard import hash_of
from tests.registry.registries import promoted, small


def test_a_history_is_one_readable_line_a_transition(registry):
    promoted(registry)
    assert repr(registry.history("small")).splitlines() == [
        "1  2026-11-26 12:00 UTC  add version 1  ann (claimed): weight 1.0",
        "2  2026-11-26 12:00 UTC  propose version 1 in production  ann (claimed): ready",
        "3  2026-11-26 12:00 UTC  approve version 1 in production  bob (claimed): agreed",
        "4  2026-11-26 12:00 UTC  promote version 1 in production  ann (claimed): go",
    ]
    assert repr(registry.history("small")[:0]) == "()"


def test_a_message_or_name_passes_for_no_other_line_of_a_history(registry):
    forged = "2  2026-11-26 12:00 UTC  approve version 1 in production  bob (key 0123): agreed"
    registry.add(small(), f"first\n{forged}\x1b[2A\u202e", author=f"ann\r{forged}")
    version, history = registry.version("small", 1), registry.history("small")
    for shown in (version, history, registry["small"]):
        lines = repr(shown).splitlines()
        assert not any(line.startswith("2  ") for line in lines)
        assert all(line.isprintable() for line in lines)
    assert repr(history).count("\n") == 0


def test_a_version_and_what_is_live_say_what_they_are(registry):
    promoted(registry)
    live = registry.live("small")
    told = f"small version 1 ({live.version.sha256[:8]}) by ann, 2026-11-26 12:00 UTC: weight 1.0"
    assert repr(live.version) == told
    assert repr(live) == (
        "small version 1: live in production since 2026-11-26 12:00 UTC, promoted by ann"
    )
    assert (live.card, live.since, live.revision) == (live.version.card, live.transition.at, 1)


def test_records_are_frozen(registry):
    version = registry.add(small(), "first", author="ann")
    with pytest.raises(FrozenInstanceError, match="number"):
        version.number = 2


def test_what_was_verified_is_counted(registry):
    promoted(registry)
    assert repr(registry.verify()) == (
        "1 scorecard, 1 version, 4 transitions and 2 entries of the audit are as they were written"
    )


def test_the_card_of_a_version_is_the_one_that_was_added_read_once(registry):
    added = small(0.5, title="Née <b>")
    version = registry.version("small", registry.add(added, "first", author="ann").number)
    assert version.card == added
    assert version.card is version.card


TIERS = {"well": 10, "fair": 5, "badly": 0, "aside": -5}
"""Highest first, and in no order of the alphabet."""


def test_a_version_has_the_tiers_of_its_card_whatever_their_names(registry):
    card = small(tiers=TIERS)
    added = registry.add(card, "first", author="ann")
    assert registry.version("small", 1).card == card
    assert hash_of(registry.version("small", 1).card) == added.sha256


@pytest.mark.parametrize("name", FILES)
def test_every_example_comes_back_from_a_registry_as_it_was(registry, name):
    card = example(name).scorecard
    added = registry.add(card, "first", author="ann")
    found = registry.version(card.name, 1).card
    assert (hash_of(found), found.tiers) == (added.sha256, card.tiers)
