"""Runs the command line in this process, as a shell would."""

import shutil
from dataclasses import dataclass

import pytest

from scoring_kit.cli import main
from scoring_kit.registry.registry import Registry
from scoring_kit.scorecard.files import read_scorecard_text
from tests.registry.registries import opened


@dataclass(frozen=True)
class Run:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs one command and tells what came out."""

    def run_command(*arguments):
        monkeypatch.setattr("sys.argv", ["scoring-kit", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setenv("NO_COLOR", "1")
        with pytest.raises(SystemExit, match=r"^\d*$") as exit_:
            main()
        captured = capsys.readouterr()
        return Run(exit_.value.code or 0, captured.out, captured.err)

    return run_command


CARD = """\
schema: scoring-kit/1
name: club
key: id
score:
  aggregate: mean
  of:
    - {criterion: age, missing: 0, value: {linear: {from: [18, 68], to: [0, 100]}}}
"""
CHANGED = CARD.replace("[18, 68]", "[18, 78]")
TABLE = "id,age\na,43\nb,68\n"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a scorecard and its table."""
    (tmp_path / "card.yaml").write_text(CARD)
    (tmp_path / "people.csv").write_text(TABLE)
    return tmp_path


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Return a folder with two registries: an empty one, and one with two versions by ann.

    In the second, versions move without evidence.
    """
    folder = tmp_path_factory.mktemp("registries")
    with Registry(f"sqlite:///{folder / 'empty.db'}"):
        pass
    with opened(f"sqlite:///{folder / 'versions.db'}") as registry:
        registry.add(read_scorecard_text(CARD), "first", author="ann")
        for move in (registry.propose, registry.approve, registry.promote):
            move("club", 1, move.__name__, by="bob")
        registry.add(read_scorecard_text(CHANGED), "second", author="ann")
    return folder


@pytest.fixture
def registry(run, folder, kept, monkeypatch):
    """Return a function that runs a command of a registry, which is empty at first."""
    shutil.copyfile(kept / "empty.db", folder / "scores.db")
    monkeypatch.setenv("SCORING_KIT_REGISTRY", f"sqlite:///{folder / 'scores.db'}")
    for name in ("SCORING_KIT_KEY", "SCORING_KIT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)

    def run_command(*arguments):
        return run("registry", *arguments)

    return run_command


@pytest.fixture
def versions(registry, folder, kept):
    """Return the same for a registry with two versions by ann, the first of which is live."""
    shutil.copyfile(kept / "versions.db", folder / "scores.db")
    return registry
