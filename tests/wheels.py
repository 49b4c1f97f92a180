"""Builds the wheel, installs it in environments of its own, and uses it there as a user would."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Run from an empty folder, without the folder itself on the path and with warnings as errors.
USE = """
import scoring_kit as sk
for name in ("book_club", "hfi", "cvss", "german_credit"):
    card, data = sk.example(name)
    assert "site-packages" in str(data), data
    scores = sk.score(card, data).to_pandas()
    print(name, len(scores), scores["score"].max().round(2))
"""
# The rows are those of the publishers, and so is the highest score: Hong Kong in 2012 (8.999), a
# vector with nothing in an attacker's way, and the best of 1,000 loans. The book club's is that
# of the second program in test_book_club.py.
USED = "book_club 4000 95.9\nhfi 810 9.0\ncvss 2592 10.0\ngerman_credit 1000 741.0\n"

# What a notebook does with the last line of a cell.
PLAY = """
import scoring_kit as sk
pg = sk.Playground(*sk.example("book_club"))
shown, _ = pg._repr_mimebundle_()
print(pg.session.set_tier("A", 70))
print(*sorted(shown), len(pg.widget._esm) > 100_000)
pg.close()
"""
PLAYED = """1 tier A: 60 -> 70
application/vnd.jupyter.widget-view+json text/html text/plain True
"""


def run(*command, cwd=ROOT):
    """Return what a command prints; its errors are shown where it fails."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build_wheel(folder):
    """Return the path of the wheel, built from the working tree."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def create_environment(folder, python=sys.executable):
    """Return the interpreter of a new, empty environment."""
    run(python, "-m", "venv", "--without-pip", folder)
    return folder / "bin" / "python"


def install(python, wheel, *options):
    """Install a wheel with pip, which is borrowed from the environment of the tests."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    run(*pip, "install", "-q", *options, wheel)


def share_packages(python):
    """Let an environment of the same Python see the locked packages, so that nothing is fetched.

    A folder named in a .pth file comes last, and .pth files in it are not read: the working tree
    stays out of sight.
    """
    (site,) = (python.parents[1] / "lib").glob("python*/site-packages")
    (site / "locked.pth").write_text(sysconfig.get_path("purelib") + "\n")


def locked_versions(folder):
    """Return a file of pip constraints with the versions of the lock file, without hashes."""
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    pins = re.findall(r"^[\w.-]+==[^\\\n]+", lock, re.MULTILINE)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins) + "\n")
    return constraints


def interpreters(versions):
    """Return the interpreters of these versions that are on this machine and run."""
    found = {version: _first_that_runs(version) for version in versions}
    return {version: python for version, python in found.items() if python}


def _first_that_runs(version):
    folders = (".pyenv/versions", ".local/share/uv/python")
    patterns = [f"{folder}/*{version}.*/bin/python{version}" for folder in folders]
    installed = [path for pattern in patterns for path in sorted(Path.home().glob(pattern))]
    ask = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    for python in [*filter(None, [shutil.which(f"python{version}")]), *installed]:
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True)
        if answer.stdout.strip() == version:
            return python
    return None
