"""The tree in a merge: which criteria and groups there are, in which group, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scoring_kit.scorecard.merging_fields import fields, fields_of, value_function, whole
from scoring_kit.scorecard.merging_ledger import (
    OPPOSITES,
    Choice,
    Given,
    Ledger,
    Side,
    Spot,
    Three,
    union,
)
from scoring_kit.scorecard.merging_lists import ordered, twins
from scoring_kit.scorecard.models import ROOT
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.value_functions import kind_of
from scoring_kit.scorecard.writing_changes import is_same

Data = Mapping[str, Any]
Key = tuple[str, str]
"""(criterion or group, name): one in the place of the other is another thing."""

ROOT_KEY: Key = ("group", ROOT)
_NODE = fields_of({"value": value_function, "aggregate": whole, "special": fields})


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion or group as plain data. fields: all but its name and members."""

    key: Key
    parent: Key | None
    fields: Data
    members: tuple[Key, ...]

    @property
    def data(self) -> dict[str, Any]:
        """What it says itself, as a document has it."""
        noun, name = self.key
        return {noun: name} | {k: value for k, value in self.fields.items() if value is not None}


Version = dict[Key, Node]
Source = Choice | Literal["fields"]
"""Where a node comes from: one side as a whole, a value that was given, or field by field."""


def tree(ledger: Ledger, spot: Spot, three: Three[Any]) -> Any:
    """Merge three roots as plain data."""
    del spot
    return _Merging(ledger, three.each(version)).root()


def version(root: Data) -> Version:
    """Return all nodes of a tree by their keys, each before its members."""
    return {node.key: node for node in _nodes(ROOT_KEY, None, root)}


def _nodes(key: Key, parent: Key | None, data: Data) -> Iterator[Node]:
    members = [(_key(member), member) for member in data.get("of", ())]
    own = {k: value for k, value in data.items() if k not in ("of", "criterion", "group")}
    yield Node(key, parent, own, tuple(name for name, _ in members))
    for name, member in members:
        yield from _nodes(name, key, member)


def _key(member: Data) -> Key:
    noun = "criterion" if "criterion" in member else "group"
    return noun, member[noun]


def place_of(key: Key) -> tuple[str, ...]:
    """Return the place of a node by names: criteria.recency, groups.taste, score."""
    if key == ROOT_KEY:
        return (ROOT,)
    return ("criteria" if key[0] == "criterion" else "groups", key[1])


def _spot(key: Key) -> Spot:
    return Spot(place_of(key), key[1])


def _name(key: Key) -> str:
    return key[1]


class _Merging:
    """One merge of three trees."""

    def __init__(self, ledger: Ledger, versions: Three[Version]) -> None:
        self._ledger = ledger
        self._versions = versions
        self._keys: list[Key] = [key for key in union(versions) if key != ROOT_KEY]
        self._sources: dict[Key, Source] = {}
        self._homes: dict[Key, Key] = {}  # groups that were given, not of any side

    def root(self) -> dict[str, Any]:
        """Return the merged root as plain data."""
        self._find_renamed()
        for side, other in OPPOSITES.items():
            self._find_removed(side, other)
        for key in self._keys:
            if key not in self._sources:
                self._sources[key] = self._source(key)
        wanted = {key: self._parent(key) for key in self._keys}
        parents = self._placed({key: group for key, group in wanted.items() if group is not None})
        for key, home in self._homes.items():
            if parents.get(key, home) != home:
                self._ledger.refuse(_group_spot(key), f"there is no group {home[1]!r}")
        return self._data(ROOT_KEY, parents)

    def _nodes_of(self, key: Key) -> Three[Node | None]:
        return self._versions.each(lambda nodes: nodes.get(key))

    # ---- which nodes there are -------------------------------------------------------------

    def _source(self, key: Key) -> Source:
        """Return where a node comes from that no removal by one side is about."""
        nodes, three = self._nodes_of(key), self._said(key)
        if nodes.mine is not None and nodes.theirs is not None:
            choice = None if three.winner == "same" else self._ledger.chosen(_spot(key))
            return choice or "fields"
        return self._ledger.verdict(_spot(key), three)

    def _said(self, key: Key) -> Three[Any]:
        return self._nodes_of(key).each(lambda node: None if node is None else node.data)

    def _find_renamed(self) -> None:
        """Settle criteria that both sides removed and added again under two names."""
        criteria = self._versions.each(
            lambda nodes: {key: node for key, node in nodes.items() if key[0] == "criterion"}
        )
        for old, mine, theirs in twins(criteria, _judge_alike):
            names = Three(old[1], mine[1], theirs[1])
            words = f"criterion {old[1]} is called {mine[1]} in mine and {theirs[1]} in theirs"
            choice = self._ledger.verdict(_spot(old), names, kind="changed", words=words)
            if isinstance(choice, Given):
                self._ledger.refuse(_spot(old), "base, mine or theirs is expected")
            side: Side = "base" if isinstance(choice, Given) else choice
            self._sources |= {old: side, mine: side, theirs: side}

    def _find_removed(self, side: Side, other: Side) -> None:
        """Settle what one side removed: each group along with what was removed in it."""
        base, kept = self._versions.base, self._versions.side(other)
        gone = [key for key in base if key in kept and key not in self._versions.side(side)]
        units: dict[Key, list[Key]] = {}
        tops: dict[Key, Key] = {}
        for key in gone:  # each group before its members
            parent = base[key].parent
            tops[key] = key if parent is None else tops.get(parent, key)
            units.setdefault(tops[key], []).append(key)
        for top, unit in units.items():
            touches = list(self._touches(unit, other))
            said = ", ".join(touches[:3]) + (", ..." if len(touches) > 3 else "")
            words = f"{side} removes {top[0]} {top[1]}, {other} {said}"
            choice = self._ledger.verdict(
                _spot(top), self._said(top), kind="removed", words=words, clash=bool(touches)
            )
            rest: Source = other if isinstance(choice, Given) else choice
            self._sources |= dict.fromkeys(unit, rest)
            self._sources[top] = choice

    def _touches(self, unit: list[Key], other: Side) -> Iterator[str]:
        """Yield what a side did to nodes that the other one removed."""
        base, kept = self._versions.base, self._versions.side(other)
        for key in unit:
            before, after = base[key], kept[key]
            if not is_same(before.fields, after.fields):
                yield f"changes {key[1]}"
            if before.parent != after.parent:
                yield f"moves {key[1]} to {_group_name(after.parent)}"
            orders = [
                [member for member in one.members if member in two.members]
                for one, two in ((before, after), (after, before))
            ]
            if orders[0] != orders[1]:
                yield f"reorders {key[1]}"
        for key, node in kept.items():
            if node.parent in unit and key not in unit:
                known = base.get(key)
                if known is None:
                    yield f"adds {key[1]} to {_group_name(node.parent)}"
                elif known.parent != node.parent:
                    yield f"moves {key[1]} to {_group_name(node.parent)}"

    # ---- where they stand ------------------------------------------------------------------

    def _parent(self, key: Key) -> Key | None:
        """Return the group that a node shall be in; None where it is gone."""
        source, nodes = self._sources[key], self._nodes_of(key)
        if isinstance(source, Given):
            if source.value is None:
                return None
            if not is_mapping(source.value):
                self._ledger.refuse(_spot(key), "the fields of it are expected, or null")
            node = nodes.mine or nodes.theirs or nodes.base
            return None if node is None else node.parent
        if source != "fields":
            node = nodes.side(source)
            return None if node is None else node.parent
        groups = nodes.each(lambda node: None if node is None else node.parent)
        choice = self._ledger.verdict(_group_spot(key), groups.each(_group_name), kind="moved")
        if isinstance(choice, Given):
            self._homes[key] = ("group", str(choice.value))
            return self._homes[key]
        left = [group for group in (groups.mine, groups.theirs) if group is not None]
        return groups.side(choice) or min(left)  # added by both, and a conflict

    def _placed(self, parents: dict[Key, Key]) -> dict[Key, Key]:
        """Return the parents once every node hangs on the root."""
        while True:
            lost = [key for key, group in parents.items() if group not in (ROOT_KEY, *parents)]
            if lost:
                homes = {key: self._other_group(key, parents) for key in lost}
                parents |= {key: home for key, home in homes.items() if home is not None}
                parents = {key: group for key, group in parents.items() if homes.get(key, group)}
                continue
            rings = {key: ring for key in parents if (ring := _ring(key, parents))}
            if not rings:
                return parents
            self._open(rings, parents)

    def _open(self, rings: Mapping[Key, list[Key]], parents: dict[Key, Key]) -> None:
        """Take rings of groups apart, each a conflict unless one in it is undecided anyway."""
        undecided = {key for key in rings if _group_spot(key).place in self._ledger.conflicts}
        for key, ring in rings.items():
            if undecided.isdisjoint(ring):
                self._clash_in_ring(key)
            node = self._versions.base.get(key)
            known = None if node is None else node.parent
            if known is None or known == parents[key]:
                del parents[key]
            else:
                parents[key] = known

    def _other_group(self, key: Key, parents: Mapping[Key, Key]) -> Key | None:
        """Return the group of a node whose own is gone; None where it goes along with it."""
        nodes = self._nodes_of(key)
        groups = [node.parent for node in (nodes.mine, nodes.theirs) if node is not None]
        left = [group for group in groups if group is not None and group in (ROOT_KEY, *parents)]
        return min(left) if left else None  # two only where its place is a conflict anyway

    def _clash_in_ring(self, key: Key) -> None:
        groups = self._nodes_of(key).each(
            lambda node: None if node is None else _group_name(node.parent)
        )
        words = f"group {key[1]} would stand in itself: {groups.mine} in mine holds it, and "
        words += f"{groups.theirs} in theirs"
        if groups.winner != "same":
            self._ledger.clash(_group_spot(key), groups, kind="moved", words=words)

    # ---- what they say ---------------------------------------------------------------------

    def _data(self, key: Key, parents: Mapping[Key, Key]) -> dict[str, Any]:
        noun, name = key
        found = {} if key == ROOT_KEY else {noun: name}
        found |= self._fields(key)
        if noun == "criterion":
            return found
        present = [member for member, group in parents.items() if group == key]
        lists = self._nodes_of(key).each(_members)
        order = ordered(self._ledger, _spot(key), lists, present, _name)
        return found | {"of": [self._data(member, parents) for member in order]}

    def _fields(self, key: Key) -> dict[str, Any]:
        source = self._sources.get(key, "fields")
        nodes = self._nodes_of(key)
        if isinstance(source, Given):
            own = source.value if is_mapping(source.value) else {}
            return {k: item for k, item in own.items() if k not in ("of", *key[:1])}
        if source == "fields":
            said = nodes.each(lambda node: None if node is None else node.fields)
            found = _NODE(self._ledger, _spot(key), said)
            if not is_mapping(found):  # given for the root, whose fields have no other source
                self._ledger.refuse(_spot(key), "the fields of it are expected")
                return {}
            # added by both, and left as in the base, which has none
            return found | {"weight": 1.0} if found.get("weight", 0) is None else found
        node = nodes.side(source)
        return {} if node is None else {**node.fields}


def _judge_alike(one: Node, other: Node) -> bool:
    """Return whether two criteria judge the same column in the same way."""
    value = one.fields["value"]
    columns = [node.fields["input"] or node.key[1] for node in (one, other)]
    by_name = kind_of(value) in ("rules", "expression")  # these read columns without `input`
    return is_same(value, other.fields["value"]) and (by_name or columns[0] == columns[1])


def _group_name(group: Key | None) -> str | None:
    return None if group is None else group[1]


def _members(node: Node | None) -> tuple[Key, ...]:
    return () if node is None else node.members


def _group_spot(key: Key) -> Spot:
    return _spot(key).at("group")


def _ring(key: Key, parents: Mapping[Key, Key]) -> list[Key]:
    """Return a node and those above it if it stands in itself, else nothing."""
    ring, above = [key], parents[key]
    while above not in (ROOT_KEY, *ring):
        ring.append(above)
        above = parents[above]
    return ring if above == key else []
