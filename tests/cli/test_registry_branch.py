import json

import pytest

from tests.registry.repositories import git, made_repository


@pytest.fixture
def repository(tmp_path, monkeypatch):
    return made_repository(tmp_path, monkeypatch)


def test_a_version_is_written_as_a_branch(versions, repository):
    where = ("--repository", repository, "--path", "cards/club.yaml")
    found = versions("branch", "club", 2, *where)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("branch propose/club-2 (")
    assert found.out.endswith("new): Propose club 2: second\n")
    told = git(repository, "log", "-1", "--format=%B", "propose/club-2")
    assert "- age: linear from [18, 68] -> [18, 78]" in told
    data = json.loads(versions("branch", "club", 2, *where, "--json").out)
    assert (data["path"], data["is_new"]) == ("cards/club.yaml", False)


def test_the_impact_is_told_of_a_table(versions, repository, folder):
    where = ("--repository", repository, "--branch", "b", "--by", "Bob <b@example.org>")
    assert versions("branch", "club", 2, *where, "--data", folder / "people.csv").code == 0
    assert "The mean score goes from 75.00 to 62.50" in git(repository, "log", "-1", "b")
    assert git(repository, "log", "-1", "--format=%ae", "b") == "b@example.org"


@pytest.mark.parametrize("options", [["--top", "3"], ["-p", "a=1"], ["--key", "id"]])
def test_options_of_the_comparison_need_a_table(versions, repository, options):
    found = versions("branch", "club", 2, "--repository", repository, *options)
    assert (found.code, "name them with --data" in " ".join(found.err.split())) == (2, True)


def test_what_git_refuses_ends_with_1(versions, folder, repository):
    found = versions("branch", "club", 1, "--repository", repository)
    assert (found.code, "there is nothing to propose" in found.err) == (1, True)
    found = versions("branch", "club", 2, "--repository", folder / "none")
    assert (found.code, "the folder is not there" in found.err) == (1, True)
