"""Scores of a file are written whole or not at all, whatever happens to the process."""

import signal

import pytest

from tests.faults import killed, make_place, on_full_disks

FULL = (
    "28] the disk is full; free some space or write elsewhere",
    "27] the file would be larger than the system allows",
)


@pytest.fixture
def place(tmp_path):
    return make_place(tmp_path)


def test_a_killed_process_leaves_a_whole_file_or_none(place):
    assert killed(place, points=3) == [True] * 3


def test_the_next_run_removes_what_a_killed_process_left(place):
    place.disturbed_while_it_writes(signal.SIGKILL)
    assert (len(place.drafts()), place.out.exists()) == (1, False)
    place.seconds()
    assert [file.name for file in place.folder.iterdir()] == ["scores.parquet"]
    assert place.is_whole_or_absent()


def test_a_full_disk_is_told_and_leaves_nothing(place):
    for told, left in on_full_disks(place, points=3):
        assert any(told.startswith(f"OSError: [Errno {reason}; nothing") for reason in FULL)
        assert "draft" not in told
        assert left == "[]"


def test_ctrl_c_leaves_nothing_half_written(place):
    told, code = place.disturbed_while_it_writes(signal.SIGINT)
    *said, left = told.splitlines()
    assert (said, code) == (["KeyboardInterrupt: "], 0)
    # on a busy machine the signal may come after the file was whole and had its name
    assert left in ("[]", "['scores.parquet']")
    assert place.is_whole_or_absent()


def test_a_file_that_was_limited_by_the_system_is_told(place):
    with place.start(largest=4096) as process:
        told, left = process.stdout.read().splitlines()
    assert "the file would be larger than the system allows; nothing was written" in told
    assert left == "[]"


def test_a_run_that_nobody_disturbs_writes_all_rows(place):
    place.seconds()
    assert place.out.exists()
    assert place.is_whole_or_absent()
