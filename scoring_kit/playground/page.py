"""The screen of the playground as one ES module: its files joined, nothing built, nothing fetched.

Each file becomes a function that is called once, so that names of one do not meet those of others.
Of the grammar of modules they use what `_IMPORT` and `_EXPORT` match, which a test makes sure of.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

ENTRY = "main.js"
STYLE = "style.js"
"""Has no file: it is the style sheet as a module."""

_IMPORT = re.compile(r'import\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<path>[^"]+)";?\n?')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (?P<name>\w+))", re.MULTILINE)
_LISTED = re.compile(r"export\s*\{(?P<names>[^}]*)\};?")
_DEFAULT = re.compile(r"(?:^|(?<=;))export default ", re.MULTILINE)
_BARE = {"preact": "vendor/preact.js", "preact/hooks": "vendor/hooks.js", "htm": "vendor/htm.js"}


@cache
def module_text() -> str:
    """Return the whole screen as one ES module, whose default export is what anywidget asks for."""
    done: dict[str, str] = {}
    _join(_folder(), ENTRY, done)
    return "\n".join([*done.values(), f"export default {_variable(ENTRY)}.default;\n"])


@cache
def style_text() -> str:
    """Return the style sheet of the screen."""
    return _folder().joinpath("playground.css").read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files("scoring_kit.playground").joinpath("static")


def _text_of(folder: Traversable, path: str) -> str:
    if path == STYLE:
        return f"export const style = {json.dumps(style_text())};\n"
    return folder.joinpath(path).read_text(encoding="utf-8")


def _join(folder: Traversable, path: str, done: dict[str, str]) -> None:
    """Add a file to those that are done, after all that it imports."""
    text = _text_of(folder, path)
    for found in _IMPORT.finditer(text):
        needed = _place(found["path"])
        if needed not in done:
            _join(folder, needed, done)
    done[path] = _as_function(path, text)


def _as_function(path: str, text: str) -> str:
    exported: list[str] = []

    def listed(found: re.Match[str]) -> str:
        exported.extend(": ".join(_renamed(name)[::-1]) for name in _split(found["names"]))
        return ""

    def kept(found: re.Match[str]) -> str:
        exported.append(found["name"])
        return ""

    body = _IMPORT.sub(_taken, text)
    body = _LISTED.sub(listed, body)
    body = _EXPORT.sub(kept, body)
    body, count = _DEFAULT.subn("const standard = ", body)
    if count:
        exported.append("default: standard")
    return f"const {_variable(path)} = (() => {{\n{body}\nreturn {{{', '.join(exported)}}};\n}})();"


def _taken(found: re.Match[str]) -> str:
    names = ", ".join(": ".join(_renamed(name)) for name in _split(found["names"]))
    return f"const {{{names}}} = {_variable(_place(found['path']))};\n"


def _renamed(name: str) -> list[str]:
    """Return both names of `a as b`, or twice the one."""
    parts = re.split(r"\s+as\s+", name)
    return [parts[0], parts[-1]]


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _place(path: str) -> str:
    return _BARE.get(path) or path.removeprefix("./").removeprefix("../")


def _variable(path: str) -> str:
    return "_" + re.sub(r"\W", "_", path)
