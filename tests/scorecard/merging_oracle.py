"""What a merge must give, worked out the other way round: a document as a bag of facts by name.

Nothing here walks three documents side by side. Each is taken apart into facts (a path of names
and a value) and orders; each fact is decided by itself, what was removed is compared with what the
other side did below it, orders are found among all permutations, and the rest is put together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard
from tests.scorecard.merging_facts import (
    HERE,
    ROOT,
    STRETCHED,
    facts_of,
    is_below,
    meanings,
    place,
)
from tests.scorecard.merging_permutations import before, order_of, three_way

ABSENT = "<absent>"


@dataclass
class Outcome:
    """conflicts: places, those of orders apart. card: None where there are any, or a problem."""

    conflicts: set
    orders: set
    card: object = None


def oracle(base, mine, theirs):
    """Return what the merge of three cards must be."""
    return _Oracle(*facts_of((base, mine, theirs)), (mine, theirs)).outcome()


class _Oracle:
    def __init__(self, base, mine, theirs, cards):
        self.base, self.mine, self.theirs, self.cards = base, mine, theirs, cards
        self.values, self.conflicts, self.gone = {}, set(), set()

    def outcome(self):
        for path in {**self.base.values, **self.mine.values, **self.theirs.values}:
            decided = three_way(*(f.values.get(path, ABSENT) for f in self.three))
            if decided is None:
                self.conflicts.add(path)
            elif decided != ABSENT:
                self.values[path] = decided
        self._removed_parts()
        self._removed_nodes()
        self._renamed()
        self._rings()
        tops = {p for p in self.conflicts if not any(is_below(p, o) for o in self.conflicts)}
        places = {place(path) for path in tops}
        if places:
            return Outcome(places, set())
        orders, clashes = self._orders()
        if clashes:
            return Outcome(set(), {place((*path, "<order>")) for path in clashes})
        return Outcome(set(), set(), self._card(orders))

    @property
    def three(self):
        return self.base, self.mine, self.theirs

    def _removed_parts(self):
        """What one side removed, or made another sort of thing, and the other changed below."""
        for path, value in self.base.values.items():
            if path in self.base.nodes:
                continue
            for one, other in ((self.mine, self.theirs), (self.theirs, self.mine)):
                has = other.values.get(path)
                if value == HERE and one.values.get(path) != HERE and has == HERE:
                    if other.below(path) != self.base.below(path):
                        self.conflicts.add(path)
                    else:
                        self._forget(path, keep_itself=True)
        for path in self.mine.values:
            both = [facts.values.get(path) for facts in self.three]
            if (
                both[1:] == [HERE, HERE]
                and both[0] not in (HERE, None)
                and (self.mine.below(path) != self.theirs.below(path))
            ):
                self.conflicts.add(path)  # from a number to two mappings

    def _forget(self, path, *, keep_itself=False):
        for p in [p for p in self.values if p[: len(path)] == path]:
            if not (keep_itself and p == path):
                del self.values[p]

    def _removed_nodes(self):
        for one, other in ((self.mine, self.theirs), (self.theirs, self.mine)):
            gone = {n for n in self.base.nodes if n not in one.nodes and n in other.nodes}
            for top in (n for n in gone if self.base.nodes[n] not in gone):
                unit = {n for n in gone if top in self._above(n, gone)}
                self.conflicts = {p for p in self.conflicts if p[:2] not in unit}
                if self._is_touched(unit, other):
                    self.conflicts.add(top)
                for node in unit:
                    self._forget(node)

    def _above(self, node, gone):
        found = [node]
        while self.base.nodes[found[-1]] in gone:
            found.append(self.base.nodes[found[-1]])
        return found

    def _is_touched(self, unit, other):
        if any(other.below(node) != self.base.below(node) for node in unit):
            return True
        for node in unit & set(other.orders):
            both = [m for m in self.base.orders[node] if m in other.orders[node]]
            if [m for m in other.orders[node] if m in both] != both:
                return True
        return any(
            group in unit and node not in unit and self.base.nodes.get(node) != group
            for node, group in other.nodes.items()
        )

    def _renamed(self):
        """A criterion that both sides removed, and that came back under two names."""
        known = set(self.base.nodes)
        for old in (n for n in known if n[0] == "criteria"):
            if old in self.mine.nodes or old in self.theirs.nodes:
                continue
            fresh = [
                [n for n in one.nodes
                 if n[0] == "criteria" and n not in known and n not in other.nodes
                 and judges(one, n) == judges(self.base, old)]
                for one, other in ((self.mine, self.theirs), (self.theirs, self.mine))
            ]  # fmt: skip
            if all(fresh):
                self.conflicts.add(old)
        for section in ("adjustments", "knock_outs"):
            self._renamed_in((section,))

    def _renamed_in(self, section):
        base, mine, theirs = (facts.orders[section] for facts in self.three)
        for old in (name for name in base if name not in mine and name not in theirs):
            fresh = [
                [n for n in one.orders[section] if n not in base and n not in other.orders[section]
                 and nameless(one, section, n) == nameless(self.base, section, old)]
                for one, other in ((self.mine, self.theirs), (self.theirs, self.mine))
            ]  # fmt: skip
            if all(fresh):
                self.conflicts.add((*section, old))

    def _groups(self):
        groups = {p[-1]: p for facts in self.three for p in facts.nodes if p[0] != "criteria"}
        found = {}
        for path, value in self.values.items():
            is_node = path[0] in ("criteria", "groups") and path[:2] in self.values
            if is_node and path[2:] == ("group",):
                found[path[:2]] = groups[value]
        return found

    def _rings(self):
        parents = self._groups()
        for node in parents:
            above, steps = parents.get(node), 0
            while above not in (None, ROOT, node) and steps < len(parents):
                above, steps = parents.get(above), steps + 1
            changed = {f.values.get((*node, "group")) for f in self.three}
            if above == node and len(changed) > 1:
                self.conflicts.add((*node, "group"))

    # ---- orders

    def _orders(self):
        found, clashes = {}, set()
        parents = self._groups()
        lists = {p for facts in self.three for p in facts.orders}
        for path in lists:
            if path == ROOT or path in parents:
                present = {n for n, group in parents.items() if group == path}
            else:
                size = len(path) + 1
                present = {p[-1] for p in self.values if len(p) == size and p[:-1] == path}
            if path[-1] in STRETCHED:
                found[path] = next(f.orders[path] for f in self.three if path in f.orders)
                continue
            orders = [facts.orders.get(path, []) for facts in self.three]
            order = order_of(orders, present, strict=path == ("adjustments",))
            found[path] = order
            if order is None:
                clashes.add(path)
        return found, clashes

    # ---- putting together

    def _card(self, orders):
        """Return the card; None where what comes out is no valid one, or means something else."""
        document = self._put(orders)
        if self._tiers_swapped(document.get("tiers") or {}):
            return None
        if not document.get("tiers"):
            document.pop("tiers", None)
        try:
            card = parse_scorecard(document)
        except ScorecardError:
            return None
        return None if self._means_something_else(card) else card

    def _put(self, orders):
        document = {}
        sections = {p[0] for p in self.values} - {"score", "criteria", "groups"}
        for section in sections:
            document[section] = self._part((section,), orders)
        document["score"] = self._node(ROOT, orders)
        if isinstance(document.get("tiers"), dict):
            cuts = document["tiers"].items()
            document["tiers"] = dict(sorted(cuts, key=lambda cut: -cut[1]))
        return document

    def _part(self, path, orders):
        value = self.values[path]
        if value != HERE:
            return json.loads(value)
        if path in orders and path[-1] in STRETCHED:
            return self._stretched(path, orders[path])
        if path in orders:
            return [self._part((*path, name), orders) for name in orders[path]]
        below = [p for p in self.values if len(p) == len(path) + 1 and p[:-1] == path]
        return {p[-1]: self._part(p, orders) for p in below}

    def _stretched(self, path, fixed):
        found, last = [], ""
        for key in [*fixed, ""]:
            found += json.loads(self.values[(*path, f"{last}..{key}")])
            if key and path[-1] == "piecewise":
                found.append([float(key), json.loads(self.values[(*path, key)])])
            elif key:
                found.append(self._part((*path, key), orders={}))
            last = key
        return found

    def _node(self, path, orders):
        noun = {"criteria": "criterion", "groups": "group"}.get(path[0])
        node = {} if noun is None else {noun: path[1]}
        below = [p for p in self.values if len(p) == len(path) + 1 and p[:-1] == path]
        node |= {p[-1]: self._part(p, orders) for p in below if p[-1] != "group"}
        if path in orders:
            node["of"] = [self._node(member, orders) for member in orders[path]]
        return node

    def _tiers_swapped(self, tiers):
        sides = [
            {p[1]: float(v) for p, v in facts.values.items() if p[0] == "tiers" and len(p) == 2}
            for facts in self.three
        ]
        return any(
            before(*pair, [list(cuts) for cuts in sides]) is False
            and not any([cuts.get(n) for n in pair] == [tiers[n] for n in pair] for cuts in sides)
            for pair in combinations(tiers, 2)
        )

    def _means_something_else(self, card):
        sides = [meanings(side) for side in self.cards]
        for use, said in meanings(card).items():
            written = [side[use] for side in sides if use in side]
            for name, meaning in said.items():
                if written and meaning not in [side[name] for side in written]:
                    return True
        return False


def judges(facts, node):
    """Return what a criterion that only one document has judges, and how."""
    value = facts.values[*node, "value"]
    reads_by_name = value.startswith('{"rules"') or (value[0] == '"' and value != '"identity"')
    column = facts.values.get((*node, "input"), json.dumps(node[1]))
    return value, None if reads_by_name else column


def nameless(facts, section, name):
    path = (*section, name)
    return {p[2:]: v for p, v in facts.below(path).items() if p[2:] != ("name",)}
