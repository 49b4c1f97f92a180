"""Document text in, plain data with line numbers and problems out, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scoring_kit.errors import Problem
from scoring_kit.scorecard.source_json import parse_json
from scoring_kit.scorecard.source_nodes import MAX_BYTES, Lines, Node, Tree
from scoring_kit.scorecard.source_scalars import Doubt, Scalar, resolve, resolve_exactly, shown

SOURCE_CODES: dict[str, str] = {
    "yaml_syntax": "the text is not YAML",
    "json_syntax": "the text is not JSON",
    "not_utf8": "the file is not UTF-8 text, or holds half a character",
    "control_character": "a control character stands in the text",
    "too_large": "the text is longer than 1 MiB, or has too many entries",
    "too_deep": "mappings and lists are nested more than 32 levels deep",
    "several_documents": "a file holds more than one YAML document",
    "empty_document": "nothing is written in the file",
    "not_a_mapping": "the document is not a mapping of fields",
    "duplicate_key": "a key stands twice in one mapping",
    "anchor": "an anchor (&) or alias (*) is used",
    "tag": "a tag (!) is used",
    "merge_key": "a merge key (<<) is used",
    "key_not_text": "a key is not text",
    "not_finite": "a number is not finite, or overflows",
    "unquoted_text": "a category, code or name needs quotes, as YAML readers differ on it",
    "ambiguous_number": "a number is written in a way that readers differ on",
    "split_expression": "a comma split an expression inside {...}",
}
"""Problem codes of reading, with what they mean."""

Path = tuple[str | int, ...]
Format = Literal["yaml", "json"]

# Line breaks, tabs and next-line are text; half characters (surrogates) have their own code.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Where keys may be numbers and booleans, and where keys that look like them need quotes.
_TYPED_KEYS = ("categories", "special")
_NAMES_AS_KEYS = ("tiers", "texts")
_TYPED_VALUES = ("in", "item of in", "code", "label")


@dataclass(frozen=True)
class Source:
    """A document as read, before its meaning is checked.

    data: dict, list, str, float, int, bool and None; None where the text could not be parsed.
    lines: line of each key and list item, by its path; keys that are numbers or booleans
    stand there as written. The path ``()`` is the document.
    problems: all that was found, in the order of the text. `data` is to be used only without.
    name: what the text is called in messages.
    """

    data: object
    lines: Mapping[Path, int]
    problems: tuple[Problem, ...]
    name: str


def read_source(text: str | bytes, *, name: str, format: Format) -> Source:
    """Return the data of a YAML or JSON text with all its problems; it never raises.

    Parameters
    ----------
    text
        At most 1 MiB; bytes are UTF-8, with or without a byte order mark.
    name
        What to call the text, say its file name.
    format
        YAML is version 1.2 without anchors, tags and merge keys. Below ``categories`` and
        ``special`` keys may be numbers and booleans; elsewhere they are text.

    Examples
    --------
    >>> source = read_source("tiers: {A: 80, B: 60}", name="card", format="yaml")
    >>> source.data, source.problems
    ({'tiers': {'A': 80, 'B': 60}}, ())
    """
    decoded = decode(text)
    if not isinstance(decoded, str):
        return Source(None, {}, decoded, name)
    lines = Lines(decoded)
    tree = parse(decoded, lines, format)
    reader = _Reader(lines, is_yaml=format == "yaml")
    data = reader.document(tree)
    problems = sorted(reader.problems, key=lambda problem: problem.line or 0)
    return Source(data, reader.lines, tuple(problems), name)


def parse(text: str, lines: Lines, format: Format) -> Tree:
    """Return the nodes of a decoded text."""
    if format == "json":
        return parse_json(text, lines)
    # The YAML parser takes longer to import than the rest of the package.
    from scoring_kit.scorecard.source_yaml import parse_yaml

    return parse_yaml(text, lines)


def decode(text: str | bytes) -> str | tuple[Problem, ...]:
    """Return a text without byte order mark, or the problems that keep it from being parsed."""
    if len(text) > MAX_BYTES or (isinstance(text, str) and _bytes(text) > MAX_BYTES):
        message = "the text is longer than 1 MiB (1,048,576 bytes); leave some of it out"
        return (Problem("too_large", "", message),)
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, error.start) + 1
            message = f"byte {error.start} is not UTF-8; save the file as UTF-8 text"
            return (Problem("not_utf8", "", message, line),)
    text = text.removeprefix("\ufeff")
    return _odd_characters(text) or text


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", errors="surrogatepass"))


def _odd_characters(text: str) -> tuple[Problem, ...]:
    """Return a problem for the first odd character of each kind."""
    found = ((_SURROGATE.search(text), "not_utf8"), (_CONTROL.search(text), "control_character"))
    lines = Lines(text)
    return tuple(
        Problem(code, "", _odd_character(match[0]), lines.line(match.start()))
        for match, code in found
        if match
    )


def _odd_character(sign: str) -> str:
    kind = "half a character" if "\ud800" <= sign <= "\udfff" else "a control character"
    return f"found {kind} (U+{ord(sign):04X}); take it out"


class _Reader:
    """Turns nodes into data and notes what is wrong with them."""

    def __init__(self, lines: Lines, *, is_yaml: bool) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}
        self._at = lines
        self._is_yaml = is_yaml

    def document(self, tree: Tree) -> object:
        """Return the data of a whole text; None where parsing stopped."""
        root, stop = tree.root, tree.stop
        if root is None:
            if stop is None:
                self._report("empty_document", (), "nothing is written here", 1)
            self.problems += [stop] if stop else []
            return None
        data = self._value(root, (), "")
        is_split = tree.unclosed is not None and _split_at(tree.unclosed) is not None
        if stop is not None:
            # The split is reported with its place; the parser's words would only confuse.
            self.problems += [] if is_split and stop.code == "yaml_syntax" else [stop]
            return None
        self._check_top(root)
        return data

    def _check_top(self, root: Node) -> None:
        if root.kind == "plain" and root.text in ("", "~", "null"):
            self._report("empty_document", (), "nothing is written here", 1)
        elif root.kind not in ("mapping", "alias"):
            found = "a list" if root.kind == "list" else "a single value"
            message = f"found {found}; a document is a mapping, such as 'schema: scoring-kit/1'"
            self._report("not_a_mapping", (), message, self._at.line(root.start))

    def _value(self, node: Node, path: Path, owner: str) -> object:
        """Return the data of a node. `owner` is the key that it stands under."""
        self.lines.setdefault(path, self._at.line(node.start))
        self._check_properties(node, path)
        if node.kind == "mapping":
            return self._mapping(node, path, owner)
        if node.kind == "list":
            # Items know that they are items: special may be a list of mappings, and the keys of
            # those are fields, not codes.
            inside = f"item of {owner}"
            return [
                self._value(item, (*path, index), inside) for index, item in enumerate(node.items)
            ]
        return self._scalar(node, path, is_typed=owner in _TYPED_VALUES)

    def _check_properties(self, node: Node, path: Path) -> None:
        line = self._at.line(node.start)
        if node.kind == "alias" or node.anchor is not None:
            name = node.text if node.kind == "alias" else node.anchor
            found = f"{'*' if node.kind == 'alias' else '&'}{name}"
            self._report("anchor", path, f"found {shown(found)}; write the content out", line)
        if node.tag is not None:
            self._report("tag", path, f"found the tag {shown(node.tag)}; leave it out", line)

    def _mapping(self, node: Node, path: Path, owner: str) -> dict[object, object]:
        data: dict[object, object] = {}
        first_lines: dict[object, int] = {}
        odd = self._split_expression(node, path)
        for index, (key_node, item) in enumerate(node.pairs):
            if index in odd:
                continue
            line = self._at.line(key_node.start)
            key = self._key(key_node, path, owner)
            if key is None:
                continue
            here = (*path, key_node.text)
            if key in first_lines:
                first = first_lines[key]
                message = f"{shown(key_node.text)} is the same key as in line {first}; keep one"
                self._report("duplicate_key", here, message, line)
            first_lines.setdefault(key, line)
            self.lines.setdefault(here, line)
            data.setdefault(key, self._value(item, here, self._owner(key_node.text, owner)))
        return data

    @staticmethod
    def _owner(key: str, owner: str) -> str:
        """Return what the value of a key is read as; code and label only in lists of specials."""
        if key in ("code", "label") and owner != "item of special":
            return ""
        return key

    def _split_expression(self, node: Node, path: Path) -> tuple[int, ...]:
        """Report an expression that a comma split; return which keys are its pieces."""
        first = _split_at(node)
        if first is None:
            return ()
        whole = node.keys[first - 1]
        message = (
            f"a comma in the expression that begins with {shown(node.items[first - 1].text)} "
            f"splits it inside {{...}}: quote the expression, or write each field on its own line"
        )
        line = self._at.line(whole.start)
        self._report("split_expression", (*path, whole.text), message, line)
        return tuple(
            index
            for index in range(first, len(node.keys))
            if index >= len(node.items) or node.items[index].is_left_out
        )

    def _key(self, node: Node, path: Path, owner: str) -> str | int | float | bool | None:
        """Return a key; None, with a problem, where it cannot be one."""
        line = self._at.line(node.start)
        self._check_properties(node, (*path, node.text))
        if node.kind in ("mapping", "list", "alias"):
            message = "a mapping or list stands where a key is expected; keys are text"
            if node.kind != "alias":
                self._report("key_not_text", path, message, line)
            return None
        place = (*path, node.text)
        if node.kind == "plain" and node.text == "<<" and self._is_yaml:
            self._report("merge_key", place, "merge keys are refused; write the fields out", line)
            return None
        is_exact = owner in _TYPED_KEYS or owner in _NAMES_AS_KEYS
        key = self._scalar(node, place, is_typed=is_exact)
        if isinstance(key, str) or (key is not None and owner in _TYPED_KEYS):
            return key
        if not self.problems or self.problems[-1].place != _place(place):
            message = f"the key {shown(node.text)} is not text; put it in quotes"
            self._report("key_not_text", place, message, line)
        return None

    def _scalar(self, node: Node, path: Path, *, is_typed: bool) -> Scalar:
        """Return what a scalar says; None, with a problem, where it says nothing clear."""
        line = self._at.line(node.start)
        if node.kind == "alias":
            return None
        if node.kind == "plain":
            value = resolve_exactly(node.text) if is_typed and self._is_yaml else resolve(node.text)
            if isinstance(value, Doubt):
                self._report(value.code, path, value.message, line)
                return None
            return value
        for pattern, code in ((_SURROGATE, "not_utf8"), (_CONTROL, "control_character")):
            odd = pattern.search(node.text)
            if odd:
                self._report(code, path, _odd_character(odd[0]), line)
        return node.text

    def _report(self, code: str, path: Path, message: str, line: int) -> None:
        self.problems.append(Problem(code, _place(path), message, line))


def _place(path: Path) -> str:
    text = ".".join(str(part) for part in path)
    # Messages are printed and stored, so they hold printable characters only.
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _split_at(node: Node) -> int | None:
    """Return the index of the first key that is the second half of a split expression.

    ``{when: a in (1, 2), add: 5}`` reads as ``{when: 'a in (1', '2)': null, add: 5}``: a value
    with an open bracket or quote, then a key without a value.
    """
    if not node.flow or node.kind != "mapping":
        return None
    for index in range(1, len(node.keys)):
        before = node.items[index - 1]
        is_open = before.kind == "plain" and _is_unfinished(before.text)
        is_bare = index >= len(node.items) or node.items[index].is_left_out
        if is_open and is_bare:
            return index
    return None


def _is_unfinished(text: str) -> bool:
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", text)
    return bare.count("(") > bare.count(")") or "'" in bare or '"' in bare
