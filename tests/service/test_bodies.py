import asyncio

import pytest
from fastapi import Request

from scoring_kit.service.bodies import body_of, media_of
from scoring_kit.service.problems import ServiceError
from scoring_kit.service.settings import Settings


def request(*headers, receive=None):
    return Request({"type": "http", "headers": list(headers)}, receive)


def test_the_kind_of_a_body_is_read():
    given = request((b"content-type", b"Application/JSON; charset=utf-8"))
    assert media_of(given, "application/json") == "application/json"


REFUSED = {
    "none": [],
    "a form": [(b"content-type", b"application/x-www-form-urlencoded")],
    "plain text": [(b"content-type", b"text/plain")],
    "packed": [(b"content-type", b"application/json"), (b"content-encoding", b"gzip")],
}


@pytest.mark.parametrize("headers", REFUSED.values(), ids=REFUSED)
def test_other_kinds_are_refused(headers):
    with pytest.raises(ServiceError, match="415 media"):
        media_of(request(*headers), "application/json")


class Running:
    settings = Settings(deadline=0.01)


def test_a_body_that_does_not_come_is_given_up():
    async def never():
        await asyncio.sleep(60)

    with pytest.raises(ServiceError, match="408 slow"):
        asyncio.run(body_of(request(receive=never), Running))


def test_a_client_that_goes_away_is_no_error_of_the_service():
    async def gone():
        return {"type": "http.disconnect"}

    with pytest.raises(ServiceError, match="400 gone"):
        asyncio.run(body_of(request(receive=gone), Running))
