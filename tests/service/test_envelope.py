import asyncio
import logging

import pytest

from scoring_kit.service.envelope import Envelope


def answered(app, *, body=b"", headers=(), limit=100):
    """Return what an application in an envelope sends: status, headers, body."""
    sent, seen = [], []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        return parts.pop(0)

    async def send(message):
        sent.append(message)

    def observe(scope, status, seconds):
        seen.append(status)

    scope = {"type": "http", "method": "POST", "headers": list(headers)}
    asyncio.run(Envelope(app, limit, observe)(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"], seen


async def echo(scope, receive, send):
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


async def broken(scope, receive, send):
    raise OSError("/srv/secret: no such file")


def test_answers_have_an_id_and_security_headers():
    status, headers, body, seen = answered(echo, body=b"hello")
    assert (status, body, seen) == (200, b"hello", [200])
    assert len(headers[b"x-request-id"]) == 16
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")


@pytest.mark.parametrize(
    ("given", "kept"), [(b"order-17", True), (b"a b", False), (b"x" * 65, False), (b"\n", False)]
)
def test_the_id_of_a_request_is_kept_where_it_is_one(given, kept):
    headers = answered(echo, headers=[(b"x-request-id", given)])[1]
    assert (headers[b"x-request-id"] == given) is kept


def test_a_body_that_says_that_it_is_too_large_is_not_read():
    status, _, body, _ = answered(broken, headers=[(b"content-length", b"101")])
    assert (status, b"more than 100 bytes" in body) == (413, True)


def test_a_body_that_is_too_large_without_saying_so_is_refused():
    status, _, body, _ = answered(echo, body=b"x" * 101)
    assert (status, b"more than 100 bytes" in body) == (413, True)


def test_an_error_is_told_without_its_inside_and_logged_with_its_id(caplog):
    with caplog.at_level(logging.ERROR, logger="scoring_kit.service"):
        status, headers, body, _ = answered(broken, headers=[(b"x-request-id", b"17")])
    assert (status, headers[b"x-content-type-options"]) == (500, b"nosniff")
    assert b"secret" not in body
    assert b'"request_id":"17"' in body
    assert "request 17 failed" in caplog.text


def test_an_answer_that_has_begun_ends_there():
    async def half(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        answered(half)
