"""Two processes at once, each with a hundred things to do."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from scoring_kit.registry.registry import Registry

ROOT = Path(__file__).parents[2]


def at_once(url, processes, count):
    """Return what each process tells; they start with an empty database."""
    command = [sys.executable, "-W", "error", "-m", "tests.registry.mixed_operations", url]
    running = [
        subprocess.Popen(
            [*command, str(seed), str(count)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for seed in range(processes)
    ]  # fmt: skip
    told = [process.communicate() for process in running]
    assert [errors for _, errors in told] == [""] * processes
    return [json.loads(output) for output, _ in told]


def lives(links):
    """Return for each moment of a history how many versions are live, counted by hand."""
    live, counts = set(), []
    for link in links:
        live = (live | {link.number}) if link.after == "live" else live - {link.number}
        if link.action != "retire":  # it and what follows are one transaction
            counts.append(len(live))
    return counts


def test_nothing_is_lost_or_doubled_when_two_write_at_once(url):
    told = at_once(url, processes=2, count=100)
    done = sum((Counter(one["done"]) for one in told), Counter())
    assert sum(done.values()) == 200
    with Registry(url) as registry:
        links = registry.history("small")
        verified = registry.verify()
        kept = {
            str(n): registry.version("small", n).sha256 for n in range(1, verified.versions + 1)
        }
    # each version that a process was told of is there, with its number, and no other
    assert kept == {number: sha for one in told for number, sha in one["added"].items()}
    # each move that was done is a transition; what was refused is none
    actions = Counter(link.action for link in links)
    assert {a: actions[a] for a in actions if a != "retire"} == {
        action: count for action, count in done.items() if " at " not in action and action != "live"
    }
    # nothing is live until the first promotion, then always one
    counts = lives([link for link in links if link.environment])
    first = counts.index(1)
    assert set(counts[:first]) <= {0}
    assert set(counts[first:]) == {1}
    revisions = [link.revision for link in links if link.after == "live"]
    assert revisions == list(range(1, len(revisions) + 1))
