"""Both databases: files of SQLite, and a PostgreSQL that runs for the tests only."""

import os
import shutil

import pytest

from scoring_kit.registry.registry import Registry
from tests.registry.copies import Copies, Databases, Files, no_version, nothing
from tests.registry.folders import made_folder
from tests.registry.registries import Clock, one_live
from tests.registry.server import programs, started
from tests.registry.stocked import stocked


@pytest.fixture(scope="session")
def server():
    """Give a PostgreSQL; skip, or fail under CI, where the machine has none."""
    found = programs()
    if found is None:
        reason = "PostgreSQL is not here: apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    running, folder = started(found)
    yield running
    folder.remove()


@pytest.fixture(scope="session")
def copies_in_sqlite():
    folder = made_folder("scoring_kit_")
    yield Copies(Files(folder.path))
    folder.remove()


@pytest.fixture(scope="session")
def copies_in_postgresql(server):
    return Copies(Databases(server))


@pytest.fixture(params=["sqlite", "postgresql"])
def copies(request):
    """Give what makes databases of each kind: empty ones, and copies of filled ones."""
    found = request.getfixturevalue(f"copies_in_{request.param}")
    yield found
    found.remove()


@pytest.fixture
def url(copies):
    """Give the address of a registry without versions, of each kind, that asks no evidence."""
    return copies.of(no_version)


@pytest.fixture
def empty_url(copies):
    """Give the address of a database of each kind that holds no table."""
    return copies.empty()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def registry(url, clock):
    """Give a registry without versions, of each kind, that asks no evidence; its clock is set."""
    with Registry(url, clock=clock) as opened:
        yield opened


@pytest.fixture
def strict_url(copies):
    """Give the address of a registry of each kind that holds nothing, no policy either."""
    return copies.of(nothing)


@pytest.fixture
def strict(strict_url, clock):
    """Give a registry of each kind that holds nothing, no policy either; its clock is set."""
    with Registry(strict_url, clock=clock) as opened:
        yield opened


# ---- a registry with something of everything -----------------------------------------------


@pytest.fixture
def each_stock(copies):
    """Give a registry with something of everything, in each kind of database."""
    with Registry(copies.of(stocked), clock=Clock()) as opened:
        yield opened


@pytest.fixture
def stock(copies_in_sqlite):
    """Give the same in a file of SQLite only."""
    with Registry(copies_in_sqlite.of(stocked), clock=Clock()) as opened:
        yield opened
    copies_in_sqlite.remove()


@pytest.fixture(scope="session")
def exported(copies_in_sqlite, tmp_path_factory):
    """Give the folder of an export of it, which no test changes."""
    folder = tmp_path_factory.mktemp("exported") / "out"
    with Registry(copies_in_sqlite.of(stocked), clock=Clock()) as opened:
        opened.export(folder)
    return folder


@pytest.fixture
def out(exported, tmp_path):
    """Give a copy of this folder."""
    return shutil.copytree(exported, tmp_path / "out")


@pytest.fixture
def live_url(copies):
    """Give the address of a registry in which version 1 of `small` is live in production."""
    return copies.of(one_live)


@pytest.fixture
def live(live_url, clock):
    """Give that registry, with a clock that is set."""
    with Registry(live_url, clock=clock) as opened:
        yield opened
