import sys

import pytest

from scoring_kit.errors import ScoringError
from scoring_kit.optional import MissingPackageError, require


def test_a_package_that_is_there_is_returned():
    assert require("json", "tests").dumps([1]) == "[1]"


def test_a_missing_package_says_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'scoring-kit\[charts\]'"):
        require("altair", "charts")
    assert issubclass(MissingPackageError, (ScoringError, ImportError))


def test_a_package_that_is_there_but_broken_is_not_called_missing(tmp_path, monkeypatch):
    (tmp_path / "broken_package.py").write_text("import no_such_thing_at_all")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_thing_at_all"):
        require("broken_package", "tests")
