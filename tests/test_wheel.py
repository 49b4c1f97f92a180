"""The wheel as a user gets it: built, installed where nothing of the project is, and used."""

import subprocess
import zipfile
from pathlib import Path

import pytest

import scoring_kit as sk
from tests.wheels import (
    PLAY,
    PLAYED,
    ROOT,
    USE,
    USED,
    build_wheel,
    create_environment,
    install,
    run,
    share_packages,
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel):
    return zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """Return the interpreter of an environment with the wheel and the locked packages."""
    found = create_environment(tmp_path_factory.mktemp("environment"))
    install(found, wheel, "--no-index", "--no-deps")
    share_packages(found)
    return found


def test_it_holds_the_package_and_its_examples_and_nothing_else(names):
    roots = {name.split("/")[0] for name in names}
    assert roots == {"scoring_kit", f"scoring_kit-{sk.__version__}.dist-info"}
    assert [name for name in names if "test" in name or "__pycache__" in name] == []


def test_it_says_that_it_is_typed_and_carries_the_licences(names):
    licence = f"scoring_kit-{sk.__version__}.dist-info/licenses/LICENSE"
    assert {"scoring_kit/py.typed", "scoring_kit/data/README.md", licence} <= set(names)


@pytest.mark.parametrize("folder", ["scoring_kit", "data"])
def test_every_tracked_file_of_the_package_is_in_it(names, folder):
    listed = run("git", "-c", "safe.directory=*", "ls-files", "-z", folder).split("\0")
    inside = "" if folder == "scoring_kit" else "scoring_kit/"
    tracked = [name for name in listed if name and (ROOT / name).exists()]
    assert tracked
    assert [name for name in tracked if inside + name not in names] == []


def test_it_carries_the_screen_of_the_playground(names):
    screen = [name for name in names if name.startswith("scoring_kit/playground/static/")]
    assert {Path(name).name for name in screen} >= {"main.js", "playground.css", "preact.js"}
    # What was taken from others goes with its licence.
    assert {Path(name).name for name in screen} >= {"LICENSE.preact", "LICENSE.htm"}


def test_its_playground_opens_in_a_notebook(python, tmp_path):
    assert run(python, "-I", "-W", "error", "-c", PLAY, cwd=tmp_path) == PLAYED


def test_it_scores_its_examples_from_an_empty_folder(python, tmp_path):
    assert run(python, "-I", "-W", "error", "-c", USE, cwd=tmp_path) == USED


def test_its_command_says_the_version(python, tmp_path):
    command = python.parent / "scoring-kit"
    assert run(command, "--version", cwd=tmp_path) == f"scoring-kit {sk.__version__}\n"


def test_its_command_scores_an_own_table(python, tmp_path):
    where = run(python, "-I", "-c", "import scoring_kit as sk; print(sk.example('cvss').data)")
    data = Path(where.strip())
    card = data.with_suffix(".yaml")
    command = [python.parent / "scoring-kit", "score", card, data, "--output", "out.csv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2593
