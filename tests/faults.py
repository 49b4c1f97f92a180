"""Processes that score a file into a file, and what becomes of it when they are disturbed."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROWS = 200_000
SCORE = """
import os, resource, sys
import scoring_kit as sk

source, out, largest = sys.argv[1], sys.argv[2], int(sys.argv[3])
leaf = {"value": {"linear": {"from": [0, 1], "to": [0, 100]}}, "missing": 0}
of = [{"criterion": name, "input": name, **leaf} for name in ("a", "b")]
card = sk.parse_scorecard({"schema": "scoring-kit/1", "name": "c", "key": "id",
    "score": {"aggregate": "mean", "of": of}})
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
scores = sk.score(card, source, detail="full", threads=2)
print("ready", flush=True)
try:
    scores.to_parquet(out)
except (Exception, KeyboardInterrupt) as error:
    print(type(error).__name__, error, sep=": ")
print(sorted(os.listdir(os.path.dirname(out))))
"""


@dataclass(frozen=True)
class Place:
    """A table, and the folder that its scores are written to."""

    source: Path
    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "scores.parquet"

    def start(self, largest=0, before=()):
        """Start to score; return the process as soon as it writes."""
        command = [*before, sys.executable, "-c", SCORE, self.source, self.out, str(largest)]
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        return process

    def seconds(self):
        """Return how long a run takes that nobody disturbs."""
        with self.start() as process:
            start = time.monotonic()
            process.wait()
        return time.monotonic() - start

    def size(self):
        size = self.out.stat().st_size
        self.out.unlink()
        return size

    def disturbed(self, seconds, sent):
        """Return what a process prints that gets a signal so many seconds after it began."""
        with self.start() as process:
            time.sleep(seconds)
            process.send_signal(sent)
            return process.stdout.read(), process.wait()

    def drafts(self):
        return list(self.folder.glob(".scores.parquet.*.draft"))

    def disturbed_while_it_writes(self, sent):
        """Return what a process prints that gets a signal as soon as there is a draft."""
        with self.start() as process:
            while not self.drafts() and process.poll() is None:
                time.sleep(0.001)
            process.send_signal(sent)
            return process.stdout.read(), process.wait()

    def is_whole_or_absent(self):
        """Whether the file is not there, or holds all rows with their scores."""
        if not self.out.exists():
            return True
        with duckdb.connect() as connection:
            select = f"SELECT count(score), count(DISTINCT id) FROM '{self.out}'"
            return connection.sql(select).fetchall() == [(ROWS, ROWS)]


def make_place(folder: Path) -> Place:
    """Return a place with a table of its own."""
    (folder / "out").mkdir()
    source = folder / "people.parquet"
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.5)").fetchall()
        select = f"SELECT range AS id, random() AS a, random() AS b FROM range({ROWS})"
        connection.sql(select).write_parquet(str(source))
    return Place(source, folder / "out")


def killed(place: Place, points: int) -> list[bool]:
    """Return for each point in time whether a killed process left a whole file, or none."""
    seconds, chance = place.seconds(), random.Random(7)
    place.size()
    found: list[bool] = []
    for _ in range(points):
        place.disturbed(chance.uniform(0, 1.1 * seconds), signal.SIGKILL)
        found.append(place.is_whole_or_absent())
        place.out.unlink(missing_ok=True)
    return found


def on_full_disks(place: Place, points: int) -> list[tuple[str, str]]:
    """Return what is told, and what is left, on disks that are too small by more and more."""
    place.seconds()
    size, found = place.size(), list[tuple[str, str]]()
    for point in range(1, points + 1):
        room = size * point // (points + 1)
        with run_in_room(place, room) as process:
            *told, left = process.stdout.read().splitlines()
        found.append(("\n".join(told), left))
    return found


def run_in_room(place: Place, room: int):
    """Start to score on a disk of so many bytes or, where none can be made, into a file of them."""
    unshare = shutil.which("unshare")
    alone = [unshare, "--mount", "--map-root-user", "sh", "-c"] if unshare else []
    mount = f"mount -t tmpfs -o size={room // 4096 * 4096 or 4096} tmpfs '{place.folder}'"
    if alone and subprocess.run([*alone, mount], check=False, capture_output=True).returncode == 0:
        return place.start(before=[*alone, f'{mount} && exec "$@"', "sh"])
    return place.start(largest=room)
