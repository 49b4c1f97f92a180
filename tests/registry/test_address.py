import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.address import read_address
from scoring_kit.registry.registry import Registry

SECRET = "s3cret"


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///scores.db", "sqlite+aiosqlite"),
        ("postgresql://ann@localhost/scores", "postgresql+asyncpg"),
        ("postgres://ann@localhost/scores", "postgresql+asyncpg"),
        ("postgresql+psycopg://ann@localhost/scores", "postgresql+asyncpg"),
    ],
)
def test_any_spelling_of_a_database_gets_the_driver_that_does_not_wait(url, driver):
    assert read_address(url).url.drivername == driver


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("scores.db", "no address of a registry; write sqlite:///"),
        (f"postgresql:/ann:{SECRET}@localhost/scores", "no address of a registry"),
        (f"mysql://ann:{SECRET}@localhost/scores", "not kept in 'mysql'; write sqlite:///"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        (f"postgresql://ann:{SECRET}@localhost", "names no database"),
        (None, "no address of a registry"),
    ],
)
def test_what_is_no_address_is_refused_without_repeating_a_password(url, message):
    with pytest.raises(RegistryError, match=message) as caught:
        read_address(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("show", [str, repr, "{}".format])
def test_a_password_is_never_shown(show):
    options = f"?password={SECRET}&sslpassword={SECRET}"
    address = read_address(f"postgresql://ann:{SECRET}@localhost:5432/scores{options}")
    assert show(address) == "postgresql://ann:***@localhost:5432/scores"


def test_the_way_to_encrypt_may_be_written_as_everywhere(server):
    plain, sealed = (f"{server.create_database()}?sslmode={mode}" for mode in ("prefer", "require"))
    with Registry(plain) as registry:
        assert registry.names() == ()
    # this server has no certificate
    with pytest.raises(RegistryError, match="rejected SSL upgrade"):
        Registry(sealed)
