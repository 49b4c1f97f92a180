"""kill -9 at ten points and a full disk at two, on each database: nothing is lost or half there."""

from random import Random

import pytest

from tests.registry.copies import Databases
from tests.registry.faulty import Victims, full_disks, killed_while_opened, kills, until_met
from tests.registry.small_disk import on_a_small_disk


@pytest.mark.parametrize(("points", "number"), [(kills, 10), (full_disks, 2)])
def test_nothing_is_lost_or_half_there_after_a_fault(copies, url, points, number):
    server = copies.kind.server if isinstance(copies.kind, Databases) else None
    victims = Victims(url)
    drawn = points(victims.measured(), Random(7), server, url)
    hits = until_met(victims, drawn, number)
    assert [hit for hit in hits if hit.problems] == []


def test_nothing_is_lost_or_half_there_on_a_disk_that_was_full(tmp_path):
    found = on_a_small_disk(tmp_path, number=2, seed=7)
    assert {hit["outcome"] for hit in found} == {"database"}
    assert [hit for hit in found if hit["problems"]] == []


def test_a_registry_that_was_killed_while_it_was_made_is_made_by_the_next(copies):
    found = killed_while_opened(copies.empty, 3)
    assert [wrong for _, wrong in found] == [[], [], []]
