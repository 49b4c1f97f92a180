"""Repositories of git for tests: with no settings but their own, and nobody's hooks."""

import os
import subprocess


def git(folder, *words, given=None):
    """Run git in a folder, and return what it prints."""
    command = ["git", "-C", str(folder), *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, input=given, env=plain())
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8").removesuffix("\n")


TIES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_CONFIG_COUNT")


def plain():
    return {name: value for name, value in os.environ.items() if name not in TIES}


def made_repository(folder, monkeypatch, *, person=True):
    """Return a new repository with a commit, and let nothing of the machine's settings count."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("AUTHOR", "COMMITTER"):
        for part in ("NAME", "EMAIL", "DATE"):
            monkeypatch.delenv(f"GIT_{name}_{part}", raising=False)
    monkeypatch.delenv("EMAIL", raising=False)
    repository = folder / "repository"
    repository.mkdir()
    git(repository, "init", "-q", "-b", "main")
    (repository / "README.md").write_text("ours\n")
    git(repository, "add", ".")
    who = ("-c", "user.name=First", "-c", "user.email=first@example.org")
    git(repository, *who, "commit", "-q", "-m", "Begin")
    if person:
        git(repository, "config", "user.name", "Ann Lee")
        git(repository, "config", "user.email", "ann@example.org")
    return repository
