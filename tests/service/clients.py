"""Clients as a server sees them: slow ones, and ones that go away."""

import asyncio

import orjson


class Client:
    """A request whose answer is taken a part at a time; `running` has what it counts.

    The application is called as a server calls it: `send` waits while `held` is set.
    """

    def __init__(self, service, method, path, *, body=(), headers=()):
        self.service, self.sent, self.taken = service, [], asyncio.Event()
        self.gone, self.reading = asyncio.Event(), asyncio.Event()
        self.reading.set()
        self._body = list(body)
        key = service.registered.score.reveal().encode()
        self.scope = {
            **{"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1"},
            **{"method": method, "path": path, "raw_path": path.encode(), "scheme": "http"},
            **{"query_string": b"", "root_path": "", "client": ("c", 1), "server": ("s", 80)},
            "headers": [(b"x-api-key", key), *headers],
        }

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def lines(self):
        return [orjson.loads(line) for line in self.body.splitlines()]

    @property
    def is_whole(self):
        return self.sent[-1].get("more_body") is False

    async def run(self):
        """Return when the application has ended; its error is what a server would log."""
        try:
            await self.service.app(self.scope, self._receive, self._send)
        except Exception as error:
            return error
        return None

    async def has_taken(self, count):
        """Wait until some messages were taken."""
        while len(self.sent) < count:
            self.taken.clear()
            await self.taken.wait()

    async def _receive(self):
        if self._body:
            part = self._body.pop(0)
            part = await part if asyncio.iscoroutine(part) else part
            return {"type": "http.request", "body": part, "more_body": bool(self._body)}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        await self.reading.wait()
        self.sent.append(message)
        self.taken.set()
