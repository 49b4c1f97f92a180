"""A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone at the end."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg

from tests.registry.folders import Folder, made_folder

USER = "postgres"
PASSWORD = "correct horse"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; `programs` is the folder of initdb and pg_ctl."""

    programs: Path
    folder: Path
    port: int
    # nothing of a test outlives the machine
    options: str = "-c fsync=off"

    def create_database(self, like: str | None = None) -> str:
        """Return the address of a new database: an empty one, or a copy of that at an address."""
        name = f"scores_{next(_NUMBERS)}"
        copied = f" TEMPLATE {_name(like)} STRATEGY file_copy" if like else ""
        self.execute(f"CREATE DATABASE {name}{copied}")
        return self.address(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def address(self, name: str) -> str:
        password = PASSWORD.replace(" ", "%20")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{name}"

    def execute(self, sql: str, database: str = "postgres") -> None:
        """Run SQL in a database, as its owner."""

        async def run() -> None:
            connection = await asyncpg.connect(self.address(database))
            try:
                await connection.execute(sql)
            finally:
                await connection.close()

        asyncio.run(run())

    def database_of(self, url: str) -> str:
        return url.rpartition("/")[2]

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
            f" -c max_connections=40 -c shared_buffers=16MB {self.options}"
        )
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        run(stopping(self.programs, self.folder))

    def _control(self, *words: str) -> None:
        run(controlling(self.programs, self.folder, *words))


def programs() -> Path | None:
    """Return the folder with the programs of PostgreSQL, the newest; None where there is none."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    found = shutil.which("initdb")
    every = [*kept[-1:], *([Path(found).resolve()] if found else [])]
    return every[0].parent if every else None


def started(found: Path, **options: str) -> tuple[Server, Folder]:
    """Return a new server and its folder, whose end is the server's too."""
    folder = made_folder("scoring_kit_pg_", before=lambda path: stopping(found, path))
    (folder.path / "password").write_text(PASSWORD)
    if os.geteuid() == 0:
        for path in (folder.path, folder.path / "password"):
            shutil.chown(path, USER, USER)
    where = ["-D", str(folder.path / "data"), "-U", USER, "-E", "UTF8", "--locale=C"]
    secret = ["--auth=scram-sha-256", f"--pwfile={folder.path / 'password'}", "--no-sync"]
    run(unprivileged([str(found / "initdb"), *where, *secret]))
    server = Server(found, folder.path, free_port(), **options)
    server.start()
    return server, folder


def controlling(found: Path, folder: Path, *words: str) -> list[str]:
    return unprivileged([str(found / "pg_ctl"), "-D", str(folder / "data"), *words])


def stopping(found: Path, folder: Path) -> list[str]:
    """Return the command that stops a server at once, without a farewell to its clients."""
    return controlling(found, folder, "stop", "-w", "-m", "immediate")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def unprivileged(command: list[str]) -> list[str]:
    """Return a command that runs as an ordinary user: PostgreSQL refuses root."""
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def run(command: list[str]) -> None:
    # its output goes to a file: a server would hold a pipe open for as long as it lives
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd="/", stdout=output, stderr=output, check=False)
        output.seek(0)
        assert done.returncode == 0, output.read().decode()


def _name(url: str) -> str:
    return url.rpartition("/")[2]
