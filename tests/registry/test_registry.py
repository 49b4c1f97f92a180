import asyncio
import gc
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import scoring_kit.registry
from scoring_kit.errors import RegistryError
from scoring_kit.registry.migrations import upgrading
from scoring_kit.registry.registry import Registry
from tests.registry.migrations.test_upgrading import in_database
from tests.registry.registries import live_number, opened, promoted, small

ROOT = Path(__file__).parents[2]
THREAD = "scoring_kit registry"


@pytest.fixture
def threads():
    """Give what lists the threads of registries that this test began.

    Those of other tests may still be there: what nobody holds any more is tidied up at any time.
    """
    others = set(threading.enumerate())

    def began():
        found = threading.enumerate()
        return [thread for thread in found if thread.name == THREAD and thread not in others]

    return began


def test_what_was_written_is_there_when_it_is_opened_again(empty_url):
    with opened(empty_url) as registry:
        promoted(registry)
    with Registry(empty_url) as registry:
        assert (live_number(registry), registry.verify().transitions) == (1, 4)


def test_two_that_are_open_see_each_other(url):
    with Registry(url) as one, Registry(url) as other:
        promoted(one)
        assert live_number(other) == 1


def test_it_works_where_a_loop_runs_already_as_in_notebooks(url):
    async def cell():
        with Registry(url) as registry:
            return registry.add(small(), "first", author="ann").number

    assert asyncio.run(cell()) == 1


def test_it_shows_its_address_without_the_password(server):
    with Registry(server.create_database()) as registry:
        assert repr(registry).startswith("Registry('postgresql://postgres:***@127.0.0.1:")


def test_once_closed_it_says_so_and_leaves_no_thread(url, threads):
    registry = Registry(url)
    registry.close()
    registry.close()
    with pytest.raises(RegistryError, match="this registry is closed; open it anew"):
        registry.names()
    assert threads() == []


def test_one_that_nobody_holds_is_closed(url, threads):
    registry = Registry(url)
    assert len(threads()) == 1
    del registry
    gc.collect()
    assert threads() == []


def test_one_that_cannot_be_opened_leaves_no_thread(tmp_path, threads):
    with pytest.raises(RegistryError, match="the folder does not exist"):
        Registry(f"sqlite:///{tmp_path}/none/scores.db")
    assert threads() == []


def test_a_program_ends_although_its_registry_is_open(url):
    code = f"from scoring_kit.registry import Registry; r = Registry({url!r}); print(r.names())"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("()\n", "", 0)


def test_an_older_registry_is_refused_until_it_is_upgraded(url, monkeypatch):
    Registry(url).close()
    scripts = upgrading._scripts()
    later = type("Later", (), {"walk_revisions": scripts.walk_revisions})()
    later.get_current_head = lambda: "9999"
    with monkeypatch.context() as patched:
        patched.setattr(upgrading, "_scripts", lambda: later)
        with pytest.raises(RegistryError, match=r"older than this .* call Registry.upgrade\(url\)"):
            Registry(url)
    Registry.upgrade(url)
    Registry(url).close()


def test_a_newer_registry_is_refused(url):
    Registry(url).close()
    in_database(url, "UPDATE scoring_kit_schema SET version_num = '9999'")
    with pytest.raises(RegistryError, match="a newer scoring_kit wrote this registry"):
        Registry(url)


def test_what_is_missing_says_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(ImportError, match=r"pip install 'scoring-kit\[registry\]'"):
        scoring_kit.registry.Registry  # noqa: B018 - the look is the test
