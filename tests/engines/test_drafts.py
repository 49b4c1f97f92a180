import os
import subprocess
import sys

import pytest

from scoring_kit.engines.drafts import draft_path, drafted, output_path

LONG = "ü" * 120 + ".parquet"  # 248 bytes of the 255 that a name may have


def write(place, text="new", *, overwrite=False):
    place = output_path(place, overwrite=overwrite)
    draft = draft_path(place)
    with drafted(place, draft, overwrite=overwrite):
        draft.write_text(text)
        assert [file.name for file in place.parent.glob(".*.draft")] == [draft.name]


@pytest.mark.parametrize("name", ["scores.csv", "it's [odd] *.csv", "\N{ROCKET}.csv", LONG])
def test_a_draft_takes_its_place_at_the_end(tmp_path, name):
    write(tmp_path / name)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {name: "new"}


def test_what_fails_leaves_nothing(tmp_path):
    place = tmp_path / "scores.csv"
    draft = drafted(place, draft_path(place), overwrite=False)
    with pytest.raises(KeyboardInterrupt, match="pressed"), draft:
        raise KeyboardInterrupt("pressed")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appeared_in_the_meantime_is_kept(tmp_path):
    place = tmp_path / "scores.csv"
    draft = draft_path(place)
    with pytest.raises(FileExistsError, match="already"), drafted(place, draft, overwrite=False):
        place.write_text("another's")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "scores.csv": "another's"
    }


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path):
    place, link = tmp_path / "scores.csv", tmp_path / "latest.csv"
    place.write_text("old")
    place.chmod(0o640)
    link.symlink_to(place)
    write(link, overwrite=True)
    assert (place.read_text(), place.stat().st_mode & 0o777) == ("new", 0o640)
    assert link.is_symlink()


def test_a_file_system_without_links_will_do(tmp_path, monkeypatch):
    def link(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write(tmp_path / "scores.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["scores.csv"]


KILLED = """
import os, sys
from pathlib import Path
from scoring_kit.engines.drafts import draft_path, drafted
place = Path(sys.argv[1])
with drafted(place, draft_path(place), overwrite=False):
    os.kill(os.getpid(), 9)
"""


def test_drafts_of_a_killed_process_are_removed_and_no_others(tmp_path):
    place, other = tmp_path / "scores.csv", tmp_path / ".scores.csv.mine.draft"
    other.write_text("mine")
    done = subprocess.run([sys.executable, "-c", KILLED, str(place)], check=False)
    assert (done.returncode, len(list(tmp_path.iterdir()))) == (-9, 2)
    with drafted(place, draft_path(place), overwrite=False):
        assert len(list(tmp_path.glob(".scores.csv.*.draft"))) == 2
    assert sorted(file.name for file in tmp_path.iterdir()) == [other.name, place.name]


def test_a_draft_that_is_being_written_is_left_alone(tmp_path):
    place = tmp_path / "scores.csv"
    first = draft_path(place)
    with drafted(place, first, overwrite=True):
        first.write_text("first")
        with drafted(place, draft_path(place), overwrite=True):
            assert first.exists()
    assert place.read_text() == "first"


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(OSError, match=r"no ordinary file.*pipe\.csv"):
        output_path(tmp_path / "pipe.csv", overwrite=True)
