"""Databases for tests: each a copy of one that was filled once, which is faster than filling it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from scoring_kit.registry.registry import Registry
from tests.registry.registries import Clock, without_evidence
from tests.registry.server import Server

Fill = Callable[[Registry], object]


def nothing(registry: Registry) -> None:
    """Fill a registry with nothing: it has the tables of today."""


def no_version(registry: Registry) -> None:
    """Fill a registry with nothing but the policy that all but `nothing` have."""


@dataclass
class Files:
    """Files of SQLite in a folder."""

    folder: Path
    numbers: count[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        return f"sqlite:///{self.folder / f'scores_{next(self.numbers)}.db'}"

    def copy(self, url: str) -> str:
        new = self.new()
        shutil.copyfile(url.removeprefix("sqlite:///"), new.removeprefix("sqlite:///"))
        return new

    def remove(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)


@dataclass
class Databases:
    """Databases of a PostgreSQL."""

    server: Server

    def new(self) -> str:
        return self.server.create_database()

    def copy(self, url: str) -> str:
        return self.server.create_database(like=url)

    def remove(self, url: str) -> None:
        self.server.drop_database(url)


@dataclass
class Copies:
    """Copies of filled databases of one kind; what was given out is removed after each test."""

    kind: Files | Databases
    filled: dict[Fill, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)

    def empty(self) -> str:
        """Return the address of a database that holds no table."""
        self.given.append(self.kind.new())
        return self.given[-1]

    def of(self, fill: Fill) -> str:
        """Return the address of a registry in which a function has done what it does.

        Its clock stands at noon, and versions move without evidence.
        """
        if fill not in self.filled:
            url = self.kind.new()
            with Registry(url, clock=Clock()) as registry:
                if fill is not nothing:
                    without_evidence(registry)
                fill(registry)
            self.filled[fill] = url
        self.given.append(self.kind.copy(self.filled[fill]))
        return self.given[-1]

    def remove(self) -> None:
        """Remove what was given out."""
        while self.given:
            self.kind.remove(self.given.pop())
