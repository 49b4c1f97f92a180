"""The same bytes everywhere: these tests run on each version of DuckDB, on any machine.

A change of what stands on a page, on purpose, is written down by
``python -m tests.report.golden``.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.report.golden import KNOWN, REPORTS, digest

GOLDEN = json.loads(KNOWN.read_text())


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_on_an_example_has_the_known_bytes(name, threads):
    assert digest(name, threads) == GOLDEN[name]


def test_neither_zone_language_nor_the_order_of_sets_changes_a_report(tmp_path):
    code = "from tests.report.golden import digest; print(digest('german_credit', 1))"
    odd = {
        "TZ": "Asia/Tokyo",
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "7",
    }
    environment = {**os.environ, **odd, "PYTHONPATH": os.pathsep.join(["."])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == GOLDEN["german_credit"], done.stderr
