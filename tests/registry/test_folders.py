import subprocess
import sys
import time
from pathlib import Path

from tests.registry import folders
from tests.registry.folders import made_folder

ROOT = Path(__file__).parents[2]
HELD = """
import sys, time
from tests.registry.folders import made_folder
folder = made_folder("scoring_kit_", before=lambda path: ["touch", sys.argv[1]])
(folder.path / "data").touch()
print(folder.path, flush=True)
time.sleep(600)
"""


def test_a_folder_can_be_removed_by_whoever_made_it():
    folder = made_folder("scoring_kit_")
    (folder.path / "data").touch()
    folder.remove()
    assert not folder.path.exists()


def test_a_killed_process_leaves_no_folder_and_what_goes_before_is_done(tmp_path):
    command = [sys.executable, "-c", HELD, str(tmp_path / "stopped")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        path = Path(process.stdout.readline().strip())
        assert (path / "data").exists()
        process.kill()
    end = time.monotonic() + 60
    while path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert not path.exists()
    assert (tmp_path / "stopped").exists()


def test_where_memory_is_short_a_folder_is_made_in_the_usual_place(monkeypatch):
    monkeypatch.setattr(folders, "ENOUGH", 2**60)
    folder = made_folder("scoring_kit_")
    assert not folder.path.is_relative_to(folders.MEMORY)
    folder.remove()
