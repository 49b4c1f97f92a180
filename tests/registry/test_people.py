import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.registry import Registry
from tests.registry.copies import nothing
from tests.registry.raw import tampered
from tests.registry.registries import NOON, Clock, Keyed, keyed, small

FUTURE = datetime(2500, 1, 1, tzinfo=UTC)
"""Long after the time of any server: PostgreSQL looks at its own clock as well."""
HOUR = timedelta(hours=1)


@pytest.fixture
def later():
    """Give a clock that stands in the far future."""
    clock = Clock()
    clock.time = FUTURE
    return clock


ROOT = Keyed()


@pytest.fixture
def url(copies, request):
    return copies.of(ROOT if "root" in request.fixturenames else nothing)


@pytest.fixture
def root(url, later):
    """Give a registry in the hands of its admin."""
    with Registry(url, key=ROOT.keys(url)["root"], clock=later) as registry:
        yield registry


def known(registry, key):
    """Return what is known of a key."""
    records = registry.keys()
    return next(record for record in records if record.id == key.id)


# ---- users ---------------------------------------------------------------------------------


def test_a_user_is_added_once(registry):
    for _ in range(2):
        registry.add_user("ann", by="eve")
    assert [(user.name, user.created) for user in registry.users()] == [("ann", NOON)]
    assert [(e.actor, e.action) for e in registry.audit()] == [("eve", "add_user")]


@pytest.mark.parametrize("name", ["Ann", "ANN", "\u200bann", "\uff41nn"])
def test_no_two_users_read_alike(registry, name):
    registry.add_user("ann", by="eve")
    with pytest.raises(RegistryError, match=r"reads like the user 'ann', who is there") as caught:
        registry.add_user(name, by="eve")
    assert caught.value.code == "known_user"


# ---- keys ----------------------------------------------------------------------------------


def test_what_is_known_of_a_key_is_all_but_its_secret(root):
    root.add_user("ann")
    key = root.add_key(
        "ann", ["approve", "author"], environments=["staging"], expires=FUTURE + HOUR
    )
    found = known(root, key)
    assert (found.user, found.scopes, found.environments) == (
        "ann", ("author", "approve"), ("staging",)
    )  # fmt: skip
    assert (found.created, found.expires, found.revoked) == (FUTURE, FUTURE + HOUR, None)


def test_a_date_is_the_last_day_of_a_key(root):
    key = root.add_key("root", "author", expires=date(2500, 1, 1))
    assert known(root, key).expires == FUTURE + 24 * HOUR - timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ({"user": "Root"}, "unknown", "no user 'Root'; did you mean 'root'"),
        ({"user": "carol"}, "unknown", "no user 'carol'; add the user first"),
        ({"environments": ["prodution"]}, "unknown", "no environment 'prodution'; did you mean"),
        ({"environments": []}, "environments", "none is named; leave it out"),
        ({"scopes": "write"}, "scope", "'write' is none"),
        ({"scopes": ["admin"], "environments": ["staging"]}, "environments", "an admin's key is"),
        ({"expires": FUTURE}, "expires", "2500-01-01 00:00 UTC has passed"),
        ({"expires": FUTURE.replace(tzinfo=None)}, "moment", "expires: .* has no time zone"),
    ],
)  # fmt: skip
def test_a_key_that_makes_no_sense_is_refused(root, options, code, message):
    with pytest.raises(RegistryError, match=message) as caught:
        root.add_key(**{"user": "root", "scopes": "author", **options})
    assert caught.value.code == code
    assert len(root.keys()) == 1


@pytest.mark.parametrize(
    "terms", [{"scopes": ["author", "approve"]}, {"expires": date(2600, 1, 1)}]
)
def test_the_first_key_is_that_of_a_lasting_admin(registry, terms):
    registry.add_user("ann", by="ann")
    with pytest.raises(RegistryError, match="the first key of a registry is that of an admin"):
        registry.add_key("ann", **{"scopes": "admin", "by": "ann", **terms})
    registry.add(small(), "still open to all", author="bob")


def test_of_two_first_keys_at_once_one_is_refused(url):
    async def run():
        async with AsyncRegistry(url) as registry:
            await registry.add_user("ann", by="ann")
            adding = (registry.add_key("ann", "admin", by="ann") for _ in range(2))
            return await asyncio.gather(*adding, return_exceptions=True)

    codes = [getattr(found, "code", "done") for found in asyncio.run(run())]
    assert sorted(codes) == ["done", "key_needed"]


# ---- the last admin ------------------------------------------------------------------------


def test_the_last_lasting_key_of_an_admin_is_not_revoked(root, url):
    first = root.keys()[0]
    root.add_key("root", ["admin"], expires=FUTURE + HOUR)  # will not help for long
    root.add_key("root", ["author", "approve", "read", "score"])
    with pytest.raises(RegistryError, match="is the last of an admin that does not expire"):
        root.revoke_key(first.id)
    other = root.add_key("root", ["author", "admin"])
    root.revoke_key(first.id)
    assert (known(root, first).revoked, known(root, other).revoked) == (FUTURE, None)
    with Registry(url, key=other) as registry, pytest.raises(RegistryError, match="is the last"):
        registry.revoke_key(other)


def test_two_admins_who_revoke_each_other_at_once_do_not_both_succeed(url):
    keys = keyed(url, eve="admin")

    async def run():
        async with AsyncRegistry(url, key=keys["root"]) as root:
            eve = root.with_key(keys["eve"])
            attempts = [root.revoke_key(keys["eve"].id), eve.revoke_key(keys["root"].id)]
            return await asyncio.gather(*attempts, return_exceptions=True)

    codes = [getattr(found, "code", "done") for found in asyncio.run(run())]
    assert sorted(codes) == ["done", "key_revoked"]


def test_a_key_is_revoked_once(root, later):
    key = root.add_key("root", "author")
    root.revoke_key(key.id)
    later.time += HOUR
    root.revoke_key(key)
    assert known(root, key).revoked == FUTURE
    assert [entry.action for entry in root.audit()].count("revoke_key") == 1


@pytest.mark.parametrize("id", ["0" * 12, f"sk_{'0' * 12}_{'0' * 64}"])
def test_a_key_that_there_is_not_is_not_revoked(root, id):
    with pytest.raises(RegistryError, match="the registry has no key '000000000000'; `keys` list"):
        root.revoke_key(id)


# ---- keys that expire ----------------------------------------------------------------------


def test_an_expired_key_writes_no_more_whatever_the_clock_says_then(root, url, later):
    key = root.add_key("root", "author", expires=FUTURE + HOUR)
    with Registry(url, key=key, clock=later) as registry:
        registry.add(small(), "in time")
        later.time += HOUR
        for back in (0, 1, 24):
            later.time -= back * HOUR
            with pytest.raises(RegistryError, match="expired on 2500-01-01 01:00 UTC") as caught:
                registry.add(small(2.0), "late")
            assert caught.value.code == "key_expired"
        assert len(registry.history("small")) == 1
        assert [e.action for e in registry.audit()].count("expire_key") == 1
        registry.verify()


def test_a_server_knows_that_a_key_expired_where_the_clock_at_hand_does_not(server, later):
    url = server.create_database()
    later.time = datetime(1999, 1, 1, tzinfo=UTC)
    root = keyed(url, clock=later)["root"]
    with Registry(url, key=root, clock=later) as registry:
        key = registry.add_key("root", "author", expires=date(2000, 1, 1))
    message = "expired on 2000-01-01 23:59 UTC"
    with (
        Registry(url, key=key, clock=later) as registry,
        pytest.raises(RegistryError, match=message),
    ):
        registry.add(small(), "in time by my clock")


# ---- around it -----------------------------------------------------------------------------


def test_a_principal_is_whose_key_it_is(root, url):
    key = root.add_key("root", ["approve", "read"], environments=["staging", "production"])

    async def run(given):
        async with AsyncRegistry(url) as registry:
            return await registry.principal(given)

    for given in (key, key.reveal()):
        found = asyncio.run(run(given))
        assert (found.user, found.key, found.scopes, found.environments) == (
            "root", key.id, ("read", "approve"), ("production", "staging")
        )  # fmt: skip


def test_a_principal_of_no_key_in_force_is_refused_and_audited(root, url, later):
    keys = [root.add_key("root", "read", expires=FUTURE + HOUR) for _ in range(2)]
    root.revoke_key(keys[0].id)
    later.time += 2 * HOUR
    texts = [*keys, f"sk_{keys[1].id}_{'0' * 64}", f"sk_{'0' * 12}_{'0' * 64}"]

    async def run():
        async with AsyncRegistry(url, clock=later) as registry:
            for text in texts:
                with suppress(RegistryError):
                    await registry.principal(text)
                    raise AssertionError(text)

    asyncio.run(run())
    told = [(entry.action, entry.actor, entry.code) for entry in root.audit()][-5:]
    assert told == [
        ("use_key", "root", "key_revoked"), ("expire_key", "scoring_kit", "done"),
        ("use_key", "root", "key_expired"), ("use_key", "somebody", "key_unknown"),
        ("use_key", "somebody", "key_unknown"),
    ]  # fmt: skip


def test_a_key_that_was_put_in_by_hand_is_found(root):
    row = f"'0123456789ab', 'root', '{'0' * 64}', '[]', NULL, '2026-11-26 12:00:00', NULL, NULL"
    tampered(root, f"INSERT INTO keys VALUES ({row})")
    with pytest.raises(RegistryError, match="the audit does not tell of: key 0123456789ab of root"):
        root.verify()
