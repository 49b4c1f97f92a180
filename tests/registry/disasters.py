"""What happens to a PostgreSQL while a client of it works: it dies, or its disk is full."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.registry.server import Server, run, unprivileged

CLIENTS = """SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'scoring_kit'"""
PATIENCE = 60
"""Seconds in which a server has to be there again."""


@dataclass
class Disaster:
    """One disaster of a server. kind: stop, kill, or full; room: bytes that still fit a file."""

    server: Server
    url: str
    kind: str
    room: int = 0

    def __call__(self, moment: str) -> None:
        """Let it happen at its moment ("at"); at any other, let all be well again."""
        if moment == "at":
            {"stop": self.stop, "kill": self.kill, "full": self.fill}[self.kind]()
        elif self.kind == "full":
            self.wait()  # it may have died of it
            self.limit("unlimited")

    def stop(self) -> None:
        """Stop the server at once and start it again, before its client goes on."""
        self.server.stop()
        self.server.start()

    def kill(self) -> None:
        """Kill each process of the server, and start it again."""
        first = int((self.server.folder / "data/postmaster.pid").read_text().splitlines()[0])
        for process in (first, *children(first)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{first}").exists() and time.monotonic() < until:
            time.sleep(0.01)
        self.server.start()

    def fill(self) -> None:
        """Let no file grow beyond the room, for those processes that serve the clients."""
        # a new file of the log, so that the room counts for it as for the tables
        self.ask("SELECT pg_switch_wal()")
        self.limit(str(self.room))

    def limit(self, size: str) -> None:
        """Set the size up to which the processes of clients may write to files."""
        for (process,) in self.ask(CLIENTS):
            run(unprivileged(["prlimit", f"--pid={process}", f"--fsize={size}:"]))

    def wait(self) -> None:
        """Wait until the server answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.ask("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def ask(self, sql: str) -> list[asyncpg.Record]:
        async def run() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(self.url)
            try:
                return await connection.fetch(sql)
            finally:
                await connection.close()

        return asyncio.run(run())


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    found = list[int]()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(status.parent.name))
    return found
