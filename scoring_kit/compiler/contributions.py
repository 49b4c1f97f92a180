"""Contributions: lines that add up to the published score."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from scoring_kit.compiler.conditions import (
    FALSE,
    both,
    choose,
    either,
    negation,
    null_where,
)
from scoring_kit.compiler.context import Context
from scoring_kit.compiler.criteria import Leaf
from scoring_kit.compiler.groups import Node, aggregate, finish, values_of
from scoring_kit.compiler.replacing import with_member
from scoring_kit.compiler.score import Published
from scoring_kit.expression.words import (
    Case,
    Coalesce,
    Compare,
    Divide,
    Finite,
    IsMissing,
    Multiply,
    Number,
    Reference,
    Subtract,
    Word,
)
from scoring_kit.scorecard.aggregation import Member, weighted
from scoring_kit.scorecard.aggregations import raised
from scoring_kit.scorecard.trees import total

ZERO = Number(0.0)
_SURELY_FINITE = 1e300
"""Products below it stay finite, whatever a few roundings add."""


@dataclass(slots=True)
class _Lines:
    """Terms gathered by the name of their line, in order."""

    context: Context
    terms: dict[str, list[Word]] = field(default_factory=dict[str, list[Word]])

    def add(self, name: str, word: Word, *, is_finite: bool = False) -> None:
        """Add a term to a line; NULL counts as 0, and so does what is not finite."""
        term = word if is_finite else Finite(word)
        self.terms.setdefault(name, []).append(Coalesce((term, ZERO)))

    def let(self, name: str, word: Word) -> Reference:
        """Name an intermediate calculation."""
        return self.context.builder.let("contributions", name, word)


def compile_contributions(
    context: Context, root: Node, published: Published, *, null_when: Word
) -> list[tuple[str, Word]]:
    """Return (line name, words) of every line; NULL where a condition holds."""
    lines = _Lines(context)
    scaling = context.card.scaling
    factor = Number(1.0 if scaling is None else scaling.factor)
    _share_group(lines, root, factor)
    if scaling is not None:
        constant = scaling.offset - scaling.factor * scaling.root_at_offset
        lines.add("scaling", Number(constant))
    for change in published.changes:
        lines.add(change.adjustment.name, Subtract(change.after, change.before))
    if context.card.rounding is not None:
        lines.add("rounding", Subtract(published.rounded, published.unrounded))
    return [(name, null_where(null_when, total(terms))) for name, terms in lines.terms.items()]


def _times(left: Word, right: Word) -> Word:
    if isinstance(left, Number) and left.value == 1.0:
        return right
    return Multiply(left, right)


def _share_group(lines: _Lines, node: Node, factor: Word) -> None:
    """Share out factor * value of a group over its lines."""
    name, group = node.name, node.group
    if node.has_substitute:
        lines.add(name, Case(((node.missing, _times(factor, node.value)),), ZERO))
    if node.has_substitute or node.hides:
        factor = lines.let(f"factor {name}", Case(((node.missing, ZERO),), factor))
    inner = _share_then(lines, node, factor)
    sharing = group.aggregation.sharing
    if sharing == "linear":
        _share_linear(lines, node, inner)
    elif sharing == "proportional":
        _share_proportional(lines, node, inner)
    elif sharing == "attained":
        _share_attained(lines, node, inner)
    else:
        _share_effects(lines, node, inner)


def _share_then(lines: _Lines, node: Node, factor: Word) -> Word:
    """Add the lines of `limits` and `then`; return the factor of what lies below them."""
    group, before = node.group, node.aggregate
    after: Word = node.result
    if group.limits is not None:
        unlimited = group.model_copy(update={"limits": None})
        free = finish(lines.context, unlimited, values_of(node.members), before)
        after = lines.let(f"unlimited {node.name}", free)
        lines.add(f"{node.name}_limits", _times(factor, Subtract(node.result, after)))
    if group.then is None:
        return factor
    ratio = lines.let(f"ratio {node.name}", Finite(Divide(after, before)))
    apart = either((IsMissing(ratio), Compare("<", ratio, ZERO)))
    own = Case(((apart, _times(factor, Subtract(after, before))),), ZERO)
    lines.add(f"{node.name}_then", own)
    scaled = Case(((apart, factor),), _times(factor, ratio))
    return lines.let(f"factor below {node.name}", scaled)


def _give(lines: _Lines, member: Leaf | Node, factor: Word, *, at_most: float = math.inf) -> None:
    """Give a member factor * value: as a line, or shared out below it.

    at_most: what the factor does not exceed where the member has a value.
    """
    if isinstance(member, Leaf):
        largest = at_most * max(map(abs, member.interval))
        lines.add(member.name, _times(factor, member.value), is_finite=largest < _SURELY_FINITE)
        return
    named = factor if isinstance(factor, Number) else lines.let(f"share {member.name}", factor)
    _share_group(lines, member, Coalesce((named, ZERO)) if named is not factor else named)


def _give_amount(
    lines: _Lines, member: Leaf | Node, amount: Word, whole_line: Word = FALSE
) -> None:
    """Give a member an amount: one line where `whole_line` holds or its value is 0."""
    if isinstance(member, Leaf):
        lines.add(member.name, amount)
        return
    given = lines.let(f"amount {member.name}", amount)
    at_once = either((whole_line, Compare("=", member.value, ZERO)))
    lines.add(member.name, Case(((at_once, given),), ZERO))
    ratio = Coalesce((Finite(Divide(given, member.value)), ZERO))
    _share_group(lines, member, lines.let(f"share {member.name}", Case(((at_once, ZERO),), ratio)))


# ---- one function per way of sharing -------------------------------------------------------------


def _share_linear(lines: _Lines, node: Node, factor: Word) -> None:
    group = node.group
    if group.options.initial != 0.0:
        has_some = Case(((IsMissing(node.aggregate), ZERO),), Number(group.options.initial))
        lines.add(f"{node.name}_initial", _times(factor, has_some))
    for member, written in zip(node.members, group.of, strict=True):
        weight = group.weight_of(written)
        present, largest = node.present_weight, 1.0
        if isinstance(present, Number):
            share: Word = Number(weight / present.value)
        elif present is not None:
            share = Divide(Number(weight), present)
        else:
            share, largest = Number(weight), weight
        if isinstance(factor, Number):
            _give(lines, member, _product(factor, share), at_most=largest * abs(factor.value))
        else:
            _give(lines, member, _times(factor, share))


def _product(left: Word, right: Word) -> Word:
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value * right.value)
    return _times(left, right)


def _share_proportional(lines: _Lines, node: Node, factor: Word) -> None:
    group, options = node.group, node.group.options
    parts = [
        weighted(
            group.weight_of(written),
            raised(Member(member.value, bounds=member.interval), options),
        )
        for member, written in zip(node.members, group.of, strict=True)
    ]
    whole = lines.let(f"shares of {node.name}", total([Coalesce((p, ZERO)) for p in parts]))
    pooled = Compare("=", whole, ZERO)
    lines.add(node.name, Case(((pooled, _times(factor, node.aggregate)),), ZERO))
    for member, part in zip(node.members, parts, strict=True):
        amount = _times(factor, Multiply(node.aggregate, Divide(part, whole)))
        was_raised = (
            FALSE
            if options.at_least is None
            else Compare("<", member.value, Number(options.at_least))
        )
        _give_amount(lines, member, Case(((pooled, ZERO),), amount), was_raised)


def _share_attained(lines: _Lines, node: Node, factor: Word) -> None:
    branches = tuple(
        (Compare("=", member.value, node.aggregate), Number(float(index)))
        for index, member in enumerate(node.members)
    )
    first = lines.let(f"first that is {node.name}", Case(branches, Number(-1.0)))
    for index, member in enumerate(node.members):
        is_first = Compare("=", first, Number(float(index)))
        _give(lines, member, Case(((is_first, factor),), ZERO))


def _share_effects(lines: _Lines, node: Node, factor: Word) -> None:
    worst = [at_worst(lines.context, member) for member in node.members]
    known = [word for word in worst if word is not None]
    everything = _times(factor, node.aggregate)
    if len(known) < len(worst):
        lines.add(node.name, everything)
        return
    effects: list[Word] = []
    for index, member in enumerate(node.members):
        lowered = with_member(lines.context, node, index, known[index])
        effect = Finite(Subtract(node.aggregate, Finite(lowered)))
        effects.append(lines.let(f"effect {member.name}", effect))
    whole, pooled = _pooled_effects(lines, node, effects)
    lines.add(node.name, Case(((pooled, everything),), ZERO))
    for member, effect in zip(node.members, effects, strict=True):
        amount = _times(factor, Multiply(node.aggregate, Divide(effect, whole)))
        _give_amount(lines, member, Case(((pooled, ZERO),), amount))


def _pooled_effects(lines: _Lines, node: Node, effects: list[Word]) -> tuple[Word, Word]:
    """Return the sum of the effects and the condition that they cannot be shares."""
    known = [Coalesce((effect, ZERO)) for effect in effects]
    whole = lines.let(f"effects in {node.name}", Finite(total(known)))
    rises = either(Compare(">", effect, ZERO) for effect in known)
    falls = either(Compare("<", effect, ZERO) for effect in known)
    lost = [
        both((negation(IsMissing(member.value)), IsMissing(effect)))
        for member, effect in zip(node.members, effects, strict=True)
    ]
    pooled = either((IsMissing(whole), Compare("=", whole, ZERO), both((rises, falls)), *lost))
    return whole, lines.let(f"pooled {node.name}", pooled)


def at_worst(context: Context, member: Leaf | Node) -> Word | None:
    """Return a member's value with all criteria that have one at worst; None without a worst."""
    if isinstance(member, Leaf):
        worst = context.ranges.worst_and_best(member.criterion)[0]
        if worst == float("-inf"):
            return None
        return null_where(IsMissing(member.value), Number(worst))
    below = [at_worst(context, inner) for inner in member.members]
    values = [word for word in below if word is not None]
    if len(values) < len(below):
        return None
    name = f"aggregate at worst {member.name}"
    lowered = context.builder.shared(
        "contributions",
        name,
        lambda: Finite(aggregate(context, member.group, member.members, values)),
    )
    named = dict(zip(values_of(member.members), values, strict=True))
    result = finish(context, member.group, named, lowered)
    return choose(((member.missing, member.value),), result)
