"""One alternative in a process of its own: its peak of memory, its time, what it wrote.

`python -m benchmarks.alone DETAIL NAME SOURCE TARGET [MEMORY_LIMIT]` prints JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import scoring_kit as sk
from benchmarks.batch import ALTERNATIVES
from benchmarks.mixed_card import criteria, document
from scoring_kit.scoring import Detail

FOLDER = Path(__file__).parents[1]


def measured(
    detail: str, name: str, source: Path, target: Path, limit: str = ""
) -> dict[str, float]:
    """Run one alternative in a new process; return its peak in MB and its seconds.

    source: a file, or a folder of files that are read as one table.
    """
    command = [sys.executable, "-m", "benchmarks.alone", detail, name, str(source), str(target)]
    done = subprocess.run([*command, limit], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


def limited(detail: Detail, source: Path, target: Path, limit: str) -> None:
    """Score with this library under a limit of memory."""
    card = sk.Scorecard.model_validate(document(criteria(20), reasons=3))
    sk.score(card, source, detail=detail, memory_limit=limit).to_parquet(target, overwrite=True)


def main(detail: Detail, name: str, source: Path, target: Path, limit: str) -> None:
    """Run the alternative and print what it took."""
    clock = time.perf_counter()
    if limit:
        limited(detail, source, target, limit)
    else:
        ALTERNATIVES[detail][name](source, target)
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "peak": _peak(used),
        "processor": used.ru_utime + used.ru_stime,
        "wall": time.perf_counter() - clock,
        "written": os.path.getsize(target) / 1e6 if target.exists() else 0.0,
    }
    print(json.dumps(figures))


def _peak(used: resource.struct_rusage) -> float:
    """Return the most memory that this program had, in MB.

    Linux counts what the parent had at the moment of the start into `ru_maxrss`, but not into
    VmHWM.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    return used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    _, one, two, three, four, five = sys.argv
    main(one, two, Path(three), Path(four), five)
