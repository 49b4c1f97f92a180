"""A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

USER = "postgres"
PASSWORD = "correct horse"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server; `programs` is the folder of initdb, pg_ctl and psql."""

    programs: Path
    folder: Path
    port: int

    def create_database(self) -> str:
        """Return the address of a new and empty database."""
        name = f"scores_{next(_NUMBERS)}"
        self.execute(f"CREATE DATABASE {name}", database="postgres")
        password = PASSWORD.replace(" ", "%20")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{name}"

    def execute(self, sql: str, *, database: str) -> None:
        """Run SQL in a database, as its owner."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database]
        run(
            [str(self.programs / "psql"), "-qX", "-v", "ON_ERROR_STOP=1", *where, "-c", sql],
            env={"PGPASSWORD": PASSWORD},
        )

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
            # nothing of a test outlives the machine
            " -c fsync=off -c max_connections=40 -c shared_buffers=16MB"
        )
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        self._control("stop", "-w", "-m", "immediate")

    def _control(self, *words: str) -> None:
        run(unprivileged([str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), *words]))


def programs() -> Path | None:
    """Return the folder with the programs of PostgreSQL, the newest; None where there is none."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    found = shutil.which("initdb")
    every = [*kept[-1:], *([Path(found).resolve()] if found else [])]
    return every[0].parent if every else None


def started(folder_of_programs: Path) -> Server:
    """Return a new server; whoever asked stops it and removes its folder."""
    folder = Path(tempfile.mkdtemp(prefix="scoring_kit_pg_"))
    (folder / "password").write_text(PASSWORD)
    if os.geteuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, USER, USER)
    where = ["-D", str(folder / "data"), "-U", USER, "-E", "UTF8", "--locale=C"]
    secret = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync"]
    run(unprivileged([str(folder_of_programs / "initdb"), *where, *secret]))
    server = Server(folder_of_programs, folder, free_port())
    server.start()
    return server


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def unprivileged(command: list[str]) -> list[str]:
    """Return a command that runs as an ordinary user: PostgreSQL refuses root."""
    return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    environment = {**os.environ, **(env or {})}
    # its output goes to a file: a server would hold a pipe open for as long as it lives
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, cwd="/", env=environment, stdout=output, stderr=output, check=False
        )
        output.seek(0)
        assert done.returncode == 0, output.read().decode()
