"""SQLite on a small disk of its own, which fills up while somebody works with a registry.

python -m tests.registry.small_disk FOLDER NUMBER SEED prints as JSON what came of so many points.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from scoring_kit.registry.registry import Registry
from tests.registry.faulty import Drawn, Measured, Point, Victims, until_met
from tests.registry.registries import without_evidence
from tests.registry.victim import OPERATIONS, Fault

ROOT = Path(__file__).parents[2]
SIZE = 16 * 2**20
"""Bytes of the disk."""
PAGE = 4096


@dataclass(frozen=True)
class Filling:
    """Fills the disk of a folder up to some bytes while its client waits, then empties it again."""

    folder: Path
    room: int

    def __call__(self, moment: str) -> None:
        filler = self.folder / "filler"
        if moment == "at":
            filler.write_bytes(bytes(shutil.disk_usage(self.folder).free - self.room))
        else:
            filler.unlink(missing_ok=True)


def on_a_small_disk(folder: Path, number: int, seed: int) -> list[dict[str, Any]]:
    """Return what came of points on a disk that is made for them.

    Where none can be made, files cannot grow beyond a size instead.
    """
    unshare, words = shutil.which("unshare"), [str(number), str(seed)]
    command = [sys.executable, "-m", "tests.registry.small_disk", str(folder), *words]
    alone = [unshare, "--mount", "--map-root-user", "sh", "-c"] if unshare else []
    mount = f"mount -t tmpfs -o size={SIZE} tmpfs '{folder}'"
    if alone and subprocess.run([*alone, mount], check=False, capture_output=True).returncode == 0:
        command = [*alone, f'{mount} && exec "$@"', "sh", *command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return json.loads(done.stdout)


def main(folder: Path, number: int, seed: int) -> list[dict[str, Any]]:
    """Let the disk be full at so many points."""
    victims = Victims(f"sqlite:///{folder / 'scores.db'}")
    with Registry(victims.url) as registry:
        without_evidence(registry)
    is_own = shutil.disk_usage(folder).total == SIZE
    points = _points(victims.measured(), Random(seed), folder if is_own else None)
    return [asdict(hit) for hit in until_met(victims, points, number)]


def _points(measured: Measured, drawn: Random, folder: Path | None) -> Iterator[Drawn]:
    """Yield points at any step; a part of what is written from there on still has room."""
    for index in count():
        operation = OPERATIONS[index % len(OPERATIONS)]
        room = drawn.randrange(measured.bytes[operation])
        if folder is None:
            yield Point(Fault(operation, 0, "file_size", room)), None
        else:
            step = drawn.randrange(len(measured.steps[operation]) - 2)  # before it is committed
            filling = Filling(folder, room // PAGE * PAGE)
            yield Point(Fault(operation, step, "ask")), filling


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(found))  # noqa: T201
