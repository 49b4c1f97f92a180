"""The inner commands of git: they touch neither a checkout, nor its index, nor its branch."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring_kit.errors import RegistryError

SECONDS = 120
"""How long one command may take."""

_SETTINGS = {
    "core.hooksPath": os.devnull,  # hooks are for what people do by hand
    "core.fsmonitor": "false",
    "core.splitIndex": "false",  # parts of an index would be left in the repository
    "index.sparse": "false",
    "gc.auto": "0",
    "i18n.commitEncoding": "UTF-8",
}

# What ties a command to another repository or index than that of its folder, say in a hook of git.
_TIES = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES", "CEILING_DIRECTORIES", "COMMON_DIR", "CONFIG",
        "CONFIG_COUNT", "CONFIG_PARAMETERS", "DIR", "GRAFT_FILE", "IMPLICIT_WORK_TREE",
        "INDEX_FILE", "INTERNAL_SUPER_PREFIX", "NAMESPACE", "NO_REPLACE_OBJECTS",
        "OBJECT_DIRECTORY", "PREFIX", "QUARANTINE_PATH", "REPLACE_REF_BASE", "SHALLOW_FILE",
        "WORK_TREE",
    )
)  # fmt: skip


_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Git:
    """A folder in a work tree of git. prefix: the folder within it, such as ``cards/``."""

    program: str
    folder: Path
    prefix: str = ""

    def ask(
        self, *words: str, given: bytes = b"", variables: Mapping[str, str] = _NONE
    ) -> str | None:
        """Return what a command prints, without the end of its line; None where it fails.

        given: its standard input. variables: of its environment.
        """
        done = self._run(words, given, variables)
        return _text(done.stdout) if done.returncode == 0 else None

    def tell(self, *words: str, given: bytes = b"", variables: Mapping[str, str] = _NONE) -> str:
        """Return what a command prints, without the end of its line.

        Raises
        ------
        RegistryError
            When it fails, with what git says.
        """
        return _text(self.bytes(*words, given=given, variables=variables))

    def bytes(self, *words: str, given: bytes = b"", variables: Mapping[str, str] = _NONE) -> bytes:
        """Return what a command prints, as `tell` does, to the byte."""
        done = self._run(words, given, variables)
        if done.returncode != 0:
            said = " ".join(_text(done.stderr).split()) or f"exit code {done.returncode}"
            message = f"git {words[0]} in {self.folder} fails: {said}; nothing was changed"
            raise RegistryError("git", message)
        return done.stdout

    def _run(
        self, words: tuple[str, ...], given: bytes, variables: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        inherited = {name: value for name, value in os.environ.items() if not _ties(name)}
        quiet = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            return subprocess.run(  # noqa: S603 - no shell, and every word is one argument
                [self.program, "--no-pager", *settings, *words],
                cwd=self.folder,
                env={**inherited, **quiet, **variables},
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            message = f"git {words[0]} in {self.folder} does not answer; nothing was changed"
            raise RegistryError("git", message) from error


def work_tree(folder: Path) -> Git:
    """Return git in a folder of a work tree.

    Raises
    ------
    RegistryError
        When there is no git, no such folder, or none of a work tree.
    """
    program = shutil.which("git")
    if program is None:
        raise RegistryError("git", "git is not installed; a branch needs it")
    if not folder.is_dir():
        raise RegistryError("git", f"{folder}: the folder is not there; name one of a work tree")
    git = Git(program, folder.resolve())
    if git.tell("rev-parse", "--is-inside-work-tree") != "true":
        message = f"{folder}: this is a repository without a work tree; name a clone of it"
        raise RegistryError("git", message)
    return Git(program, git.folder, git.tell("rev-parse", "--show-prefix"))


def _ties(name: str) -> bool:
    return name in _TIES or name.startswith(("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"))


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape").removesuffix("\n")
