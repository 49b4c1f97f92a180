import json

import pytest

from scoring_kit.errors import (
    CompileError,
    ConflictError,
    DataError,
    Problem,
    RegistryError,
    TamperingError,
)
from scoring_kit.service.problems import (
    MOST_ERRORS,
    Fault,
    ServiceError,
    pointer,
    problem_response,
    refusal_of,
)

INSIDE = "/srv/secret.db: SELECT * FROM keys; Traceback"

STATUSES = {
    "own": (ServiceError(413, "big", "too big"), 413, "big"),
    "unknown": (RegistryError("unknown", "no scorecard"), 404, "unknown"),
    "scope": (RegistryError("key_scope", "lacks"), 403, "key_scope"),
    "expired": (RegistryError("key_expired", "expired"), 401, "unauthorized"),
    "no key": (RegistryError("key_text", "none"), 401, "unauthorized"),
    "database": (RegistryError("database", INSIDE), 503, "registry"),
    "tampered": (TamperingError("changed_version", INSIDE), 500, "tampered"),
    "conflict": (ConflictError("conflict", "look again"), 409, "conflict"),
    "other refusals": (RegistryError("state", "not proposed"), 409, "state"),
    "data": (DataError([Problem("column_type", "age", "no")]), 422, "data"),
    "parameters": (CompileError("as_of is needed"), 422, "parameters"),
    "anything else": (OSError(INSIDE), 500, "internal"),
}


@pytest.mark.parametrize(("error", "status", "code"), STATUSES.values(), ids=STATUSES)
def test_each_error_is_told_in_one_way(error, status, code):
    refusal = refusal_of(error)
    assert (refusal.status, refusal.code) == (status, code)


@pytest.mark.parametrize(("error", "status", "code"), STATUSES.values(), ids=STATUSES)
def test_what_is_inside_is_not_told(error, status, code):
    body = problem_response(refusal_of(error), "1").body.decode()
    assert not any(word in body for word in ("secret", "SELECT", "Traceback", "/srv"))


def test_an_answer_is_problem_json():
    refusal = ServiceError(503, "busy", "come back", headers={"Retry-After": "1"})
    response = problem_response(refusal, "abc")
    assert response.media_type == "application/problem+json"
    assert response.headers["retry-after"] == "1"
    assert json.loads(response.body) == {
        "type": "urn:scoring-kit:problem:busy",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "come back",
        "code": "busy",
        "request_id": "abc",
    }


def test_many_errors_are_counted_and_the_first_are_told():
    faults = [Fault(pointer("rows", row), "x", "y") for row in range(MOST_ERRORS + 5)]
    told = json.loads(problem_response(ServiceError(422, "data", "z", faults), "1").body)
    assert (len(told["errors"]), told["error_count"]) == (MOST_ERRORS, MOST_ERRORS + 5)
