import asyncio

import pandas as pd
import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.asynchronous import AsyncRegistry
from tests.registry.raw import tampered
from tests.registry.registries import promoted, small

ROWS = pd.DataFrame({"id": ["a", "b", "c"], "age": [2.0, 0.0, 3.0], "region": ["n", "n", "s"]})


@pytest.fixture
def two_versions(registry):
    """A registry whose second version doubles each score."""
    promoted(registry, 1.0)
    registry.add(small(1.0, scaling={"multiply": 2}), "twice", author="ann")
    return registry


def test_what_a_registry_holds_is_seen_at_once(two_versions):
    two_versions.add(small(1.0, name="another"), "first", author="ann")
    promoted(two_versions, 3.0, "staging")
    found = [(x.scorecard, x.versions, dict(x.live)) for x in two_versions.overview()]
    assert found == [("another", 1, {}), ("small", 3, {"production": 1, "staging": 3})]


def test_an_empty_registry_holds_nothing(registry):
    assert registry.overview() == ()


def test_two_versions_differ_in_words(two_versions):
    assert "scaling" in str(two_versions.compare("small", 1, 2))
    assert len(two_versions.compare("small", 2, 2)) == 0


def test_two_versions_differ_for_the_rows_of_a_table(two_versions):
    # 2, 0 and 3 become 4, 0 and 6
    impact = two_versions.compare("small", 1, 2, ROWS, key="id", segments="region")
    changed = impact.segments.set_index("segment")["mean_change"].to_dict()
    assert changed == {"n": 1.0, "s": 3.0}
    back = two_versions.compare("small", 2, 1, ROWS, key="id", segments="region")
    assert back.segments.set_index("segment")["mean_change"].to_dict() == {"n": -1.0, "s": -3.0}


def test_programs_that_wait_for_nothing_compare_too(url, two_versions):
    async def run():
        async with AsyncRegistry(url) as registry:
            changes = await registry.compare("small", 1, 2)
            impact = await registry.compare("small", 1, 2, ROWS)
            return len(changes), impact.figures()["rows"]

    assert asyncio.run(run())[0] == 1


def test_options_without_rows_are_refused(two_versions):
    with pytest.raises(TypeError, match="segments, top: this says how rows are compared"):
        two_versions.compare("small", 1, 2, segments="region", top=3)


@pytest.mark.parametrize(("name", "number"), [("smal", 1), ("small", 9), ("small", 0)])
def test_what_is_not_there_is_named(two_versions, name, number):
    with pytest.raises(RegistryError, match=r"has no scorecard 'smal'; did|has no version [09]"):
        two_versions.compare(name, 1, number)


def test_a_version_that_was_changed_is_not_compared(two_versions):
    tampered(two_versions, "UPDATE versions SET document = '{}' WHERE number = 2")
    with pytest.raises(TamperingError, match="version 2 of 'small' was changed behind"):
        two_versions.compare("small", 1, 2)
