"""The written documents of `invalid/` and `valid/`, as texts that can be read.

A case has a name and one of: `text`, a whole file; `document`, fields that replace those of a
small valid document; `member`, the only member of its root. In a text `<fill>` stands for a piece
that is repeated, and `<n>` in the piece for its number.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
SMALL = {
    "schema": "scoring-kit/1",
    "name": "card",
    "score": {"aggregate": "mean", "of": [{"criterion": "age", "missing": 0}]},
}


@dataclass(frozen=True)
class Case:
    """A document and what is wrong with it: `expected` holds each (code, place).

    line and message: of the first problem; None and empty where they are not checked.
    """

    name: str
    text: str | bytes
    format: str = "yaml"
    data: dict | None = None
    expected: tuple = ()
    line: int | None = None
    message: str = ""
    entry: dict = field(default_factory=dict)


def cases(folder):
    """Return every case of a folder, file by file."""
    found = []
    for path in sorted((FOLDER / folder).glob("*.yaml")):
        entries = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        found += [_case(entry, path.stem) for entry in entries]
    return found


def _case(entry, theme):
    text, format_, data = _text(entry)
    others = [tuple(other.split(" at ")) for other in entry.get("also", [])]
    return Case(
        name=f"{theme}: {entry['name']}",
        text=text,
        format=format_,
        data=data,
        expected=((entry.get("code"), entry.get("place", "")), *others),
        line=entry.get("line"),
        message=entry.get("message", ""),
        entry=entry,
    )


def _text(entry):
    if "bytes" in entry:
        return bytes.fromhex(entry["bytes"]), "yaml", None
    if "text" in entry:
        return _filled(entry["text"], entry.get("fill")), entry.get("format", "yaml"), None
    data = {**SMALL, **entry.get("document", {})}
    if "member" in entry:
        data["score"] = {"aggregate": "mean", "of": [entry["member"]]}
    return json.dumps(data, indent=1), "json", data


def _filled(text, fill):
    if fill is None:
        return text
    pieces = (fill["with"].replace("<n>", str(number)) for number in range(fill["times"]))
    return text.replace("<fill>", "".join(pieces))
