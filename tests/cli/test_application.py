import os
import subprocess
import sys

import pytest

import scoring_kit


def test_the_version_is_printed(run):
    assert run("--version").out == f"scoring-kit {scoring_kit.__version__}\n"


def test_help_lists_the_commands_and_the_exit_codes(run):
    found = run("--help")
    assert found.code == 0
    for word in (
        "new",
        "check",
        "score",
        "sql",
        "diff",
        "schema",
        "lab",
        "0 done, 1 findings or refused, 2 bad usage",
    ):
        assert word in found.out


@pytest.mark.parametrize("command", ["new", "check", "score", "sql", "diff", "schema", "lab"])
def test_every_command_shows_an_example(run, command):
    found = run(command, "--help")
    assert (found.code, f"Example: scoring-kit {command}" in found.out) == (0, True)


@pytest.mark.parametrize("arguments", [("chek",), ("check",), ("score", "a"), ("check", "--odd")])
def test_bad_usage_ends_with_2(run, arguments):
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert "Usage: scoring-kit" in found.err


def test_no_command_shows_the_help_and_ends_with_2(run):
    found = run()
    assert (found.code, "Usage" in found.out + found.err) == (2, True)


def test_a_misspelt_command_gets_a_hint(run):
    assert "Did you mean 'check'" in run("chek").err


def test_an_error_is_one_message_without_a_traceback(run):
    found = run("check", "none.yaml")
    assert (found.code, found.out) == (1, "")
    assert found.err == "error: none.yaml: no such file or directory\n"


def test_debug_shows_where_an_error_arose(run):
    found = run("--debug", "check", "none.yaml")
    assert (found.code, "Traceback" in found.err) == (1, True)
    assert found.err.endswith("error: none.yaml: no such file or directory\n")


def test_debug_may_stand_after_the_command(run):
    found = run("check", "none.yaml", "--debug")
    assert (found.code, "Traceback" in found.err) == (1, True)


def test_ctrl_c_ends_with_130_and_says_nothing():
    code = (
        "import os, signal, time, scoring_kit.cli.application as application\n"
        "def run(arguments):\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(9)\n"
        "application.run = run\n"
        "from scoring_kit.cli import main\nmain()"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.returncode, found.stdout, found.stderr) == (130, "", "")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_within_a_command_ends_with_130(run, monkeypatch, folder, error):
    def interrupted(path):
        raise error

    monkeypatch.setattr("scoring_kit.scorecard.read_scorecard", interrupted)
    found = run("check", folder / "card.yaml")
    assert (found.code, found.out, found.err) == (130, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_for_each_shell(run, shell, monkeypatch):
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, shell))
    found = run("--show-completion")
    assert (found.code, "_SCORING_KIT_COMPLETE" in found.out) == (0, True)


def test_a_shell_completes_commands_without_importing_engines():
    code = (
        "import sys\nfrom scoring_kit.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print([m for m in ('duckdb', 'pandas', 'sqlglot', 'numpy') if m in sys.modules])"
    )
    asked = {
        "_SCORING_KIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "scoring-kit s",
        "COMP_CWORD": "1",
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **asked})
    assert done.stdout.split() == ["score", "sql", "schema", "serve", "[]"]


def test_square_brackets_in_an_error_are_no_markup(run, tmp_path):
    path = tmp_path / "[red]card.yaml"
    assert "[red]card.yaml: no such file" in run("check", path).err


def test_the_package_runs_as_a_program():
    code = "from scoring_kit.cli import main; main()"
    command = [sys.executable, "-c", code, "--version"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.startswith(
        b"scoring-kit "
    )
