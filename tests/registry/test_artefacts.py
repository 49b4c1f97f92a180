import asyncio
import hashlib
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry.address import read_address
from scoring_kit.registry.artefacts import HTML, JSON, keep, load
from scoring_kit.registry.database import Database
from scoring_kit.registry.registry import Registry
from tests.registry.raw import tampered
from tests.registry.registries import NOON

# as sha256sum gives it for the five letters
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@asynccontextmanager
async def database(url):
    opened = Database(read_address(url))
    try:
        yield opened
    finally:
        await opened.close()


def kept(url, content=b"hello"):
    async def run():
        async with database(url) as opened, opened.writing() as session:
            return await keep(session, content, JSON, NOON)

    return asyncio.run(run())


def loaded(url, sha256=HELLO):
    async def run():
        async with database(url) as opened, opened.reading() as session:
            return await load(session, sha256)

    return asyncio.run(run())


@pytest.fixture
def empty(registry, url):
    """An address whose tables are there."""
    assert registry.names() == ()
    return url


def test_content_is_kept_under_its_hash_and_comes_back(empty):
    assert kept(empty) == HELLO
    found = loaded(empty)
    assert (found.content, found.text, found.media, found.created) == (
        b"hello", "hello", JSON, NOON
    )  # fmt: skip
    assert repr(found) == "application/json of 5 bytes (2cf24dba)"


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 300_000], ids=["empty", "large"])
def test_content_may_be_any_bytes(empty, content):
    assert loaded(empty, kept(empty, content)).content == content


def test_the_same_content_is_kept_once(empty):
    assert kept(empty) == kept(empty) == HELLO


def test_two_that_keep_the_same_at_once_both_succeed(empty):
    async def run():
        async with database(empty) as opened:

            async def keeping(media):
                async with opened.writing() as session:
                    return await keep(session, b"hello", media, NOON)

            return await asyncio.gather(*map(keeping, [JSON, HTML] * 4))

    assert asyncio.run(run()) == [HELLO] * 8


def test_who_keeps_what_another_gives_up_has_kept_it(server):
    url = server.create_database()
    Registry(url).close()

    async def second(opened):
        async with opened.writing() as session:
            return await keep(session, b"hello", HTML, NOON)

    async def run():
        async with database(url) as opened:
            async with opened.writing() as first:
                await keep(first, b"hello", JSON, NOON)
                waiting = asyncio.create_task(second(opened))
                locked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                while not await first.scalar(locked):
                    await asyncio.sleep(0.01)
                await first.rollback()
            return await waiting

    assert asyncio.run(asyncio.wait_for(run(), 30)) == HELLO
    assert loaded(url).media == HTML


def test_what_is_not_there_is_refused(empty):
    with pytest.raises(RegistryError, match="the registry has no artefact 2cf24dba"):
        loaded(empty)


def test_changed_content_is_refused_at_load_and_when_it_is_kept_again(empty, registry):
    kept(empty)
    changed = "X'00'" if empty.startswith("sqlite") else "decode('00', 'hex')"
    tampered(registry, f"UPDATE artefacts SET content = {changed} WHERE media = '{JSON}'")
    other = hashlib.sha256(b"\x00").hexdigest()[:8]
    for look in (loaded, kept):
        with pytest.raises(TamperingError, match=f"2cf24dba was changed .* hash {other}"):
            look(empty)


def test_content_that_was_made_a_text_is_refused_as_well(copies_in_sqlite):
    url = copies_in_sqlite.empty()
    Registry(url).close()
    kept(url)
    with Registry(url) as registry:
        tampered(registry, f"UPDATE artefacts SET content = 'hello!' WHERE media = '{JSON}'")
    other = hashlib.sha256(b"hello!").hexdigest()[:8]
    with pytest.raises(TamperingError, match=f"2cf24dba was changed .* hash {other}"):
        loaded(url)
