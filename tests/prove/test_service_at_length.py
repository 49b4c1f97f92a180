"""Schemathesis asks for all that the OpenAPI document tells of, in right and in wrong ways."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.cli.test_serve import Started, answer

EXAMPLES = 500
pytestmark = pytest.mark.prove


@pytest.fixture
def service():
    started = Started("--demo")
    answer(f"{started.address}/livez")
    yield started
    started.end(signal.SIGINT)


def key_of(service):
    """Return the key that a demonstration prints first of all."""
    for line in service.process.stdout:
        found = re.search(r"sk_[0-9a-f]{12}_[0-9a-f]{64}", line)
        if found:
            return found[0]
    raise ValueError("no key was printed")


def test_every_answer_is_one_that_the_document_tells_of(service, capfd):
    """What a row has to have differs by scorecard and stands in its schema, not in the document:
    a row that is right by the document alone may be refused."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{service.address}/openapi.json"]
    command += ["--header", f"X-API-Key: {key_of(service)}", "--mode", "all"]
    command += ["--max-examples", str(EXAMPLES), "--checks", "all"]
    command += ["--exclude-checks", "positive_data_acceptance", "--no-color"]
    hooks = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.prove.line_hooks"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600, env=hooks)
    with capfd.disabled():
        print(done.stdout[-1500:], file=sys.stderr)  # noqa: T201 - the figures are the result
    assert done.returncode == 0, done.stdout
