"""The parsed text of a document, before it is judged: nodes with their place in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from scoring_kit.errors import Problem

MAX_BYTES = 1 << 20
"""Longest text that is read."""
MAX_DEPTH = 32
"""Most levels of mappings and lists."""
MAX_NODES = {"yaml": 60_000, "json": 200_000}
"""Most texts, numbers, mappings and lists. YAML is read some twenty times slower than JSON."""

Kind = Literal["mapping", "list", "plain", "quoted", "alias"]


@dataclass(slots=True)
class Node:
    """A mapping, list or scalar.

    start, end: offsets in the text; a block mapping or list ends where its last item ends.
    text: what a scalar says, quotes and escapes resolved.
    keys, items: of a mapping, in step; a list has items only.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    flow: bool = False
    keys: list[Node] = field(default_factory=list["Node"])
    items: list[Node] = field(default_factory=list["Node"])
    anchor: str | None = None
    tag: str | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether nothing is written where a value could stand, as in ``{a, b}``."""
        return self.kind == "plain" and self.start == self.end

    @property
    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Keys with their values; a last key whose value was not reached is left out."""
        return zip(self.keys, self.items, strict=False)


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be parsed of a text, and what stopped the parser.

    root: None where nothing was parsed.
    stop: why the parser stopped before the end; None when it read everything.
    unclosed: the innermost mapping or list that was open at that point.
    """

    root: Node | None
    stop: Problem | None = None
    unclosed: Node | None = None


class Growing:
    """A tree that grows node by node."""

    def __init__(self, limit: int) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self._room = limit

    def add(self, node: Node) -> None:
        """Hang a node where the next key, value or item is due."""
        self._room -= 1
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        is_key = parent.kind == "mapping" and len(parent.keys) == len(parent.items)
        (parent.keys if is_key else parent.items).append(node)

    def enter(self, node: Node) -> None:
        """Add a mapping or list, whose content comes next."""
        self.add(node)
        self.open.append(node)

    def leave(self, end: int) -> None:
        """Close the innermost mapping or list."""
        node = self.open.pop()
        last = node.items[-1].end if node.items else node.start
        node.end = end if node.flow else last

    def overgrown(self) -> tuple[str, str] | None:
        """Return the code and message of a limit that is passed."""
        if len(self.open) > MAX_DEPTH:
            return "too_deep", (
                f"mappings and lists are nested more than {MAX_DEPTH} levels deep; "
                "a scorecard needs fewer: flatten the groups"
            )
        if self._room < 0:
            return "too_large", (
                "there are too many entries for one document; leave some out, "
                "or write it as JSON, which may hold more"
            )
        return None

    def finish(self, stop: Problem | None = None) -> Tree:
        """Return the tree as it stands."""
        return Tree(self.root, stop, self.open[-1] if self.open else None)


class Lines:
    """Finds the line and column of an offset, both from 1, as an editor counts them."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, offset: int) -> int:
        """Return the line that holds an offset."""
        return bisect_left(self._ends, offset) + 1

    def column(self, offset: int) -> int:
        """Return the column of an offset."""
        line = self.line(offset)
        return offset - (self._ends[line - 2] if line > 1 else -1)
