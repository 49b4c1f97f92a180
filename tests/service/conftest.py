"""A service for the tests that only ask it; those that change something make one of their own."""

import pytest

from tests.service.served import WIDE, Registered, Served


@pytest.fixture(scope="session")
def registered(tmp_path_factory):
    return Registered(tmp_path_factory.mktemp("service"), WIDE)


@pytest.fixture(scope="session")
def served(registered):
    with Served(registered) as service:
        yield service
