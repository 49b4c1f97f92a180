"""A group's aggregate with one member's value replaced, without repeating the whole group."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.compiler.context import Context
from scoring_kit.compiler.groups import Node, aggregate
from scoring_kit.expression.words import Word
from scoring_kit.scorecard.aggregation import Folding, Member

WIDE = 16
"""Members beyond which the parts of a group's tree are kept, to be used again."""


def with_member(context: Context, node: Node, index: int, value: Word) -> Word:
    """Return the aggregate of a group in which one member has another value.

    In a wide group the other members are read from the kept parts of the same balanced
    tree: each replacement takes log n words instead of n.
    """
    group = node.group
    folding = group.aggregation.folding(group.options)
    if folding is None or len(node.members) <= WIDE:
        values: list[Word] = [member.value for member in node.members]
        values[index] = value
        return aggregate(context, group, node.members, values)
    members = _members(node)
    if group.aggregation.is_mean and members[index].weight == 0.0:
        return node.aggregate
    counted = [
        position
        for position, member in enumerate(members)
        if member.weight > 0.0 or not group.aggregation.is_mean
    ]
    tree = _Tree(context, node.name, folding, [members[position] for position in counted])
    changed = Member(value, members[index].weight, members[index].optional, members[index].bounds)
    return folding.close(tree.replaced(counted.index(index), changed), node.present_weight)


def _members(node: Node) -> list[Member]:
    group = node.group
    return [
        Member(member.value, group.weight_of(written), member.optional, member.interval)
        for member, written in zip(node.members, group.of, strict=True)
    ]


class _Tree:
    """The balanced tree of a group's terms, whose parts are named calculations."""

    def __init__(
        self, context: Context, name: str, folding: Folding, members: Sequence[Member]
    ) -> None:
        self.context, self.name, self.folding, self.members = context, name, folding, members

    def replaced(self, index: int, member: Member) -> Word:
        """Return the joined terms with another member at an index."""
        low, high, path = 0, len(self.members), list[tuple[bool, int, int]]()
        while high - low > 1:
            middle = low + (high - low + 1) // 2
            is_left = index < middle
            path.append((is_left, middle, high) if is_left else (is_left, low, middle))
            low, high = (low, middle) if is_left else (middle, high)
        joined = self.folding.term(member)
        for is_left, start, end in reversed(path):
            other = self._part(start, end)
            pair = (joined, other) if is_left else (other, joined)
            joined = self.folding.join(*pair)
        return joined

    def _part(self, low: int, high: int) -> Word:
        """Return the joined terms from one index up to before another."""
        if high - low == 1:
            return self.folding.term(self.members[low])

        def joined() -> Word:
            middle = low + (high - low + 1) // 2
            return self.folding.join(self._part(low, middle), self._part(middle, high))

        name = f"members {low + 1} to {high} of {self.name}"
        return self.context.builder.shared("group_values", name, joined)
