import json
import os
import time
from pathlib import Path

import pytest

from scoring_kit.registry.commands import Command, CommandError
from scoring_kit.registry.events import Event
from scoring_kit.registry.keys import KEY_VARIABLE
from tests.registry.test_events import LINK

EVENT = Event(LINK)


def shell(script, seconds=10.0):
    return Command(("/bin/sh", "-c", script), seconds)


def test_a_command_gets_the_event_on_its_input(tmp_path):
    shell(f"cat > '{tmp_path}/told'")(EVENT)
    told = json.loads((tmp_path / "told").read_text(encoding="utf-8"))
    assert told == json.loads(EVENT.to_json())


def test_a_command_that_does_not_listen_is_no_failure():
    shell("exec true")(Event(LINK, ("a long list of changes " * 10_000,)))


def test_what_a_command_prints_is_not_shown(capfd):
    shell("cat; echo said >&2")(EVENT)
    assert capfd.readouterr() == ("", "")


def test_a_command_does_not_get_the_key(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "sk_secret")
    monkeypatch.setenv("OTHER", "sk_other")
    shell(f"env > '{tmp_path}/told'")(EVENT)
    told = (tmp_path / "told").read_text()
    assert "OTHER=sk_other" in told
    assert "sk_secret" not in told


def test_words_are_handed_over_as_they_are(tmp_path):
    odd = "$(touch x); 'a' \"b\" *"
    Command(("/bin/sh", "-c", f'printf %s "$1" > "{tmp_path}/told"', "sh", odd), 10.0)(EVENT)
    assert (tmp_path / "told").read_text() == odd


def test_a_command_that_fails_says_why():
    with pytest.raises(
        CommandError, match="sh ended with status 3; it said: no such room"
    ) as caught:
        shell("echo 'no such room' >&2; exit 3")(EVENT)
    assert caught.value.kind == "sh ended with status 3"


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(FileNotFoundError, match="no_such_program"):
        Command(("no_such_program",), 10.0)(EVENT)


def test_a_command_that_takes_too_long_is_killed_with_all_that_it_started(tmp_path):
    begun = time.monotonic()
    script = f"sleep 60 & echo $! > '{tmp_path}/pid'; wait"
    with pytest.raises(CommandError, match=r"sh took longer than 0.3 seconds, and was killed"):
        shell(script, seconds=0.3)(EVENT)
    assert time.monotonic() - begun < 20
    assert not is_running(int((tmp_path / "pid").read_text()))


def is_running(pid):
    """Return whether a process runs; one that is dead and not yet buried does not."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return False
        if state == "Z":
            return False
    return True
