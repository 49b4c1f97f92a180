"""Campaigns of faults: victims that are killed, servers that are, and disks that are full.

All points of a campaign hit one database, which is opened again and looked at after each.
"""

from __future__ import annotations

import multiprocessing
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from scoring_kit.registry.registry import Registry
from tests.registry.accounts import Account, problems
from tests.registry.disasters import Disaster
from tests.registry.server import Server
from tests.registry.victim import BEGIN, COMMIT, COMMITTED, OPEN, OPERATIONS, Fault, work

Message = tuple[str, str, str, dict[str, Any]]
Meanwhile = Callable[[str], None]
"""What is done to a server while its client waits: "at" for the fault, "room" and "end" to mend."""
GOLDEN = 0.6180339887498949
ON_TOP = ("add", "refused")


@dataclass(frozen=True)
class Point:
    """Where a fault comes: at a step, or so many seconds after an operation began."""

    fault: Fault | None = None
    operation: str = ""
    seconds: float = 0.0


Drawn = tuple[Point, Meanwhile | None]


@dataclass
class Hit:
    """What came of a point: where the fault met the victim, how that ended, and what is wrong."""

    operation: str
    step: int | None
    label: str
    outcome: str
    causes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """What operations are that nothing disturbs: steps, seconds and bytes of the log of each."""

    steps: dict[str, list[str]]
    seconds: dict[str, float]
    bytes: dict[str, int]


class Victims:
    """Starts victims of one database, out of a process that has imported what they need."""

    def __init__(self, url: str) -> None:
        self.url, self.account = url, Account()
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.registry.victim", "scoring_kit.report.report"])

    def told(
        self, number: int, point: Point | None = None, meanwhile: Meanwhile | None = None
    ) -> list[Message]:
        """Return all that one victim told until its end."""
        here, there = self.context.Pipe()
        fault = point and point.fault
        process = self.context.Process(target=work, args=(self.url, number, fault, there))
        process.start()
        there.close()
        told, until = list[Message](), float("inf")
        try:
            while True:
                if until < float("inf") and not here.poll(max(0.0, until - time.monotonic())):
                    until = float("inf")
                    process.kill()
                told.append(here.recv())
                code, operation, *_ = told[-1]
                if code == "begin" and point and point.operation == operation:
                    until = time.monotonic() + point.seconds
                if code in ("at", "room") and fault and fault.how == "ask" and meanwhile:
                    meanwhile(code)
                if code == "room" or (code == "at" and fault and fault.how == "ask"):
                    here.send("go on")
                self.account.hear(*told[-1])
        except (EOFError, ConnectionResetError):
            pass
        finally:
            here.close()
            process.join()
        return told

    def measured(self) -> Measured:
        """Return what operations are that nothing disturbs."""
        told = [*self.told(0), *self.told(1)]
        assert problems(self.url, self.account) == []
        ends = {
            operation: facts for code, operation, _, facts in told if code in ("done", "author")
        }
        assert ends.keys() == set(OPERATIONS), told
        return Measured(
            {operation: facts["steps"] for operation, facts in ends.items()},
            {operation: facts["seconds"] for operation, facts in ends.items()},
            {operation: facts["log"] for operation, facts in ends.items()},
        )

    def runs(self) -> Counter[str]:
        """Return how many runs there are of each status."""
        with Registry(self.url) as registry:
            return Counter(run.status for run in registry.runs("small", limit=1_000))

    def hit(self, index: int, point: Point, meanwhile: Meanwhile | None = None) -> Hit:
        """Let a fault meet a victim, then open the registry again and look."""
        name = point.fault.operation if point.fault else point.operation
        # with evidence there are the most steps
        on_evidence = name in ("propose on evidence", "approve", "promote")
        told = self.told(2 * index + 2 + on_evidence, point, meanwhile)
        if meanwhile:
            meanwhile("end")
        broken = [mark for code, _, mark, _ in told if code == "broken"]
        labels = [mark for code, _, mark, _ in told if code == "at"]
        failed = [(op, code) for code, op, _, _ in told if code in ("database", "unanswered")]
        ends = [(op, code) for code, op, _, _ in told if code in ("done", "author")]
        operation, outcome = (failed or [(name, "killed" if not failed else "")])[0]
        if not failed and len(ends) == len(OPERATIONS) - 1:
            outcome = "passed"
        label = labels[0] if labels else "some moment"
        causes = [_cause(facts["message"]) for code, _, _, facts in told if code == "database"]
        wrong = broken + problems(self.url, self.account)
        return Hit(operation, point.fault and point.fault.step, label, outcome, causes[:1], wrong)


def _cause(message: str) -> str:
    """Return what a database answers, without names and figures of its own."""
    answer = message.partition("answers: ")[2].partition(";")[0].partition("\n")[0]
    return re.sub(r'"[^"]*"|<[^>]*>:? ?', "", answer).strip() or message


def killed_while_opened(empty: Callable[[], str], number: int) -> list[tuple[str, list[str]]]:
    """Return at which steps processes were killed that made tables, and what was wrong then.

    empty: gives the address of a new database. number: of the steps, spread over all.
    """
    steps = next(m[3]["steps"] for m in Victims(empty()).told(0) if m[0] == "opened")
    found = list[tuple[str, list[str]]]()
    for place in range(min(number, len(steps))):
        victims = Victims(empty())
        step = place * len(steps) // min(number, len(steps))
        told = victims.told(0, Point(Fault(OPEN, step)))
        assert [code for code, *_ in told] == ["at"], told
        found.append((told[0][2], problems(victims.url, victims.account)))
    return found


def until_met(victims: Victims, points: Iterable[Drawn], number: int) -> list[Hit]:
    """Return what came of points, until so many faults met a victim before it was done.

    Those that met it while it added a version, or was refused, come on top.
    """
    hits, met = list[Hit](), 0
    for index, (point, meanwhile) in enumerate(points):
        hits.append(victims.hit(index, point, meanwhile))
        met += hits[-1].outcome != "passed" and hits[-1].operation not in ON_TOP
        if met == number:
            return hits
        assert index < 3 * number, f"faults meet nobody: {hits}"
    raise AssertionError("there are too few points")


# ---- where faults come ---------------------------------------------------------------------


def kills(measured: Measured, drawn: Random, server: Server | None, url: str) -> Iterator[Drawn]:
    """Yield points at which a victim dies or, where there is one, the server under it.

    Three of four are at a step, spread over all steps of all operations; the rest at any moment.
    """
    steps, first = _steps(measured), drawn.random()
    for index in count():
        operation = OPERATIONS[index // 4 % len(OPERATIONS)]
        if index % 4 == 3:
            seconds = drawn.uniform(0, 1.1 * measured.seconds[operation])
            yield Point(operation=operation, seconds=seconds), None
            continue
        # the golden section: however many there are, they are about as far from each other
        at = steps[int((index * GOLDEN + first) % 1 * len(steps))]
        if server and index % 5 == 4:
            kind = ("kill", "stop")[index // 5 % 2]
            yield Point(Fault(*at, "ask")), Disaster(server, url, kind)
        else:
            yield Point(Fault(*at)), None


def full_disks(
    measured: Measured, drawn: Random, server: Server | None, url: str
) -> Iterator[Drawn]:
    """Yield points at which a disk is full.

    In SQLite a file cannot grow in the middle of what an operation writes, or the database has no
    page left at a statement; in PostgreSQL no file of a server's process can grow from a step on.
    """
    steps, first = _steps(measured), drawn.random()
    for index in count():
        at = steps[int((index * GOLDEN + first) % 1 * len(steps))]
        if server:
            room = drawn.randrange((8_000, 24_000)[index % 2])
            yield Point(Fault(*at, "ask")), Disaster(server, url, "full", room)
        elif index % 2:
            room = drawn.randrange(measured.bytes[at[0]])
            yield Point(Fault(at[0], 0, "file_size", room)), None
        else:
            statements = [i for i, step in enumerate(measured.steps[at[0]]) if " " in step]
            yield Point(Fault(at[0], drawn.choice(statements), "pages")), None


def _steps(measured: Measured) -> list[tuple[str, int]]:
    return [
        (operation, step)
        for operation in OPERATIONS
        for step in range(len(measured.steps[operation]))
    ]


# ---- figures -------------------------------------------------------------------------------


def figures(measured: Measured, hits: Sequence[Hit]) -> str:
    """Return where the points fell and what came of them, in a few lines."""
    wrong = [problem for hit in hits for problem in hit.problems]
    outcomes = Counter(hit.outcome for hit in hits)
    every = sum(len(steps) for steps in measured.steps.values())
    at = {(hit.operation, hit.step) for hit in hits if hit.step is not None}
    lines = [
        f"{len(hits)} points, {_counted(outcomes)}; lost or otherwise wrong: {len(wrong)}; "
        f"{len(at)} of {every} steps met"
    ]
    causes = Counter(cause for hit in hits for cause in hit.causes)
    if causes:
        lines.append(f"  answers: {_counted(causes)}")
    by_operation: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        by_operation[hit.operation].append(_kind(hit.label))
    for operation, labels in by_operation.items():
        steps = len(measured.steps[operation])
        lines.append(f"  {operation} ({steps} steps): {_counted(Counter(labels))}")
    return "\n".join(lines)


def _kind(label: str) -> str:
    return label if label in (BEGIN, COMMIT, COMMITTED, "some moment") else f"at {label}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
