"""A scorecard as a bag of facts: a path of names and a value each, and the orders of its lists."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from scoring_kit.scorecard.value_functions import kind_of

HERE = "<here>"
ROOT = ("score",)
STRETCHED = ("piecewise", "bins", "rules")


@dataclass
class Facts:
    """One document: values by path, lists of names by path, and the nodes of its tree."""

    values: dict = field(default_factory=dict)
    orders: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)  # path -> path of the group it is in

    def below(self, path):
        orders = {(*p, "<order>"): names for p, names in self.orders.items() if is_below(p, path)}
        return orders | {p: v for p, v in self.values.items() if p[: len(path)] == path}


def facts_of(cards):
    """Return the facts of all three cards; how far a value function is split depends on all."""
    documents = [card.model_dump(mode="json", by_alias=True) for card in cards]
    trees = [dict(nodes_of(document["score"], ROOT)) for document in documents]
    found = [Facts() for _ in documents]
    for facts, document, tree in zip(found, documents, trees, strict=True):
        for section, data in document.items():
            if section in ("adjustments", "knock_outs"):
                named_list(facts, (section,), data, lambda item: item["name"])
            elif section == "key":
                facts.values[(section,)] = json.dumps(data)
            elif section != "score":
                flatten(facts, (section,), data)
        for path, (parent, node) in tree.items():
            add_node(facts, path, parent, node, [other.get(path) for other in trees])
    return found


def nodes_of(group, path, parent=None):
    yield path, (parent, group)
    for member in group["of"]:
        noun = "criterion" if "criterion" in member else "group"
        here = ("criteria" if noun == "criterion" else "groups", member[noun])
        if noun == "group":
            yield from nodes_of(member, here, path)
        else:
            yield here, (path, member)


def add_node(facts, path, parent, node, everywhere):
    facts.nodes[path] = parent
    facts.values[path] = HERE
    if parent is not None:
        facts.values[(*path, "group")] = parent[-1]
    for name, data in node.items():
        if name == "of":
            facts.orders[path] = [member_path(member) for member in data]
        elif name == "aggregate":
            facts.values[(*path, name)] = json.dumps(data)
        elif name == "value":
            functions = [None if other is None else other[1]["value"] for other in everywhere]
            add_function(facts, (*path, name), data, functions)
        elif name not in ("criterion", "group"):
            flatten(facts, (*path, name), data)


def member_path(member):
    return (
        ("criteria", member["criterion"]) if "criterion" in member else ("groups", member["group"])
    )


def flatten(facts, path, data):
    if data is None:
        return
    if isinstance(data, dict):
        facts.values[path] = HERE
        for name, value in data.items():
            flatten(facts, (*path, name), value)
    elif isinstance(data, list) and path[0] == "inputs" and path[-1] == "special":
        named_list(facts, path, data, lambda item: spelt(item["code"]))
    else:
        facts.values[path] = json.dumps(data)


def named_list(facts, path, items, name_of):
    facts.values[path] = HERE
    facts.orders[path] = [name_of(item) for item in items]
    for item in items:
        flatten(facts, (*path, name_of(item)), item)


def add_function(facts, path, data, functions):
    kinds = {kind_of(function) for function in functions}
    if len(kinds) > 1 or None in kinds or not all(isinstance(f, dict) for f in functions):
        facts.values[path] = json.dumps(data)
        return
    facts.values[path] = HERE
    for name, part in data.items():
        lists = [function[name] for function in functions]
        keys = None
        if name in STRETCHED or name == "categories":
            keys = [[key_of(name, item) for item in items] for items in lists]
        if keys is None or any(len(set(names)) < len(names) for names in keys):
            facts.values[(*path, name)] = json.dumps(part)
        elif name == "categories":
            named_list(facts, (*path, name), part, lambda item: key_of("categories", item))
        else:
            add_stretches(facts, (*path, name), part, keys)


def add_stretches(facts, path, items, keys):
    fixed = [key for key in keys[0] if key in keys[1] and key in keys[2]]
    if not fixed or any([key for key in names if key in fixed] != fixed for names in keys):
        facts.values[path] = json.dumps(items)
        return
    facts.values[path] = HERE
    gap, last = [], ""
    for item in [*items, None]:
        key = None if item is None else key_of(path[-1], item)
        if item is not None and key not in fixed:
            gap.append(item)
            continue
        facts.values[(*path, f"{last}..{key or ''}")] = json.dumps(gap)
        gap, last = [], key
        if item is not None and path[-1] == "piecewise":
            facts.values[(*path, key)] = json.dumps(item[1])
        elif item is not None:
            flatten(facts, (*path, key), item)
    facts.orders[path] = fixed


def key_of(name, item):
    if name == "piecewise":
        return spelt(item[0])
    if name == "categories":
        return ", ".join(map(spelt, item["in"]))
    if name == "rules":
        when = item["when"]
        return "otherwise" if when is None else when if is_plain(when) else json.dumps(when)
    edges = [f"{end} {spelt(item[end])}" for end in ("below", "up_to") if item[end] is not None]
    return edges[0] if edges else "above"


def spelt(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    looks_odd = value in ("true", "false") or value[:1] in "-0123456789"
    return value if is_plain(value) and not looks_odd else json.dumps(value)


def is_plain(text):
    return re.fullmatch(r"[\w$-]+", text) is not None


def is_below(path, other):
    return len(path) > len(other) and path[: len(other)] == other


def place(path):
    """Return a path as places are written."""
    parts = [
        part if is_plain(part) or not is_name(path, index) else json.dumps(part)
        for index, part in enumerate(path)
    ]
    return ".".join(parts)


def is_name(path, index):
    """Whether a part of a path is a name of the document's, and no key such as "below 3"."""
    return path[index] != "<order>" and (index == 1 or path[:2] == ("reasons", "texts"))


def meanings(card):
    """Return what each name stands for that an expression or a criterion reads."""
    data = card.model_dump(mode="json", by_alias=True)
    found = {}
    for path, (_, node) in nodes_of(data["score"], ROOT):
        members = {member_path(m)[1] for m in node.get("of", ())}
        texts = [node.get("then"), *texts_in(node.get("value", "identity"))]
        if isinstance(node.get("aggregate"), dict):
            texts.append(node["aggregate"].get("formula"))
        for text in texts:
            if isinstance(text, str):
                found[path, text] = {n: meaning(n, members, data) for n in words(text)}
        if path[0] == "criteria":
            column = node["input"] or path[1]
            found[path, "input", column] = {column: meaning(column, (), data)}
    for section in ("adjustments", "knock_outs"):
        for item in data[section]:
            for text in (v for k, v in item.items() if isinstance(v, str) and k != "name"):
                found[section, item["name"], text] = {n: meaning(n, (), data) for n in words(text)}
    for name in data["inputs"]:
        found["inputs", name] = {name: meaning(name, (), data)}
    for name, text in data["derived"].items():
        found["derived", name, text] = {n: meaning(n, (), data) for n in words(text)}
    return found


def texts_in(value):
    if isinstance(value, str):
        return [] if value == "identity" else [value]
    rules = value.get("rules") or value.get("bins") or value.get("categories") or []
    return [item.get(k) for item in rules if isinstance(item, dict) for k in ("when", "value")]


def words(text):
    return set(re.findall(r"(?<![$\w'])[A-Za-z_]\w*(?![\w']|\s*\()", text))


def meaning(name, members, data):
    return "member" if name in members else "derived" if name in data["derived"] else "column"
