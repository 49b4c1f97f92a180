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
