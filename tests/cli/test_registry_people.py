import json
import re

import pytest


@pytest.fixture
def keyed(registry, folder):
    """Return a function that runs a command with the key of somebody; root is an admin."""

    def run_command(*arguments, by="root"):
        return registry(*arguments, "--key-file", folder / f"{by}.key")

    registry("users", "add", "root", "--by", "root")
    made = registry("keys", "add", "root", "-s", "admin", "--by", "root")
    (folder / "root.key").write_text(made.out)
    for name, scope in (("ann", "author"), ("bob", "approve")):
        run_command("users", "add", name)
        made = run_command("keys", "add", name, "--scope", scope)
        (folder / f"{name}.key").write_text(made.out)
    return run_command


def test_a_key_is_printed_once_and_alone(registry):
    registry("users", "add", "root", "--by", "root")
    found = registry("keys", "add", "root", "--scope", "admin", "--by", "root")
    assert (found.code, bool(re.fullmatch(r"sk_[0-9a-f]{12}_[0-9a-f]{64}\n", found.out))) == (
        0,
        True,
    )
    assert found.err == f"key {found.out[3:15]} of root; it is not shown again:\n"
    listed = registry("keys", "list").out + registry("keys", "list", "--json").out
    assert found.out[3:15] in listed
    assert found.out[16:80] not in listed


def test_a_key_comes_as_json(keyed):
    found = json.loads(keyed("keys", "add", "ann", "-s", "author", "--json").out)
    assert found["key"].startswith(f"sk_{found['id']}_")


def test_with_keys_nothing_is_written_without_one(keyed, registry, folder):
    found = registry("add", folder / "card.yaml", "-m", "first", "--by", "ann")
    assert (found.code, "this registry has keys" in found.err) == (1, True)
    found = keyed("add", folder / "card.yaml", "-m", "first", by="ann")
    assert (found.code, "club version 1 (" in found.out) == (0, True)
    found = keyed("approve", "club", 1, "-m", "x", by="ann")
    assert (found.code, "approve is needed" in found.err) == (1, True)


def test_the_key_of_the_environment_says_who_writes(keyed, registry, folder, monkeypatch):
    monkeypatch.setenv("SCORING_KIT_KEY", (folder / "ann.key").read_text())
    assert registry("add", folder / "card.yaml", "-m", "first").code == 0
    [link] = json.loads(registry("history", "club", "--json").out)
    assert (link["actor"], link["identity"][:4]) == ("ann", "key ")
    monkeypatch.delenv("SCORING_KIT_KEY")
    monkeypatch.setenv("SCORING_KIT_KEY_FILE", str(folder / "ann.key"))
    data = ("--data", folder / "people.csv", "--sample", "October")
    assert registry("propose", "club", 1, "-m", "ready", *data).code == 0


def test_users_and_keys_are_listed(keyed, registry):
    lines = [" ".join(line.split()) for line in registry("keys", "list").out.splitlines()]
    assert any(re.fullmatch(r"[0-9a-f]{12} ann author all [-0-9]+ [0-9:]+", x) for x in lines)
    assert registry("users", "list").out == "ann\nbob\nroot\n"
    assert [user["name"] for user in json.loads(registry("users", "list", "--json").out)] == [
        "ann", "bob", "root"
    ]  # fmt: skip


def test_a_key_can_be_bound_to_places_and_times(keyed, registry):
    options = ("-s", "approve", "-s", "author", "-e", "staging", "--expires", "2999-01-01")
    made = json.loads(keyed("keys", "add", "bob", *options, "--json").out)
    [found] = [
        k for k in json.loads(registry("keys", "list", "--json").out) if k["id"] == made["id"]
    ]
    assert (found["scopes"], found["environments"]) == (["author", "approve"], ["staging"])
    assert found["expires"].startswith("2999-01-01T23:59:59")


def test_a_key_is_revoked_by_its_id(keyed, registry, folder):
    key = (folder / "ann.key").read_text()[3:15]
    assert keyed("keys", "revoke", key).out == "the key is revoked\n"
    found = keyed("add", folder / "card.yaml", "-m", "first", by="ann")
    assert (found.code, f"key {key} of 'ann' was revoked on" in found.err) == (1, True)


def test_the_last_key_of_an_admin_stays(keyed, folder):
    found = keyed("keys", "revoke", (folder / "root.key").read_text()[3:15])
    assert (found.code, "is the last of an admin" in found.err) == (1, True)


def test_a_key_on_the_command_line_is_no_option_and_not_repeated(registry, folder):
    for words in (["--key", "sk_secret"], ["--key=sk_secret"]):
        found = registry("add", folder / "card.yaml", "-m", "first", *words)
        assert (found.code, "No such option: --key" in found.err) == (2, True)
        assert "sk_secret" not in found.out + found.err
    help_text = " ".join(registry("add", "--help").out.split())
    assert "others can read the command line with ps" in help_text


@pytest.mark.parametrize("content", [b"sk_secret", b"", b"\xff\xfe", b"\0" * 99])
def test_a_file_without_a_key_is_refused_and_not_repeated(registry, folder, content):
    (folder / "bad.key").write_bytes(content)
    found = registry("add", folder / "card.yaml", "-m", "x", "--key-file", folder / "bad.key")
    assert (found.code, "secret" in found.err, "Traceback" in found.err) == (1, False, False)


def test_a_key_file_that_is_not_there_is_named(registry, folder):
    found = registry("users", "add", "ann", "--key-file", folder / "none.key")
    assert found.err == f"error: {folder / 'none.key'}: no such file or directory\n"


def test_empty_lists_say_so(registry):
    assert registry("users", "list").out == "no users\n"
    assert registry("keys", "list").out.startswith("no keys: whoever may write")
    assert json.loads(registry("keys", "list", "--json").out) == []
