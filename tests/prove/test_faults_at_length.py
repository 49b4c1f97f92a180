"""kill -9 and a full disk at twenty points each: the file is whole or absent."""

import pytest

from tests.faults import killed, make_place, on_full_disks

POINTS = 20
pytestmark = pytest.mark.prove


def test_a_killed_process_leaves_a_whole_file_or_none(tmp_path):
    assert killed(make_place(tmp_path), POINTS) == [True] * POINTS


def test_a_full_disk_leaves_nothing(tmp_path):
    found = on_full_disks(make_place(tmp_path), POINTS)
    assert [left for _, left in found] == ["[]"] * POINTS
    assert all("nothing was written" in told for told, _ in found)
