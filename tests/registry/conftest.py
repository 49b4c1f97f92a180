"""Both databases: a file of SQLite, and a PostgreSQL that runs for the tests only."""

import os

import pytest

from scoring_kit.registry.registry import Registry
from tests.registry.registries import Clock
from tests.registry.server import programs, started


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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'scores.db'}"
    return request.getfixturevalue("server").create_database()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def registry(url, clock):
    """Give an empty registry in each kind of database, with a clock that is set."""
    with Registry(url, clock=clock) as opened:
        yield opened
