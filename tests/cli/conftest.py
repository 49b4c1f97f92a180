"""Runs the command line in this process, as a shell would."""

from dataclasses import dataclass

import pytest

from scoring_kit.cli import main


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
TABLE = "id,age\na,43\nb,68\n"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a scorecard and its table."""
    (tmp_path / "card.yaml").write_text(CARD)
    (tmp_path / "people.csv").write_text(TABLE)
    return tmp_path


@pytest.fixture
def registry(run, folder, monkeypatch):
    """Return a function that runs a command of a registry, which is empty at first."""
    monkeypatch.setenv("SCORING_KIT_REGISTRY", f"sqlite:///{folder / 'scores.db'}")
    monkeypatch.delenv("SCORING_KIT_KEY", raising=False)

    def run_command(*arguments):
        return run("registry", *arguments)

    assert run_command("upgrade").code == 0
    return run_command


@pytest.fixture
def versions(registry, folder):
    """Return the same for a registry with two versions by ann, the first of which is live."""
    registry("add", folder / "card.yaml", "-m", "first", "--by", "ann")
    for move in ("propose", "approve", "promote"):
        done = registry(move, "club", 1, "-m", move, "--by", "bob")
        assert (done.code, done.err) == (0, "")
    (folder / "new.yaml").write_text(CARD.replace("[18, 68]", "[18, 78]"))
    registry("add", folder / "new.yaml", "-m", "second", "--by", "ann")
    return registry
