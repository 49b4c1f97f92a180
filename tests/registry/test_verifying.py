from dataclasses import replace

import pytest

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.chain import sealed
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered
from tests.registry.registries import keyed, promoted, small

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


# ---- the audit -----------------------------------------------------------------------------

# What it tells of a registry with keys: set_policy, add_user and add_key of root, the same of ann,
# revoke_key, another add_key, new_scorecard.
ENTRIES = 8
AUDIT = "UPDATE audit SET {} WHERE action = '{}'"


def two_have_keys(registry):
    url = registry._registry._address.url
    keys = keyed(url, ann="author")
    with Registry(url, key=keys["root"]) as root:
        root.revoke_key(keys["ann"].id)
        key = root.add_key("root", ["author", "approve"])
    with Registry(url, key=key) as author:
        author.add(small(), "first")


@pytest.fixture
def with_keys(copies):
    """Give a registry with two users, root and ann; the key of ann is revoked."""
    with Registry(copies.of(two_have_keys)) as registry:
        yield registry


def test_an_untouched_registry_with_keys_verifies(with_keys):
    assert with_keys.verify().entries == ENTRIES


@pytest.mark.parametrize(
    "change",
    ["actor = 'eve'", "message = 'fine'", "code = 'refused'", "identity = 'claimed'",
     "identity = NULL", "clock = '2020-01-01 00:00:00.000000'", "scorecard = 'x'", "number = 7",
     "environment = 'staging'"],
)  # fmt: skip
def test_a_changed_entry_is_named(with_keys, change):
    tampered(with_keys, AUDIT.format(change, "revoke_key"))
    with pytest.raises(TamperingError, match="the audit is broken at entry 6: its fields are not"):
        with_keys.verify()


def test_an_entry_that_was_taken_out_is_missed(with_keys):
    tampered(with_keys, "DELETE FROM audit WHERE action = 'revoke_key'")
    with pytest.raises(TamperingError, match="broken at entry 6: it does not stand on the one"):
        with_keys.verify()


@pytest.mark.parametrize("values", ["NULL, NULL", f"NULL, '{'0' * 64}'", f"'{'0' * 64}', NULL"])
def test_an_entry_that_was_put_in_is_named(with_keys, values):
    row = f"99, '2026-11-26 12:00:00', 'eve', 'add_user', 'done', 'user eve', {values}"
    columns = "id, clock, actor, action, code, message, previous, hash"
    tampered(with_keys, f"INSERT INTO audit ({columns}) VALUES ({row})")
    with pytest.raises(TamperingError, match="broken at entry 9: it does not stand on the one"):
        with_keys.verify()


def test_an_end_of_the_audit_that_was_cut_off_is_missed(with_keys):
    tampered(with_keys, "DELETE FROM audit WHERE action = 'new_scorecard'")
    with pytest.raises(TamperingError, match="at entry 8: the chain had 8 entries, and ends bef"):
        with_keys.verify()


def test_an_audit_without_its_end_is_named(with_keys):
    tampered(with_keys, "DELETE FROM heads WHERE name = 'audit'")
    with pytest.raises(TamperingError, match="at entry 9: the chain had an end, and ends before"):
        with_keys.verify()


def test_a_whole_scorecard_that_was_taken_out_is_missed(two_versions):
    two_versions.add(small(name="other"), "first", author="ann")
    gone = [f"DELETE FROM {table}" for table in ("live_versions", "transitions", "versions")]
    one = "WHERE scorecard_id = (SELECT id FROM scorecards WHERE name = 'small')"
    rows = [f"{statement} {one}" for statement in gone]
    tampered(two_versions, *rows, "DELETE FROM scorecards WHERE name = 'small'")
    assert two_versions.names() == ("other",)
    with pytest.raises(TamperingError, match="the scorecard 'small' is gone, and the audit tells"):
        two_versions.verify()


def test_a_scorecard_of_another_name_is_missed(registry):
    registry.add(small(), "first", author="ann")
    tampered(registry, "UPDATE scorecards SET name = 'other'")
    with pytest.raises(TamperingError, match="the scorecard 'small' is gone"):
        registry.verify()


def test_a_scorecard_that_was_put_in_is_named(registry):
    tampered(registry, f"INSERT INTO scorecards VALUES (9, 'eves', 0, 0, '{'0' * 64}')")
    with pytest.raises(TamperingError, match="tells 0 times of the first version of 'eves'"):
        registry.verify()


# ---- users and keys ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE keys SET scopes = '[\"admin\"]'", "is otherwise: key .* of ann: author in all"),
        ("UPDATE keys SET environments = '[\"staging\"]'", "is otherwise: key .* of ann"),
        ("UPDATE keys SET revoked = NULL", "is otherwise: key .* of ann ended at"),
        ("UPDATE keys SET revoked = expires", "is otherwise: key .* of ann ended at"),
        (f"UPDATE keys SET sha256 = '{'0' * 64}'", "is otherwise: key .* of ann: author"),
        ("UPDATE keys SET expires = '2030-01-01 00:00:00'", "is otherwise: key .* of ann"),
        ("UPDATE keys SET created = '2020-01-01 00:00:00'", "is otherwise: key .* of ann"),
        ("UPDATE keys SET id = '0123456789ab'", "is otherwise: key .* of ann: author"),
        ("DELETE FROM keys", "is not there, or is otherwise: key .* of ann"),
    ],
)
def test_a_key_that_was_changed_is_named(with_keys, change, message):
    tampered(with_keys, f"{change} WHERE \"user\" = 'ann'")
    with pytest.raises(TamperingError, match=message) as caught:
        with_keys.verify()
    assert caught.value.code == "changed_keys"


def test_a_user_who_was_put_in_is_named(with_keys):
    tampered(with_keys, "INSERT INTO users VALUES ('eve', '2026-11-26 12:00:00')")
    with pytest.raises(TamperingError, match="the audit does not tell of: user eve, added at 2026"):
        with_keys.verify()


def test_a_registry_does_not_forget_that_it_has_keys(with_keys):
    tampered(with_keys, "UPDATE heads SET sequence = 0 WHERE name = 'keys'")
    with pytest.raises(TamperingError, match="does not know that 3 keys were added to it"):
        with_keys.verify()
    with pytest.raises(RegistryError, match="this registry has keys"):
        with_keys.add(small(2.0), "second", author="eve")


def test_a_registry_whose_keys_are_gone_still_asks_for_one(with_keys):
    tampered(with_keys, "DELETE FROM keys")
    with pytest.raises(RegistryError, match="this registry has keys"):
        with_keys.add(small(2.0), "second", author="eve")


def test_a_link_of_a_key_that_is_none_of_its_actors_is_named(two_versions):
    # a chain that was made anew as a whole, by somebody who can hash
    row = two_versions.history("small")[-1]
    forged = sealed(replace(row, identity="key 0123456789ab"))
    change = f"identity = '{forged.identity}', hash = '{forged.hash}'"
    tampered(two_versions, AT.format(change, LAST), f"UPDATE scorecards SET head = '{forged.hash}'")
    with pytest.raises(TamperingError, match=f"link {LAST}: key 0123456789ab is not one of 'ann'"):
        two_versions.verify()
