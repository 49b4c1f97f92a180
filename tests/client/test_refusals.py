import json

import pytest

from scoring_kit.client.refusals import (
    BusyError,
    InvalidRequestError,
    NoAccessError,
    NotNowError,
    NotThereError,
    RefusedError,
    refusal_of,
)
from scoring_kit.errors import Problem

KINDS = {
    401: NoAccessError,
    403: NoAccessError,
    404: NotThereError,
    409: NotNowError,
    422: InvalidRequestError,
    429: BusyError,
    500: RefusedError,
    503: BusyError,
}


@pytest.mark.parametrize(("status", "kind"), KINDS.items())
def test_a_status_has_its_kind_of_error(status, kind):
    assert type(refusal_of(status, b'{"code": "a", "detail": "b"}')) is kind


def test_an_error_has_the_words_and_places_of_the_answer():
    errors = [{"pointer": "/row/age", "code": "wrong_type", "detail": "a number is expected"}]
    told = {"code": "data", "detail": "it is wrong", "errors": errors, "request_id": "r1"}
    error = refusal_of(422, json.dumps(told).encode())
    assert error.problems == (Problem("wrong_type", "/row/age", "a number is expected"),)
    assert error.request_id == "r1"
    assert str(error) == ("it is wrong [422 data]\n- /row/age: a number is expected [wrong_type]")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"x"', b"{}", b"\xff"])
def test_an_answer_of_something_else_is_told(body):
    assert "look at the address" in str(refusal_of(502, body))
