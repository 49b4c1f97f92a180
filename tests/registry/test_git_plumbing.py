import os
from pathlib import Path

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry import git_plumbing
from scoring_kit.registry.git_plumbing import work_tree
from tests.registry.repositories import git, made_repository


@pytest.fixture
def repository(tmp_path, monkeypatch):
    return made_repository(tmp_path, monkeypatch)


def test_a_folder_of_a_work_tree_knows_where_it_is(repository):
    (repository / "cards" / "é x").mkdir(parents=True)
    assert work_tree(repository).prefix == ""
    assert work_tree(repository / "cards" / "é x").prefix == "cards/é x/"


def test_what_is_no_work_tree_is_refused(tmp_path, repository):
    (tmp_path / "plain").mkdir()
    git(tmp_path, "init", "-q", "--bare", "bare")
    for folder, expected in (
        (tmp_path / "none", "the folder is not there"),
        (tmp_path / "plain", "not a git repository"),
        (tmp_path / "bare", "a repository without a work tree"),
        (repository / ".git", "a repository without a work tree"),
    ):
        with pytest.raises(RegistryError, match=expected):
            work_tree(folder)


def test_without_git_it_says_so(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RegistryError, match="git is not installed; a branch needs it"):
        work_tree(repository)


def test_a_command_that_fails_tells_what_git_says(repository):
    with pytest.raises(RegistryError, match=r"git cat-file in .* fails: fatal: .*nothing was cha"):
        work_tree(repository).tell("cat-file", "blob", "HEAD")
    assert work_tree(repository).ask("cat-file", "blob", "HEAD") is None


def test_a_command_that_does_not_end_is_given_up(repository, monkeypatch, tmp_path):
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setattr(git_plumbing, "SECONDS", 0.05)
    hanging = git_plumbing.Git(str(tmp_path / "git"), repository)
    with pytest.raises(RegistryError, match=r"git var in .* does not answer; nothing was changed"):
        hanging.tell("var")


def test_a_repository_that_the_environment_names_is_not_used(repository, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    found = work_tree(repository)
    assert Path(found.tell("rev-parse", "--show-toplevel")) == repository.resolve()
    assert os.environ["GIT_DIR"] == str(other / ".git")
