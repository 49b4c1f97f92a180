import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scoring_kit.client.refusals import BusyError, NoAnswerError, RefusedError
from scoring_kit.client.sending import Sender
from scoring_kit.registry.hidden import Hidden

BUSY = (503, {"Retry-After": "2"}, b'{"code": "busy", "detail": "too busy"}')
FINE = (200, {}, b"{}")


class Scripted(HTTPServer):
    """A server that gives answers one after the other, the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.asked, self.going_on = answers, [], threading.Event()
        super().__init__(("127.0.0.1", 0), Scripted.Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            script = self.server
            script.asked.append(self.headers["Authorization"])
            answer = script.answers[min(len(script.asked), len(script.answers)) - 1]
            if answer is None:
                script.going_on.wait()
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            """Say nothing."""

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.going_on.set()
        self.shutdown()
        self.thread.join()
        self.server_close()


def asked(service, waits, timeout=10):
    sender = Sender(service.url, Hidden("sk_1"), timeout, waits.append)
    try:
        return sender.send("GET", "/", query={})
    finally:
        sender.close()


def test_a_request_is_sent_again_when_the_service_says():
    waits = []
    with Scripted(BUSY, BUSY, FINE) as service:
        assert asked(service, waits).json() == {}
    assert (waits, service.asked) == ([2, 2], ["Bearer sk_1"] * 3)


def test_it_is_not_sent_for_ever():
    waits = []
    with Scripted(BUSY) as service, pytest.raises(BusyError, match="too busy"):
        asked(service, waits)
    assert (len(waits), len(service.asked)) == (3, 4)


def test_no_wait_is_longer_than_ten_seconds():
    waits = []
    with Scripted(
        (429, {"Retry-After": "99999"}, b""), (429, {"Retry-After": "Fri"}, b""), FINE
    ) as x:
        asked(x, waits)
    assert waits == [10, 1]


def test_another_refusal_is_final():
    waits = []
    page = (500, {}, b"<html>")
    with Scripted(page) as service, pytest.raises(RefusedError, match="none of a scoring service"):
        asked(service, waits)
    assert (waits, len(service.asked)) == ([], 1)


def test_a_service_that_is_slow_is_given_up():
    with Scripted(None) as service, pytest.raises(NoAnswerError, match=r"longer than 0\.2 seconds"):
        asked(service, [], timeout=0.2)
