from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "upgrade", "add", "list", "show", "compare", "history", "live", "propose", "approve", "reject",
    "promote", "rollback", "score", "runs", "replay", "audit", "verify", "export", "import",
    "branch", "policy show", "policy set", "policy withdraw", "environments list",
    "environments add", "users list", "users add", "keys list", "keys add", "keys revoke",
]  # fmt: skip


def test_the_commands_are_listed_in_the_order_of_the_work(run):
    found = run("registry", "--help")
    lines = [line.split() for line in found.out.splitlines()]
    listed = [words[1] for words in lines if len(words) > 1]
    order = list(dict.fromkeys(command.partition(" ")[0] for command in COMMANDS))
    assert [word for word in listed if word in order] == order
    assert "SCORING_KIT_REGISTRY" in found.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(run, command):
    found = run("registry", *command.split(), "--help")
    assert (found.code, f"Example: scoring-kit registry {command}" in found.out) == (0, True)


def test_the_page_of_the_registry_names_every_command():
    page = (ROOT / "docs" / "registry.md").read_text().partition("## Commands")[2]
    assert [x for x in COMMANDS if f"`{x.partition(' ')[0]}`" not in page] == []


def test_without_a_command_the_help_is_shown(run):
    found = run("registry")
    assert (found.code, "Usage" in found.out + found.err) == (2, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_registry_has_to_be_named(run, command, monkeypatch, folder):
    monkeypatch.delenv("SCORING_KIT_REGISTRY", raising=False)
    needs = {
        "add": [folder / "card.yaml"], "environments add": ["europe"],
        "users add": ["ann"], "keys add": ["ann", "-s", "author"], "keys revoke": ["0123456789ab"],
        "compare": ["club", "1", "2"], "branch": ["club", "1"],
        "export": [folder / "out"], "import": [folder],
        "score": ["club", folder / "people.csv", "-o", folder / "out.csv"], "replay": ["a1b2"],
    }  # fmt: skip
    moves = ("propose", "approve", "reject", "promote", "rollback")
    given = needs.get(command, ["club"] if command in ("show", "history", "live", "runs") else [])
    given = ["club", "1"] if command in moves else given
    told = ["-m", "text"] if command in (*moves, "add", "policy set", "policy withdraw") else []
    told += ["--evidence"] if command == "policy set" else []
    writes = (
        *moves,
        "add",
        "policy set",
        "policy withdraw",
        "environments add",
        "import",
        "users add",
        "keys add",
        "keys revoke",
    )
    told += ["--by", "ann"] if command in writes else []
    found = run("registry", *command.split(), *given, *told)
    assert (found.code, found.out) == (2, "")
    assert "name the registry: --registry sqlite:///scores.db, or set" in found.err
