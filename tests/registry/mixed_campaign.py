"""Several processes and an observer at once, and what has to be so when they are done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from scoring_kit.registry.keys import KEY_VARIABLE
from scoring_kit.registry.records import History
from scoring_kit.registry.registry import Registry
from tests.registry.registries import keyed, small

ROOT = Path(__file__).parents[2]
MOVES = ("propose", "approve", "reject", "promote", "rollback")
SCOPES = ("author", "approve", "admin", "score")


@dataclass(frozen=True)
class Campaign:
    """What was done: each operation that a process told of, and what the observer saw."""

    operations: tuple[dict[str, Any], ...]
    observed: dict[str, Any]
    seconds: float

    def done(self, *actions: str) -> list[dict[str, Any]]:
        return [o for o in self.operations if o["action"] in actions and o["code"] == "done"]

    @property
    def refused(self) -> list[dict[str, Any]]:
        return [one for one in self.operations if one["code"] != "done"]


def at_once(url: str, processes: int, count: int) -> Campaign:
    """Let processes do so many things each, in a registry in which each has a key of its own."""
    keys = keyed(url, first="author", **{f"p{seed}": SCOPES for seed in range(processes)})
    key = keys["root"].reveal()
    with Registry(url, key=keys["first"]) as registry:
        for name in ("small", "other"):
            registry.add(small(0.5, name=name), "first")
    with ExitStack() as ends:
        observer = ends.enter_context(_started("mixed_observer", url, key=key))
        start = time.monotonic()
        running = [
            ends.enter_context(
                _started("mixed_operations", url, str(i), str(count), key=keys[f"p{i}"].reveal())
            )
            for i in range(processes)
        ]
        outputs = [process.communicate() for process in running]
        seconds = time.monotonic() - start
        seen, errors = observer.communicate()
    errors = "\n".join([errors, *(errors for _, errors in outputs)]).strip()
    assert not errors, errors
    told = [json.loads(output) for output, _ in outputs]
    operations = ({"actor": f"p{i}", **one} for i, every in enumerate(told) for one in every)
    return Campaign(tuple(operations), json.loads(seen), seconds)


def _started(module: str, *words: str, key: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", f"tests.registry.{module}", *words]
    pipe, environment = subprocess.PIPE, {**os.environ, KEY_VARIABLE: key}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


# ---- what has to be so ---------------------------------------------------------------------


def links_of(registry: Registry) -> dict[str, History]:
    return {name: registry.history(name) for name in registry.names()}


def lost_updates(campaign: Campaign, registry: Registry) -> list[object]:
    """Return what was acknowledged and is not there, and what is there and was not."""
    links = [link for history in links_of(registry).values() for link in history]
    found = Counter(
        (link.actor, link.action, link.scorecard, link.number, link.environment, link.message)
        for link in links
        if link.message != "first" and (link.action, link.before) != ("retire", "live")
    )
    rolled = {link.message: link.number for link in links if link.action == "rollback"}
    told = Counter(
        (
            one["actor"], one["action"], one["name"], rolled.get(one["mark"], one["number"]),
            None if one["action"] == "add" else one["place"], one["mark"],
        )
        for one in campaign.done("add", *MOVES)
    )  # fmt: skip
    retired = {link.message: link.number for link in links if link.action == "retire"}
    taken_back = {one["mark"]: one["number"] for one in campaign.done("rollback")}
    wrong = [mark for mark, number in taken_back.items() if retired.get(mark) != number]
    return [*(told - found), *(found - told), *wrong]


def lost_versions(campaign: Campaign, registry: Registry) -> list[object]:
    """Return versions that do not have the number and the hash that a process was told."""
    told = {(one["name"], one["number"]): one["sha256"] for one in campaign.done("add")}
    held = {known.scorecard: known.versions for known in registry.overview()}
    kept = {
        (name, number): registry.version(name, number).sha256
        for name, versions in held.items()
        for number in range(2, versions + 1)
    }
    return sorted(told.items() ^ kept.items())


def lost_runs(campaign: Campaign, registry: Registry) -> list[object]:
    """Return runs that are not as a process was told, and those that nobody was told of."""
    told = {(one["run"], one["result"], one["number"]) for one in campaign.done("score")}
    runs = [run for name in registry.names() for run in registry.runs(name, limit=1_000)]
    return [*(told ^ {(run.id, run.result, run.version) for run in runs if run.status == "done"})]


def lost_entries(campaign: Campaign, registry: Registry) -> list[object]:
    """Return refusals and policies that a process was told of and the audit was not, or so."""
    audit = [entry for entry in registry.audit() if entry.actor != "root"]
    found = Counter(
        (e.actor, e.action, e.code, e.message) for e in audit if e.code != "done"
    )  # fmt: skip
    told = Counter(
        (one["actor"], one["action"], one["code"], one["message"])
        for one in campaign.refused
        if one["action"] != "live"  # whoever looks is not in the audit
    )
    policies = {e.message.partition(": ")[2] for e in audit if e.action == "set_policy"}
    set_ = {one["mark"] for one in campaign.done("set_policy")}
    return [*(found - told), *(told - found), *(policies ^ set_)]


def lost_people(campaign: Campaign, registry: Registry) -> list[object]:
    """Return environments, users and keys that are not as a process was told."""
    places = {one["place"] for one in campaign.done("add_environment")} | {"production", "staging"}
    users = {one["user"] for one in campaign.done("add_user")}
    found = {user.name for user in registry.users() if user.name.startswith("user ")}
    records = registry.keys()
    keys = {record.id: record.revoked is not None for record in records}
    revoked = {one["key"] for one in campaign.done("revoke_key")}
    wrong = [one for one in campaign.done("add_key") if keys.get(one["key"]) is None]
    ended = {key for key, is_revoked in keys.items() if is_revoked}
    there = set(registry.environments())
    return [*(places ^ there), *(users ^ found), *wrong, *(revoked ^ ended)]


def lost_things(campaign: Campaign, registry: Registry) -> dict[str, list[object]]:
    """Return all that is not as the processes were told, by its kind."""
    kinds = (lost_updates, lost_versions, lost_runs, lost_entries, lost_people)
    return {kind.__name__: lost for kind in kinds if (lost := kind(campaign, registry))}


def lives(history: Iterable[Any]) -> list[dict[str, tuple[int, int]]]:
    """Return for each length of a history what is live where, by hand; [0] for none."""
    live: list[dict[str, tuple[int, int]]] = [{}]
    for link in history:
        after = dict(live[-1])
        if link.after == "live":
            after[link.environment] = (link.number, link.revision)
        live.append(after)
    return live


def seen_otherwise(campaign: Campaign, registry: Registry, sample: int) -> list[object]:
    """Return what the observer saw live that the history does not say for then.

    sample: how many of what it saw are asked of `live(as_of=...)` as well.
    """
    links = links_of(registry)
    states = {name: lives(history) for name, history in links.items()}
    seen = [
        (name, length, {place: (number, revision) for place, number, revision in live})
        for name, length, live in campaign.observed["seen"]
    ]
    wrong: list[object] = [one for one in seen if states[one[0]][one[1]] != one[2]]
    for name, length, live in seen[:: max(1, len(seen) // sample)]:
        at, next_ = links[name][length - 1].at, links[name][length : length + 1]
        if next_ and next_[0].at == at:
            continue  # it counts for the same moment
        for place, expected in live.items():
            found = registry.live(name, place, as_of=at)
            if found is None or (found.version.number, found.revision) != expected:
                wrong.append((name, length, expected, found))
    return wrong


# ---- figures -------------------------------------------------------------------------------


def figures(campaign: Campaign) -> str:
    """Return how much was done, and how fast, in a few lines."""
    every, done = len(campaign.operations), len(campaign.operations) - len(campaign.refused)
    codes = Counter(one["code"] for one in campaign.refused)
    refused = ", ".join(f"{code} {count}" for code, count in codes.most_common())
    looks, seen = campaign.observed["looks"], len(campaign.observed["seen"])
    lines = [
        f"{every} operations in {campaign.seconds:.1f} s ({every / campaign.seconds:.0f}/s): "
        f"{done} acknowledged, {every - done} refused ({refused}); {looks} looks saw {seen} "
        f"states, {campaign.observed['verified']} of them verified"
    ]
    for action in sorted({one["as"] for one in campaign.operations}):
        own = [one for one in campaign.operations if one["as"] == action]
        times = [1000 * one["seconds"] for one in own if one["code"] == "done"]
        cuts = (
            quantiles(times, n=100, method="inclusive") if len(times) > 1 else [*times, *[0.0] * 99]
        )
        lines.append(
            f"  {action}: {len(own)}, acknowledged {len(times)}, "
            f"p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, at most {max(times, default=0):.0f} ms"
        )
    return "\n".join(lines)
