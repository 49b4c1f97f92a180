"""YAML text as nodes, read from the parser's events, so that styles and offsets are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from scoring_kit.errors import Problem
from scoring_kit.scorecard.source_nodes import MAX_NODES, Growing, Lines, Node, Tree
from scoring_kit.scorecard.source_scalars import shown

# The parser's own words, as a regular expression, and ours.
_PLAIN_WORDS = (
    (
        r"mapping values are not allowed",
        "a colon with a space after it stands inside a value; put the value in quotes, "
        "or begin a new line for a new key",
    ),
    (r"found character '\\t'", "a tab stands where only spaces may; indent with spaces"),
    (
        r"found character .* that cannot start",
        "a text cannot begin with this character; put it in quotes",
    ),
    (
        r"found unexpected end of stream|found unexpected document separator",
        "the closing quote of this text is missing; add it",
    ),
    (r"expected ',' or '\}'", "a comma or the closing } of this mapping is expected"),
    (r"expected ',' or '\]'", "a comma or the closing ] of this list is expected"),
    (r"could not find expected ':'", "a key needs a colon and a space after it"),
    (
        r"expected <block end>",
        "a new key or '- ' is expected here, in the column of the ones above; a value that "
        "begins with a quote ends at its closing quote, so quote the whole of it",
    ),
    (r"expected the node content", "a key or value is expected here"),
    (r"document start", "this stands after the end of the document; only one may stand in a file"),
    (
        r"escape (character|sequence)|expected escape",
        "this is no escape sequence; write \\\\ for \\",
    ),
    (r"block sequence entries are not allowed", "a list item '- ' must begin on a line of its own"),
)
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*%")
# ruamel.yaml lets these through for some malformed escapes and for text cut off in odd places.
_STUMBLES = (ValueError, OverflowError, IndexError, TypeError, AttributeError, AssertionError)


def parse_yaml(text: str, lines: Lines) -> Tree:
    """Return the nodes of the first document in a text, as far as it can be parsed.

    text: without byte order mark and control characters.
    """
    growing = Growing(MAX_NODES["yaml"])
    directive = _DIRECTIVE.match(text)
    if directive:
        offset = directive.end() - 1
        message = "lines that begin with % are not allowed; leave it out"
        return growing.finish(_stop("yaml_syntax", message, offset, lines))
    try:
        stop = _grow(growing, text, lines)
    except MarkedYAMLError as error:
        stop = _explain(error, lines)
    except (YAMLError, *_STUMBLES) as error:
        stop = Problem("yaml_syntax", "", f"this is not YAML: {error}")
    return growing.finish(stop)


def _grow(growing: Growing, text: str, lines: Lines) -> Problem | None:
    """Add node after node; return why the parser has to stop, if it has to."""
    documents = 0
    for event in _events(text):
        offset: int = event.start_mark.index
        match type(event).__name__:
            case "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    message = "a second document begins here; keep one scorecard in a file"
                    return _stop("several_documents", message, offset, lines)
            case "MappingStartEvent" | "SequenceStartEvent":
                growing.enter(_collection(event))
            case "MappingEndEvent" | "SequenceEndEvent":
                growing.leave(event.end_mark.index)
            case "ScalarEvent":
                node = _scalar(event, text)
                if node.is_left_out:
                    node.start = node.end = _after_head(growing, text, offset)
                growing.add(node)
            case "AliasEvent":
                growing.add(Node("alias", offset, event.end_mark.index, event.anchor))
            case _:
                continue
        limit = growing.overgrown()
        if limit is not None:
            return _stop(*limit, offset, lines)
    return None


def _events(text: str) -> Iterator[Any]:
    # The pure parser reads YAML 1.2 and yields events one by one, so that limits apply in time.
    return YAML(typ="safe", pure=True).parse(text)  # pyright: ignore[reportUnknownMemberType]


def _collection(event: Any) -> Node:
    is_mapping = type(event).__name__ == "MappingStartEvent"
    return Node(
        kind="mapping" if is_mapping else "list",
        # Properties such as an anchor come first; they are refused, so their offset will do.
        start=event.start_mark.index,
        end=event.end_mark.index,
        flow=bool(event.flow_style),
        anchor=event.anchor,
        tag=_tag(event),
    )


def _scalar(event: Any, text: str) -> Node:
    start: int = event.start_mark.index
    end: int = event.end_mark.index
    if event.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    return Node(
        kind="plain" if event.style is None or event.style == "" else "quoted",
        start=start,
        end=end,
        text=event.value,
        anchor=event.anchor,
        tag=_tag(event),
    )


def _after_head(growing: Growing, text: str, offset: int) -> int:
    """Return the offset behind the colon or key that has no value; the parser's may be later."""
    parent = growing.open[-1] if growing.open else None
    if parent is None or parent.kind != "mapping" or len(parent.keys) == len(parent.items):
        return offset
    key_end = parent.keys[-1].end
    colon = text.find(":", key_end, offset)
    return key_end if colon < 0 else colon + 1


def _tag(event: Any) -> str | None:
    return None if event.tag is None else str(event.tag)


def _stop(code: str, message: str, offset: int, lines: Lines) -> Problem:
    return Problem(code, "", message, lines.line(offset))


def _explain(error: Any, lines: Lines) -> Problem:
    """Turn the parser's message into plain words, with line and column."""
    said = str(error.problem or error.context or "")
    words = next(
        (ours for pattern, ours in _PLAIN_WORDS if re.search(pattern, said)),
        f"this is not YAML: {shown(said)}",
    )
    mark, begin = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return Problem("yaml_syntax", "", words)
    if begin is not None and begin.line != mark.line:
        words += f" (it begins in line {lines.line(begin.index)})"
    message = f"column {lines.column(mark.index)}: {words}"
    return Problem("yaml_syntax", "", message, lines.line(mark.index))
