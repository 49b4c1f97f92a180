"""kill -9 at a hundred points and a full disk at twenty, on each database."""

import sys
from random import Random

import pytest

from tests.registry.copies import Databases
from tests.registry.faulty import Victims, figures, full_disks, kills, until_met

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
        print(told, file=sys.stderr)  # noqa: T201 - the figures are the result
    assert [hit for hit in hits if hit.problems] == []
