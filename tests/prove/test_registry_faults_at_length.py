"""kill -9 at a hundred points and a full disk at twenty, on each database."""

import sys
from collections import Counter
from random import Random

import pytest

from tests.registry.copies import Databases
from tests.registry.faulty import (
    Victims,
    figures,
    full_disks,
    killed_while_opened,
    kills,
    until_met,
)
from tests.registry.small_disk import on_a_small_disk

pytestmark = pytest.mark.prove


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("points", "number"), [(kills, 100), (full_disks, 20)])
def test_nothing_is_lost_or_half_there_after_a_fault(copies, url, points, number, seed, capfd):
    server = copies.kind.server if isinstance(copies.kind, Databases) else None
    victims = Victims(url)
    measured = victims.measured()
    hits = until_met(victims, points(measured, Random(seed), server, url), number)
    with capfd.disabled():
        what = f"{url.partition(':')[0]}, {points.__name__}, seed {seed}"
        told = f"{what}: {figures(measured, hits)}"
        told += f"\n  runs: {dict(victims.runs())}"
        print(told, file=sys.stderr)  # noqa: T201 - the figures are the result
    assert [hit for hit in hits if hit.problems] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_half_there_on_a_disk_that_was_full(tmp_path, seed, capfd):
    found = on_a_small_disk(tmp_path, number=20, seed=seed)
    with capfd.disabled():
        answers = Counter(cause for hit in found for cause in hit["causes"])
        told = f"sqlite, a small disk, seed {seed}: {len(found)} points, {dict(answers)}"
        print(told, file=sys.stderr)  # noqa: T201 - the figures are the result
    assert [hit for hit in found if hit["problems"]] == []


def test_a_registry_that_was_killed_while_it_was_made_is_made_by_the_next(copies, capfd):
    found = killed_while_opened(copies.empty, 1_000)
    with capfd.disabled():
        told = f"{type(copies.kind).__name__}: killed at each of {len(found)} steps of opening"
        print(told, file=sys.stderr)  # noqa: T201 - the figures are the result
    assert [one for one in found if one[1]] == []
