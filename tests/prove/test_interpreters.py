"""The wheel on every supported Python that this machine has, with the locked versions.

Packages for another Python are fetched by pip, from wherever pip is configured to look.
"""

from __future__ import annotations

import json
import sys

import pytest

from tests.report.golden import KNOWN
from tests.wheels import (
    ROOT,
    USE,
    USED,
    build_wheel,
    create_environment,
    install,
    interpreters,
    locked_versions,
    run,
)

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
pytestmark = pytest.mark.prove


REPORTS = """
import json, sys
sys.path.append(sys.argv[1])  # behind the wheel
from tests.report.golden import REPORTS, digest
print(json.dumps({name: digest(name) for name in REPORTS}))
"""


def used_on(python, wheel, folder):
    """Return what the examples score in an environment of this Python, and their reports' bytes."""
    environment = create_environment(folder, python)
    install(environment, wheel, "--only-binary", ":all:", "-c", locked_versions(folder))
    scores = run(environment, "-I", "-W", "error", "-c", USE, cwd=folder)
    reports = run(environment, "-I", "-c", REPORTS, str(ROOT), cwd=folder)
    return scores, json.loads(reports)


def test_the_wheel_works_on_every_python_that_is_here(tmp_path, capfd):
    found = interpreters(VERSIONS)
    with capfd.disabled():
        for version in VERSIONS:
            print(f"Python {version}: {found.get(version, 'not found')}", file=sys.stderr)  # noqa: T201
    wheel = build_wheel(tmp_path)
    results = {v: used_on(python, wheel, tmp_path / v) for v, python in found.items()}
    assert "{}.{}".format(*sys.version_info) in results
    assert results == dict.fromkeys(found, (USED, json.loads(KNOWN.read_text())))
