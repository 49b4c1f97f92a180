import pytest

from scoring_kit.service.problems import ServiceError
from scoring_kit.service.query import number_in, read_query

NAMES = {"version", "environment"}


def test_values_are_decoded():
    found = read_query(b"environment=st%C3%A4ging+1&version=3", NAMES)
    assert found == {"environment": "stäging 1", "version": "3"}


@pytest.mark.parametrize(
    "query",
    [b"verison=3", b"version=3&version=4", b"version=", b"version", b"version=%ff", b"a&" * 99],
)
def test_a_query_that_is_not_as_it_has_to_be_is_refused(query):
    with pytest.raises(ServiceError, match="422 query"):
        read_query(query, NAMES)


def test_a_number_is_read():
    assert number_in({"version": "3"}, "version") == 3
    assert number_in({}, "version") is None


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "１", "1e3", "+1", "9" * 30, "2147483648"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ServiceError, match="422 query"):
        number_in({"version": text}, "version")
