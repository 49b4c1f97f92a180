import os
from pathlib import Path

import pytest

from scoring_kit.errors import ConflictError, RegistryError
from scoring_kit.registry import git_branch
from scoring_kit.registry.git_branch import Place, write_branch
from scoring_kit.registry.git_plumbing import work_tree
from scoring_kit.scorecard.document import hash_of
from scoring_kit.scorecard.files import read_scorecard_text, yaml_text
from tests.registry.registries import small
from tests.registry.repositories import git, made_repository

PATH = "cards/small.yaml"
BRANCH = "propose/small-2"
MESSAGE = "Propose small 2: #1 🎉\n\n# no comment\n\nVersion: 2\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    return made_repository(tmp_path, monkeypatch)


def written(repository, card=None, message=MESSAGE, by=None, **place):
    where = {"path": PATH, "branch": BRANCH, **place}
    folder = where.pop("folder", repository)
    found = Place(work_tree(folder), **where)
    return write_branch(found, card or small(2.0), message, by=by, actor="eve")


def committed(repository, path, text):
    (repository / path).parent.mkdir(exist_ok=True)
    (repository / path).write_text(text)
    git(repository, "add", "--all")
    git(repository, "commit", "-q", "-m", "more")


def test_a_branch_has_one_commit_with_the_file_and_the_message(repository):
    found = written(repository)
    assert (found.name, found.path, found.is_new) == (BRANCH, PATH, True)
    assert repr(found) == f"branch {BRANCH} ({found.commit[:8]}, new): Propose small 2: #1 🎉"
    assert git(repository, "log", "--format=%s", f"main..{BRANCH}") == "Propose small 2: #1 🎉"
    body = git(repository, "cat-file", "commit", BRANCH).partition("\n\n")[2]
    assert f"{body}\n" == MESSAGE
    assert git(repository, "diff", "--name-status", "main", BRANCH) == f"A\t{PATH}"
    text = git(repository, "show", f"{BRANCH}:{PATH}")
    assert hash_of(read_scorecard_text(text)) == hash_of(small(2.0))
    git(repository, "fsck", "--strict")


def test_the_checkout_its_index_and_its_branch_are_not_touched(repository):
    (repository / "README.md").write_text("changed\n")
    (repository / "staged.txt").write_text("staged")
    git(repository, "add", "staged.txt")
    (repository / "new.txt").write_text("new")

    def seen():
        kept = (
            (repository / ".git" / "index").read_bytes(),
            (repository / ".git" / "HEAD").read_bytes(),
        )
        files = {p: p.stat().st_mtime_ns for p in repository.iterdir() if p.name != ".git"}
        status = git(repository, "--no-optional-locks", "status", "--porcelain=v2", "--branch")
        return kept, files, status, sorted(os.listdir(repository / ".git"))

    before = seen()
    written(repository)
    after = seen()
    assert after[:3] == before[:3]
    assert [name for name in after[3] if name not in before[3]] == []


def test_a_file_that_is_there_keeps_its_comments(repository):
    committed(repository, PATH, "# agreed in May\n" + yaml_text(small(3.0)) + "# the end\n")
    os.chmod(repository / PATH, 0o755)
    git(repository, "commit", "-qam", "executable")
    written(repository)
    changed = git(repository, "diff", "--unified=0", "main", BRANCH).splitlines()[4:]
    assert [line.replace(" ", "") for line in changed if line[0] in "+-"] == [
        "-weight:3", "+weight:2"
    ]  # fmt: skip
    assert git(repository, "ls-tree", BRANCH, PATH).startswith("100755 ")


def test_a_path_is_that_of_the_folder(repository):
    (repository / "sub").mkdir()
    assert written(repository, folder=repository / "sub").path == f"sub/{PATH}"
    found = written(repository, folder=repository / "sub", path="../other.json", branch="b")
    assert found.path == "other.json"
    text = git(repository, "show", "b:other.json")
    assert hash_of(read_scorecard_text(text, format="json")) == hash_of(small(2.0))


@pytest.mark.parametrize(
    "path",
    ["é 漢.yaml", "*.yaml", ":x.yaml", "-x.yaml", "a\tb.yaml", "a\nb.yaml", "[a].yaml", '"q".yaml'],
)
def test_odd_names_of_files_are_taken_as_they_are(repository, path):
    committed(repository, "ax.yaml", yaml_text(small(1.0, name="other")))
    written(repository, path=path)
    assert git(repository, "diff", "--name-only", "-z", "main", BRANCH) == f"{path}\0"


@pytest.mark.parametrize(
    "path", ["../out.yaml", "/etc/x.yaml", "..", ".git/x.yaml", "a/.git/x.yaml", "README.md/x", ""]
)
def test_a_path_that_is_none_of_the_tree_is_refused(repository, path):
    with pytest.raises(
        RegistryError, match=r"is no file of the work tree|nothing was changed|is no"
    ):
        written(repository, path=path)
    assert git(repository, "branch", "--format=%(refname:short)") == "main"


def test_what_is_no_version_of_the_scorecard_is_not_written_over(repository):
    committed(repository, "other.yaml", yaml_text(small(1.0, name="other")))
    committed(repository, "cards/more.yaml", "more")
    committed(repository, "bad.yaml", "name: 5\n")
    os.symlink("README.md", repository / "link.yaml")
    git(repository, "add", "--all")
    git(repository, "commit", "-q", "-m", "a link")
    for path, expected in (
        ("other.yaml", "other.yaml holds the scorecard 'other'; name the path of 'small'"),
        ("bad.yaml", "bad.yaml holds no scorecard that can be changed"),
        ("README.md", "README.md holds no scorecard"),
        ("link.yaml", "link.yaml is no file in"),
        ("cards", "cards is no file in"),
    ):
        with pytest.raises(RegistryError, match=expected):
            written(repository, path=path)


def test_what_is_there_already_is_no_proposal(repository):
    committed(repository, PATH, "# x\n" + yaml_text(small(2.0)))
    with pytest.raises(RegistryError, match="holds this version already"):
        written(repository)


# ---- the branch ----------------------------------------------------------------------------


def test_writing_twice_is_writing_once(repository):
    first = written(repository)
    again = written(repository)
    assert (again.commit, again.is_new) == (first.commit, False)
    committed(repository, "more.txt", "the base has moved on")
    assert written(repository).commit == first.commit


@pytest.mark.parametrize("change", ["message", "card"])
def test_a_branch_with_something_else_is_not_moved(repository, change):
    first = written(repository)
    other = {"message": "Propose small 2: other\n"} if change == "message" else {"card": small(3.0)}
    with pytest.raises(ConflictError, match=f"the branch {BRANCH} is there with something else"):
        written(repository, **other)
    assert git(repository, "rev-parse", BRANCH) == first.commit


def test_a_branch_that_appears_in_the_meantime_is_not_moved(repository, monkeypatch):
    def races(git_, *arguments):
        git(repository, "branch", BRANCH, "main")
        return people(git_, *arguments)

    people = git_branch._people
    monkeypatch.setattr(git_branch, "_people", races)
    with pytest.raises(RegistryError, match="reference already exists"):
        written(repository)
    assert git(repository, "rev-parse", BRANCH) == git(repository, "rev-parse", "main")


def test_a_branch_in_the_way_is_named(repository):
    git(repository, "branch", "propose")
    with pytest.raises(RegistryError, match="'refs/heads/propose' exists"):
        written(repository)


@pytest.mark.parametrize(
    "branch", ["", "a..b", "a b", "-d", "x.lock", "a~1", "/", "a\0b", "@{-1}", "HEAD"]
)
def test_a_name_that_git_refuses_is_named(repository, branch):
    with pytest.raises(RegistryError, match="git takes no branch of the name"):
        written(repository, branch=branch)


def test_a_branch_can_stand_on_another(repository):
    git(repository, "branch", "release")
    committed(repository, "more.txt", "more")
    written(repository, base="release")
    assert git(repository, "rev-parse", f"{BRANCH}^") == git(repository, "rev-parse", "release")
    for base in ("none", "--all", "HEAD:README.md", "a\0b", ""):
        with pytest.raises(RegistryError, match="there is no commit"):
            written(repository, base=base, branch="b")


def test_a_repository_without_a_commit_says_so(tmp_path, repository):
    git(tmp_path, "init", "-q", "empty")
    with pytest.raises(RegistryError, match="there is no commit 'HEAD' for a branch to stand on"):
        written(tmp_path / "empty")


# ---- people and settings -------------------------------------------------------------------


def author_of(repository):
    return git(repository, "log", "-1", "--format=%an <%ae>, %cn <%ce>", BRANCH)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (None, "Ann Lee <ann@example.org>"),
        ("Ann Lee", "Ann Lee <ann@example.org>"),
        ("bob", "bob <>"),
        ("Bob B <bob@example.org>", "Bob B <bob@example.org>"),
    ],
)
def test_the_author_is_who_git_says_or_who_is_named(repository, by, expected):
    written(repository, by=by)
    assert author_of(repository) == f"{expected}, Ann Lee <ann@example.org>"


def test_where_git_knows_nobody_it_is_who_proposed(tmp_path, monkeypatch):
    repository = made_repository(tmp_path, monkeypatch, person=False)
    git(repository, "config", "user.useConfigOnly", "true")
    written(repository)
    assert author_of(repository) == "eve <>, eve <>"


def test_a_name_that_git_cannot_hold_is_refused(repository):
    with pytest.raises(RegistryError, match="ident name"):
        written(repository, by="<>")


def test_no_hook_runs(repository, tmp_path):
    for hook in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-rewrite",
    ):
        path = repository / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\nexit 1\n")
        path.chmod(0o755)
    written(repository)
    assert not (tmp_path / "ran").exists()


def test_settings_of_the_user_change_nothing(repository):
    for name, value in (
        ("i18n.commitEncoding", "latin1"), ("i18n.logOutputEncoding", "latin1"),
        ("core.autocrlf", "true"), ("core.splitIndex", "true"), ("commit.gpgSign", "true"),
        ("core.commentChar", "#"), ("commit.cleanup", "strip"), ("core.quotePath", "true"),
    ):  # fmt: skip
        git(repository, "config", name, value)
    written(repository)
    written(repository)
    text = git(repository, "cat-file", "commit", BRANCH)
    assert text.endswith(MESSAGE.removesuffix("\n"))
    assert "encoding" not in text
    assert "\r" not in git(repository, "cat-file", "blob", f"{BRANCH}:{PATH}")
    assert [name for name in os.listdir(repository / ".git") if name.startswith("shared")] == []


def test_a_linked_work_tree_and_a_detached_head_will_do(repository, tmp_path):
    git(repository, "worktree", "add", "-q", "--detach", tmp_path / "linked")
    assert written(repository, folder=Path(tmp_path / "linked")).is_new
    assert git(repository, "rev-parse", f"{BRANCH}^") == git(repository, "rev-parse", "main")
