"""Changes of the tree: criteria and groups by name, over moves between groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring_kit.scorecard.changes_data import (
    Change,
    Handler,
    compare,
    merged,
    moved_names,
    number,
)
from scoring_kit.scorecard.changes_values import value_changes
from scoring_kit.scorecard.models import ROOT
from scoring_kit.scorecard.problems import Place, spell

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Node:
    """A criterion or group as plain data. noun: what it is. parent: the name of its group."""

    name: str
    noun: str
    parent: str
    place: Place
    data: Data

    @property
    def members(self) -> tuple[str, ...]:
        """Names of its members, in order."""
        return tuple(_name_of(member) for member in self.data.get("of", ()))

    @property
    def fields(self) -> dict[str, Any]:
        """What it says itself: all but its name and members."""
        return {
            key: value
            for key, value in self.data.items()
            if key not in ("of", "criterion", "group")
        }


def tree_changes(before: Data, after: Data) -> Iterator[Change]:
    """Yield what differs between two roots as plain data, group by group."""
    old, new = _nodes(before), _nodes(after)
    yield from _inside(ROOT, old, new)


def _nodes(root: Data) -> dict[str, _Node]:
    found = {ROOT: _Node(ROOT, "group", "", ("score",), root)}
    stack = [found[ROOT]]
    while stack:
        group = stack.pop()
        for index, member in enumerate(group.data.get("of", ())):
            name = _name_of(member)
            noun = "criterion" if "criterion" in member else "group"
            found[name] = _Node(name, noun, group.name, (*group.place, "of", index), member)
            stack.append(found[name])
    return found


def _name_of(member: Data) -> str:
    return member["criterion"] if "criterion" in member else member["group"]


def _inside(group: str, old: Mapping[str, _Node], new: Mapping[str, _Node]) -> Iterator[Change]:
    """Yield changes of a node of the new tree, of its members, and of those it lost."""
    node, known = new[group], old.get(group)
    is_known = known is not None and known.noun == node.noun
    if known is not None and is_known:
        yield from _fields(node, known)
    before = known.members if known is not None and is_known else ()
    staying = [name for name in node.members if name in before]
    moved = moved_names([name for name in before if name in staying], staying)
    for index, name in enumerate(node.members):
        yield from _arrival(new[name], old.get(name), index, name in moved)
        yield from _inside(name, old, new)
    for name in before:
        yield from _departure(old[name], old, new)


def _arrival(node: _Node, known: _Node | None, index: int, moved: bool) -> Iterator[Change]:
    if known is None or known.noun != node.noun:
        weight = f"weight {number(node.data['weight'])}"
        text = f"added {node.noun} {node.name} to {node.parent} ({weight})"
        yield Change(spell(node.place), "added", None, dict(node.data), text)
    elif known.parent != node.parent:
        text = f"moved {node.name} from {known.parent} to {node.parent}"
        yield Change(spell(node.place), "moved", known.parent, node.parent, text)
    elif moved:
        text = f"moved {node.name} to place {index + 1} in {node.parent}"
        yield Change(spell(node.place), "moved", known.place[-1], index, text)


def _departure(node: _Node, old: Mapping[str, _Node], new: Mapping[str, _Node]) -> Iterator[Change]:
    """Yield what is gone: a member that the new tree lacks, and what was lost below it."""
    if node.name in new and new[node.name].noun == node.noun:
        return
    text = f"removed {node.noun} {node.name} from {node.parent}"
    yield Change(spell(node.place), "removed", dict(node.data), None, text)
    for name in node.members:
        yield from _departure(old[name], old, new)


def _fields(node: _Node, known: _Node) -> Iterator[Change]:
    before, after = known.fields, node.fields
    for name in merged(before, after):
        handler: Handler = value_changes if name == "value" else compare
        place = (*node.place, name)
        yield from handler(node.name, name, before.get(name), after.get(name), place)
