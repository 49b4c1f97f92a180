import pytest

from scoring_kit.errors import TamperingError
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered
from tests.registry.registries import promoted, small

# Two versions that went live: links 1 to 4 are add, propose, approve, promote of version 1, links
# 5 to 9 are add, propose, approve of version 2, retire of version 1, promote of version 2.
LAST = 9
AT = "UPDATE transitions SET {} WHERE sequence = {}"


def two_go_live(registry):
    promoted(registry, 1.0)
    promoted(registry, 2.0)


@pytest.fixture
def two_versions(copies, clock):
    with Registry(copies.of(two_go_live), clock=clock) as registry:
        yield registry


def test_an_untouched_registry_verifies(two_versions):
    found = two_versions.verify()
    assert (found.scorecards, found.versions, found.transitions) == (1, 2, LAST)


@pytest.mark.parametrize(
    "change",
    ["actor = 'eve'", "message = 'fine'", "at = clock", "identity = 'key'", "revision = 7"],
)
@pytest.mark.parametrize("link", [1, 4, LAST])
def test_a_changed_link_is_named(two_versions, clock, change, link):
    clock.set(minutes=-5)  # so that `at` and `clock` differ in the links that follow
    two_versions.add(small(3.0), "third", author="ann")
    if change == "at = clock":
        link = 10
    tampered(two_versions, AT.format(change, link))
    with pytest.raises(TamperingError, match=f"'small' is broken at link {link}: its fields"):
        two_versions.verify()


def test_the_first_of_several_broken_links_is_named(two_versions):
    changes = [AT.format("actor = 'eve'", link) for link in (7, 3, 8)]
    tampered(two_versions, *changes)
    with pytest.raises(TamperingError, match="broken at link 3"):
        two_versions.verify()


def test_a_link_whose_hash_was_made_anew_breaks_the_next(two_versions):
    tampered(two_versions, AT.format(f"hash = '{'f' * 64}'", 3))
    with pytest.raises(TamperingError, match="broken at link 3: its fields"):
        two_versions.verify()


def test_a_link_that_was_taken_out_is_missed(two_versions):
    tampered(two_versions, "DELETE FROM transitions WHERE sequence = 3")
    with pytest.raises(TamperingError, match="broken at link 3: it is missing; number 4 follows"):
        two_versions.verify()


def test_an_end_that_was_cut_off_is_missed(two_versions):
    tampered(two_versions, f"DELETE FROM transitions WHERE sequence = {LAST}")
    with pytest.raises(TamperingError, match=f"broken at link {LAST}: the chain had {LAST} links"):
        two_versions.verify()


@pytest.mark.parametrize(
    "change",
    ["document = replace(document, 'age', 'wage')", "author = 'eve'", "message = 'fine'",
     "created = '2020-01-01 00:00:00.000000'"],
)  # fmt: skip
def test_a_changed_version_is_named(two_versions, change):
    tampered(two_versions, f"UPDATE versions SET {change} WHERE number = 2")
    with pytest.raises(TamperingError, match=r"version 2 of 'small' is not the one .* by link 5"):
        two_versions.verify()


def test_a_document_with_its_hash_changed_is_named(two_versions):
    # the hash of the empty document, as any sha256sum gives it
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    change = f"UPDATE versions SET document = '{{}}', sha256 = '{empty}' WHERE number = 2"
    tampered(two_versions, change)
    with pytest.raises(TamperingError, match="version 2 of 'small' is not the one"):
        two_versions.verify()


def test_another_live_version_than_the_chain_says_is_named(two_versions):
    tampered(two_versions, "UPDATE live_versions SET number = 1")
    with pytest.raises(TamperingError, match="'small' in production: the live version and the c"):
        two_versions.verify()


def test_a_live_version_that_was_taken_out_is_missed(two_versions):
    tampered(two_versions, "DELETE FROM live_versions")
    with pytest.raises(TamperingError, match="'small' in production: the live version"):
        two_versions.verify()
