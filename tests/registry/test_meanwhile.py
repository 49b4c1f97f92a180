"""Two people edit the same version: the second gets both edits, and nothing is lost."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from scoring_kit.errors import ConflictError, RegistryError, TamperingError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.meanwhile import MOST
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.document import hash_of
from tests.registry.raw import tampered
from tests.registry.registries import small


def titled(title, weight=1.0):
    return small(weight, title=title)


def test_the_second_of_two_gets_both_edits_and_goes_on(registry):
    base = registry.add(small(), "first", author="ann").number
    registry.add(titled("Theirs"), "a title", author="bob", base=base)
    with pytest.raises(ConflictError) as caught:
        registry.add(small(2), "a weight", author="carl", base=base)
    assert str(caught.value) == (
        "'small' is no longer at version 1, which was edited: version 2 by bob has come since, and "
        "nothing was added; `merge` of this error holds both edits: resolve its conflicts, if it "
        "has any, and add its card with base=2"
    )
    assert [link.number for link in registry.history("small")] == [1, 2]
    merge = caught.value.merge
    assert (repr(merge.mine), repr(merge.theirs)) == ("age: weight 1 -> 2", "added title (Theirs)")
    added = registry.add(merge.card, "both", author="carl", base=2)
    assert (added.number, added.sha256) == (3, hash_of(titled("Theirs", 2)))
    registry.verify()


def test_what_both_changed_is_left_to_the_second(registry):
    registry.add(small(), "first", author="ann")
    registry.add(small(3), "three", author="bob", base=1)
    with pytest.raises(ConflictError, match="version 2 by bob") as caught:
        registry.add(small(2), "two", author="carl", base=1)
    [conflict] = caught.value.merge.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (1, 2, 3)


def test_a_refusal_is_in_the_audit_and_leaves_nothing_else(registry):
    registry.add(small(), "first", author="ann")
    registry.add(small(3), "three", author="bob")
    with pytest.raises(ConflictError, match="version 2 by bob"):
        registry.add(small(2), "two", author="carl", base=1)
    last = registry.audit()[-1]
    assert (last.actor, last.action, last.code) == ("carl", "add", "conflict")
    assert registry.verify().versions == 2


def test_the_newest_version_as_base_and_a_document_that_is_there_are_fine(registry):
    registry.add(small(), "first", author="ann")
    registry.add(small(2), "second", author="bob", base=1)
    assert registry.add(small(3), "third", author="ann", base=2).number == 3
    assert registry.add(small(2), "again", author="carl", base=1).number == 2
    assert registry.add(small(4), "without asking", author="ann").number == 4


def test_many_newer_versions_are_counted(registry):
    for weight in range(1, MOST + 4):
        registry.add(small(weight), "next", author="ann")
    with pytest.raises(ConflictError, match=r"version 6 by ann and 2 more have come since.*base=8"):
        registry.add(small(99), "late", author="bob", base=1)


@pytest.mark.parametrize("base", [0, 2])
def test_a_base_that_is_not_there_is_refused(registry, base):
    registry.add(small(), "first", author="ann")
    with pytest.raises(RegistryError, match=f"'small' has no version {base}; it has 1 version"):
        registry.add(small(2), "next", author="bob", base=base)


@pytest.mark.parametrize("base", ["1", 1.0, True])
def test_a_base_that_is_no_number_of_a_version_is_refused(registry, base):
    registry.add(small(), "first", author="ann")
    with pytest.raises(RegistryError, match=f"base: the number of a version.*found {base!r}"):
        registry.add(small(2), "next", author="bob", base=base)


def test_a_first_version_has_no_base(registry):
    with pytest.raises(RegistryError, match="'small' has no version 1; it has 0 versions"):
        registry.add(small(), "first", author="ann", base=1)
    assert registry.names() == ()


def test_a_newest_version_that_was_changed_is_not_merged(registry):
    registry.add(small(), "first", author="ann")
    registry.add(small(2), "second", author="bob")
    tampered(registry, "UPDATE versions SET document = replace(document, 'age', 'wage')")
    with pytest.raises(TamperingError, match="version 1 of 'small' was changed behind"):
        registry.add(small(3), "third", author="carl", base=1)


def test_of_two_at_once_one_is_added_and_one_gets_the_merge(url):
    together = Barrier(2)
    with Registry(url) as one, Registry(url) as other:
        one.add(small(), "first", author="ann")

        def add(registry, card):
            together.wait(timeout=30)
            try:
                return registry.add(card, "at once", author="ann", base=1)
            except ConflictError as error:
                return error.merge

        with ThreadPoolExecutor(2) as pool:
            cards = [small(2), titled("Other")]
            found = list(pool.map(add, (one, other), cards))
        [added] = [version for version in found if hasattr(version, "number")]
        [merge] = [merge for merge in found if hasattr(merge, "conflicts")]
        assert added.number == 2
        assert hash_of(merge.card) == hash_of(titled("Other", 2))
        assert other.add(merge.card, "both", author="bob", base=2).number == 3


def test_of_many_at_once_without_threads_exactly_one_is_added(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            await registry.add(small(), "first", "ann")
            cards = [small(weight) for weight in range(2, 8)]
            adding = (registry.add(card, "next", "ann", base=1) for card in cards)
            found = await asyncio.gather(*adding, return_exceptions=True)
            await registry.verify()
            return [getattr(each, "number", type(each)) for each in found]

    assert sorted(map(str, asyncio.run(run()))) == ["2", *[str(ConflictError)] * 5]
