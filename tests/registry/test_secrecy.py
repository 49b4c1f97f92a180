"""Keys and passwords are looked for in all that is shown, logged and kept."""

import asyncio
import logging
import pickle
import traceback
from contextlib import suppress

import pytest
from sqlalchemy import text

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import read_address
from scoring_kit.registry.asynchronous import AsyncRegistry
from scoring_kit.registry.database import Database
from scoring_kit.registry.keys import new_key
from scoring_kit.registry.registry import Registry
from tests.registry.registries import keyed, small
from tests.registry.server import PASSWORD

LOGGERS = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "alembic", "asyncpg", "aiosqlite")


@pytest.fixture
def logged(caplog):
    """Listen to everything that anybody logs, as somebody does who looks for a fault."""
    caplog.set_level(logging.DEBUG)
    for name in LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def secret_of(key):
    return key.reveal().rpartition("_")[2]


def shown_by(error):
    """Return all that a traceback with values shows of our code, and of that below it."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts, here = [], told
    while here is not None:
        parts += [frame for frame in here.stack if "tests/registry" not in frame.filename]
        parts += ["".join(here.format_exception_only()), here.__notes__]
        here = here.__cause__ or here.__context__
    values = [frame.locals for frame in parts if isinstance(frame, traceback.FrameSummary)]
    return f"{parts} {values}"


def kept_in(url):
    """Return all rows of all tables as text."""

    async def run():
        address = read_address(url)
        database, rows = Database(address), []
        tables = "information_schema.tables WHERE table_schema = 'public'"
        query = f"SELECT table_name FROM {tables}"
        if address.is_sqlite:
            query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        try:
            async with database.reading() as session:
                for name in list(await session.scalars(text(query))):
                    rows += list(await session.execute(text(f"SELECT * FROM {name}")))
        finally:
            await database.close()
        return repr(rows)

    return asyncio.run(run())


def refusals(url, key, others):
    """Do with a key what it may and may not; return what was refused."""
    caught = []
    with Registry(url, key=key.reveal()) as registry:
        attempts = [
            lambda: registry.add(small(), "first"),
            lambda: registry.add(small(2.0), "second", author="bob"),
            lambda: registry.approve("small", 1, "mine"),
            lambda: registry.add_key("ann", "admin"),
            lambda: registry.revoke_key(key.reveal()),
            lambda: registry.revoke_key(key.reveal() + "0"),
            lambda: registry.revoke_key(key),
        ]
        for attempt in attempts:
            try:
                attempt()
            except RegistryError as error:
                caught.append(error)
        others += [registry, registry._registry, registry.keys(), registry.users()]
        others += [registry.audit(), registry.history("small"), vars(registry._registry)]
    return caught


def test_a_key_shows_nowhere(url, logged):
    key = keyed(url, ann="author")["ann"]
    secret, shown = secret_of(key), [key]
    errors = refusals(url, key, shown)
    assert len(errors) == 6
    for wrong in (key.reveal()[:-1], key.reveal() + "0", f"{key.reveal()[:-64]}{secret[::-1]}"):
        with suppress(RegistryError), Registry(url, key=wrong) as registry:
            shown.append(registry)
            registry.add(small(), "first")
    shown += [str(thing) for thing in shown] + [asyncio.run(principal(url, key))]
    told = f"{shown} {[shown_by(error) for error in errors]} {kept_in(url)} {logged.text}"
    assert key.id in told  # it was looked at
    assert len(logged.records) > 100
    assert secret not in told
    assert secret[::-1] not in told
    assert secret not in repr([vars(record) for record in logged.records])


async def principal(url, key):
    async with AsyncRegistry(url) as registry:
        return await registry.principal(key.reveal())


@pytest.mark.parametrize("spoilt", [lambda text: text[:-1], lambda text: f"{text}.", str.upper])
def test_what_is_almost_a_key_does_not_show_either(tmp_path, spoilt):
    wrong = spoilt(new_key().reveal())
    for opens in (Registry, AsyncRegistry):
        with pytest.raises(RegistryError, match="this is no key") as caught:
            opens(f"sqlite:///{tmp_path / 'scores.db'}", key=wrong)
        assert wrong[16:40] not in shown_by(caught.value)


@pytest.mark.parametrize("use", ["with_key", "revoke_key", "principal"])
def test_what_is_almost_a_key_does_not_show_in_programs_that_wait_for_nothing(url, use):
    wrong = new_key().reveal()[:-1]

    async def run():
        async with AsyncRegistry(url) as registry:
            found = getattr(registry, use)(wrong)
            await found

    with pytest.raises(RegistryError, match="this is no key") as caught:
        asyncio.run(run())
    assert wrong[16:40] not in shown_by(caught.value)


def test_a_new_key_is_in_no_file_that_a_notebook_or_program_writes_by_itself(url):
    key = keyed(url)["root"]
    for show in (repr, str, "{}".format):
        assert secret_of(key) not in show(key)
    assert not hasattr(key, "_repr_html_")
    with pytest.raises(TypeError, match="is not written down"):
        pickle.dumps({"key": key})


@pytest.mark.parametrize("role", ["message", "author"])
def test_a_key_that_somebody_writes_into_a_text_is_refused(registry, role):
    key = new_key().reveal()
    texts = {"message": "first", "author": "ann", role: f"mine is {key}"}
    message = f"{role}: it holds a key, which is not for others"
    with pytest.raises(RegistryError, match=message) as caught:
        registry.add(small(), **texts)
    assert key not in f"{caught.value} {registry.audit()}"


# ---- passwords -----------------------------------------------------------------------------


def test_a_password_shows_nowhere(server, logged):
    url = server.create_database()
    with Registry(url) as registry:
        registry.add(small(), "first", author="ann")
        with pytest.raises(RegistryError, match="it is draft there") as caught:
            registry.approve("small", 1, "mine", by="ann")
        shown = [registry, registry._registry, vars(registry._registry), registry.audit()]
    told = f"{shown} {shown_by(caught.value)} {kept_in(url)} {logged.text}"
    assert server.database_of(url) in told
    assert_hidden(PASSWORD, told)


@pytest.mark.parametrize(
    ("of", "to"),
    [("correct%20horse", "wrong-battery"), ("127.0.0.1", "127.0.0.2"), ("/scores", "/no_scores"),
     ("postgresql:", "mysql:"), ("postgresql://", "postgresql:")],
)  # fmt: skip
def test_a_password_shows_in_no_failure(server, logged, of, to):
    url = server.create_database().replace(of, to)
    for opens in (Registry, Registry.upgrade):
        with pytest.raises(RegistryError) as caught:
            opens(url)
        told = f"{shown_by(caught.value)} {logged.text}"
        for password in (PASSWORD, "wrong-battery"):
            assert_hidden(password, told)


def assert_hidden(password, told):
    assert password not in told
    assert password.replace(" ", "%20") not in told
