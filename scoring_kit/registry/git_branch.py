"""Writes a proposal as a branch with one commit, beside whatever is being worked on."""

from __future__ import annotations

import os
import posixpath
import re
import tempfile
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

from scoring_kit.errors import ConflictError, RegistryError, ScorecardError
from scoring_kit.registry.git_plumbing import Git
from scoring_kit.scorecard.files import JSON_ENDINGS, changed_file, read_scorecard_text
from scoring_kit.scorecard.models import Scorecard

FILES = ("100644", "100755")
"""The modes of files; links and folders have others."""

_WITH_ADDRESS = re.compile(r"\s*([^<>]*?)\s*<([^<>]*)>\s*")


@dataclass(frozen=True, slots=True, repr=False)
class Branch:
    """A branch with a proposal. commit: its id. path: of the scorecard, from the top of the tree.

    is_new: False where the branch had this proposal already.
    """

    name: str
    commit: str
    path: str
    subject: str
    is_new: bool

    def __repr__(self) -> str:
        state = "new" if self.is_new else "there already"
        return f"branch {self.name} ({self.commit[:8]}, {state}): {self.subject}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal goes. path: from the folder of `git`. base: what it stands on."""

    git: Git
    path: str | PathLike[str]
    branch: str
    base: str = "HEAD"


def write_branch(
    place: Place, card: Scorecard, message: str, *, by: str | None, actor: str
) -> Branch:
    """Write a branch with one commit, in which the file at the path holds the scorecard.

    by: its author, ``Name`` or ``Name <address>``; who git says it is unless given. actor: the
    author where git does not know one.

    Raises
    ------
    RegistryError
        When git refuses a name, or the file is there and is no version of the scorecard, or holds
        this one.
    ConflictError
        When the branch is there with something else.
    """
    git, path, subject = place.git, _inside(place), message.partition("\n")[0]
    reference = _reference(place)
    base = _commit(git, f"{place.base}^{{commit}}")
    if base is None:
        found = f"there is no commit {place.base!r} for a branch to stand on; make one first"
        raise RegistryError("git", f"{git.folder}: {found}")
    mode, there = _file_at(git, base, path)
    blob = git.tell("hash-object", "-w", "--stdin", given=_content(git, there, path, card))
    known = _commit(git, reference)
    if known is not None:
        _check_is_same(git, place, known, (path, blob, message))
        return Branch(place.branch, known, path, subject, is_new=False)
    tree = _tree(git, base, f"{mode},{blob},{path}")
    people = _people(git, by, actor)
    words = ("commit-tree", tree, "-p", base, "-F", "-")
    commit = git.tell(*words, given=message.encode(), variables=people)
    # an empty old value: only where nobody has made this branch in the meantime
    git.tell("update-ref", "-m", "scoring-kit: a proposal", reference, commit, "")
    return Branch(place.branch, commit, path, subject, is_new=True)


# ---- names ---------------------------------------------------------------------------------


def _inside(place: Place) -> str:
    """Return the path of the file from the top of the work tree."""
    text = Path(place.path).as_posix()
    path = posixpath.normpath(posixpath.join(place.git.prefix, text))
    if posixpath.isabs(text) or path.split("/")[0] in (".", "..") or "\0" in text:
        message = f"{text!r} is no file of the work tree of {place.git.folder}; name one in it"
        raise RegistryError("git", message)
    return path


def _reference(place: Place) -> str:
    reference = f"refs/heads/{place.branch}"
    # a branch HEAD would make HEAD mean two things from then on
    is_odd = place.branch.startswith("-") or "\0" in place.branch or place.branch == "HEAD"
    if is_odd or place.git.ask("check-ref-format", reference) is None:
        message = f"git takes no branch of the name {place.branch!r}; name another"
        raise RegistryError("git", message)
    return reference


def _commit(git: Git, name: str) -> str | None:
    if "\0" in name:
        return None
    return git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", name)


# ---- what a commit holds -------------------------------------------------------------------


def _file_at(git: Git, commit: str, path: str) -> tuple[str, str | None]:
    """Return the mode and the id of a file in a commit; those of a new one where it is not there.

    Raises
    ------
    RegistryError
        When something else than a file is there.
    """
    listed = git.tell("ls-tree", "-z", "--full-tree", commit, "--", f":(literal){path}")
    if not listed:
        return FILES[0], None
    mode, _, blob = listed.partition("\t")[0].split(" ")
    if mode not in FILES:
        message = f"{path} is no file in {commit[:8]}; name another path"
        raise RegistryError("git", message)
    return mode, blob


def _content(git: Git, there: str | None, path: str, card: Scorecard) -> bytes:
    """Return what the file shall hold: what it held, with only what differs changed."""
    before = None if there is None else git.bytes("cat-file", "blob", there)
    try:
        if before is not None:
            _check_name(read_scorecard_text(before, name=path, format=_format(path)), path, card)
        text = changed_file(card, Path(path), before)
    except ScorecardError as error:
        message = f"{path} holds no scorecard that can be changed; name another path: {error}"
        raise RegistryError("git", message) from error
    if text is None:
        raise RegistryError("unchanged", f"{path} holds this version already")
    return text.encode()


def _format(path: str) -> Literal["json", "yaml"]:
    return "json" if Path(path).suffix in JSON_ENDINGS else "yaml"


def _check_name(there: Scorecard, path: str, card: Scorecard) -> None:
    if there.name != card.name:
        message = f"{path} holds the scorecard {there.name!r}; name the path of {card.name!r}"
        raise RegistryError("git", message)


def _tree(git: Git, base: str, entry: str) -> str:
    """Return a tree that is that of a commit but for one file, by an index of its own."""
    with tempfile.TemporaryDirectory(prefix="scoring-kit-") as folder:
        index = {"GIT_INDEX_FILE": os.path.join(folder, "index")}
        git.tell("read-tree", base, variables=index)
        git.tell("update-index", "--add", "--cacheinfo", entry, variables=index)
        return git.tell("write-tree", variables=index)


def _check_is_same(git: Git, place: Place, known: str, wanted: tuple[str, str, str]) -> None:
    path, blob, message = wanted
    written = git.tell("cat-file", "commit", known).partition("\n\n")[2]
    if written.strip("\n") != message.strip("\n") or _file_at(git, known, path)[1] != blob:
        found = f"the branch {place.branch} is there with something else ({known[:8]})"
        raise ConflictError("branch", f"{found}; delete it, or name another")


# ---- people --------------------------------------------------------------------------------


def _people(git: Git, by: str | None, actor: str) -> dict[str, str]:
    """Return who is the author and the committer, as far as git does not say it itself."""
    people: dict[str, str] = {}
    known = git.ask("var", "GIT_AUTHOR_IDENT") is not None
    if by is not None or not known:
        people |= _person(git, "AUTHOR", by or actor)
    if git.ask("var", "GIT_COMMITTER_IDENT") is None:
        people |= _person(git, "COMMITTER", by or actor)
    return people


def _person(git: Git, role: str, text: str) -> dict[str, str]:
    found = _WITH_ADDRESS.fullmatch(text)
    name, address = found.groups() if found else (text, None)
    if address is None:
        is_own = git.ask("config", "user.name") == name
        address = (git.ask("config", "user.email") or "") if is_own else ""
    return {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": address}
