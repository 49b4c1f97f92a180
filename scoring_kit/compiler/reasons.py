"""Reasons: what each criterion costs against its reference, ranked by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.compiler.conditions import (
    both,
    choose,
    either,
    has_value,
    negation,
    null_where,
)
from scoring_kit.compiler.context import Context
from scoring_kit.compiler.criteria import Leaf
from scoring_kit.compiler.groups import Node, finish, values_of
from scoring_kit.compiler.replacing import with_member
from scoring_kit.compiler.score import Published
from scoring_kit.errors import CompileError
from scoring_kit.expression.words import (
    Add,
    Case,
    Coalesce,
    Compare,
    Divide,
    Finite,
    IsMissing,
    Multiply,
    Null,
    Number,
    Pack,
    Ranked,
    Subtract,
    Text,
    Top,
    Type,
    Word,
)
from scoring_kit.scorecard.aggregation import SAFE, size
from scoring_kit.scorecard.sections import Reasons
from scoring_kit.scorecard.trees import total


@dataclass(frozen=True, slots=True)
class Step:
    """One group on the way from a criterion to the root, and which member leads there."""

    node: Node
    index: int


@dataclass(frozen=True, slots=True)
class RankedReasons:
    """The reason code of each rank, and the shortfalls by criterion and by code behind them."""

    ranked: tuple[Word, ...]
    by_criterion: tuple[tuple[Leaf, Word], ...] = ()
    by_code: tuple[tuple[str, Word], ...] = ()


def compile_reasons(context: Context, root: Node, published: Published) -> RankedReasons:
    """Return the reasons; their calculations are added to the plan."""
    reasons = context.card.reasons
    knocking = _knock_out_codes(context, published)
    if reasons is None:
        return RankedReasons(tuple(knocking[:1]))
    by_code: dict[str, list[tuple[Leaf, Word]]] = {}
    shortfalls = [(leaf, _shortfall(context, leaf, path)) for leaf, path in _paths(root, ())]
    for leaf, shortfall in shortfalls:
        for code in dict.fromkeys(leaf.criterion.codes):
            by_code.setdefault(code, []).append((leaf, shortfall))
    summed = [(code, _of_code(context, code, parts)) for code, parts in by_code.items()]
    packed = [
        Pack(word, position, _are_small(context, root, by_code[code]))
        for position, (code, word) in enumerate(summed)
    ]
    if len(packed) <= MOST_NAMED:
        packed = [
            context.builder.let("shortfalls", f"packed {position}", word)
            for position, word in enumerate(packed)
        ]
    top = context.builder.let(
        "reasons", "top reasons", Top(tuple(packed), reasons.top, reasons.keep)
    )
    codes = [Ranked(top, rank + 1, tuple(by_code)) for rank in range(reasons.top)]
    ranked = _ranked(published, codes, knocking)
    return RankedReasons(ranked, tuple(shortfalls), tuple(summed))


def _ranked(
    published: Published, codes: Sequence[Word], knocking: Sequence[Word]
) -> tuple[Word, ...]:
    """Return the codes where there is a score, those of knock-outs where one fired."""
    failed = either((published.failures.invalid, published.failures.missing))
    return tuple(
        choose(
            (
                (published.is_knocked_out, knocking[rank] if knocking else Null(Type.TEXT)),
                (failed, Null(Type.TEXT)),
            ),
            word,
        )
        for rank, word in enumerate(codes)
    )


def _knock_out_codes(context: Context, published: Published) -> list[Word]:
    """Return the code of each rank among the knock-outs that fired, without repeats."""
    if not published.knock_outs:
        return []
    ranks = context.card.reasons.top if context.card.reasons is not None else 1
    codes = tuple(fired.knock_out.code for fired in published.knock_outs)
    packed: list[Word] = []
    for position, fired in enumerate(published.knock_outs):
        earlier = published.knock_outs[:position]
        repeated = [other.condition for other in earlier if other.knock_out.code == codes[position]]
        first = both((fired.condition, *(negation(condition) for condition in repeated)))
        word = Case(((first, Number(1.0)),), Null(Type.NUMBER))
        packed.append(
            context.builder.let(
                "shortfalls", f"packed knock-out {position}", Pack(word, position, is_small=True)
            )
        )
    top = context.builder.let("reasons", "top knock-outs", Top(tuple(packed), ranks, "positive"))
    return [Ranked(top, rank + 1, codes) for rank in range(ranks)]


MOST_NAMED = 100
"""Codes up to which each packed shortfall has a name; more are packed in one list."""

SMALL_SHORTFALL = 1e8
"""Points that a packed shortfall holds with room to spare."""


def _are_small(context: Context, root: Node, shortfalls: Sequence[tuple[Leaf, Word]]) -> bool:
    """Return whether the shortfalls of a code cannot pass what packing can hold.

    Where the tree is linear and a reference lies within the values of its criterion, the
    root with it stays within the bounds of the root.
    """
    reasons = context.card.reasons or Reasons()
    for leaf, _ in shortfalls:
        low, high = leaf.interval
        if not low <= reference_of(context, leaf, reasons) <= high:
            return False
    scaling = context.card.scaling
    factor = 1.0 if scaling is None else abs(scaling.factor)
    largest = 2.0 * factor * size(root.interval) * len(shortfalls)
    return all(_is_plainly_linear(node) for node in root.nodes) and largest < SMALL_SHORTFALL


def _paths(node: Node, above: tuple[Step, ...]) -> list[tuple[Leaf, tuple[Step, ...]]]:
    """Return every leaf below a group with the steps from its own group up to the root."""
    found: list[tuple[Leaf, tuple[Step, ...]]] = []
    for index, member in enumerate(node.members):
        path = (Step(node, index), *above)
        found += _paths(member, path) if isinstance(member, Node) else [(member, path)]
    return found


def _of_code(context: Context, code: str, shortfalls: Sequence[tuple[Leaf, Word]]) -> Word:
    """Return the sum of the shortfalls that have a code in a row; NULL where none has."""
    terms: list[Word] = []
    for leaf, shortfall in shortfalls:
        if leaf.code is None:
            terms += [shortfall] if code == leaf.criterion.code else []
        else:
            other = Case(((Compare("=", leaf.code, Text(code)), shortfall),), Null(Type.NUMBER))
            terms.append(other)
    if len(terms) == 1:
        return terms[0]
    named = [
        context.builder.let("shortfalls", f"shortfall {index} of {code}", term)
        for index, term in enumerate(terms)
    ]
    some = either(has_value(term) for term in named)
    summed = total([Coalesce((term, Number(0.0))) for term in named])
    return null_where(negation(some), summed)


# ---- one shortfall -----------------------------------------------------------------------------


def reference_of(context: Context, leaf: Leaf, reasons: Reasons) -> float:
    """Return the value that a criterion's shortfall is measured against."""
    criterion = leaf.criterion
    if criterion.reference is not None:
        return criterion.reference
    if reasons.against == "mean":
        if criterion.mean is None:
            raise CompileError(
                f"reasons are against the mean, and criterion {criterion.name!r} has none yet; "
                "complete the scorecard with fit_references(card, data)"
            )
        return criterion.mean
    worst, best = context.ranges.worst_and_best(criterion)
    return worst if reasons.against == "worst" else best


def _shortfall(context: Context, leaf: Leaf, path: tuple[Step, ...]) -> Word:
    """Return the scaled root with the criterion at its reference minus the scaled root."""
    reasons = context.card.reasons or Reasons()
    reference = Number(reference_of(context, leaf, reasons))
    change: Word = Subtract(reference, leaf.value)
    new: Word | None = reference
    for step in path:
        change, new = _carried(context, leaf, step, change, new), None
        if step is not path[-1]:
            name = f"change of {leaf.name} in {step.node.name}"
            change = context.builder.let("shortfalls", name, change)
    if context.card.scaling is not None:
        change = Multiply(Number(context.card.scaling.factor), change)
    if reasons.direction == "above":
        change = Subtract(Number(0.0), change)
    shortfall = _guarded(leaf, path, change)
    if leaf.code is None:
        return shortfall
    return context.builder.let("shortfalls", f"shortfall {leaf.name}", shortfall)


def _guarded(leaf: Leaf, path: tuple[Step, ...], change: Word) -> Word:
    """Return a change where it is a reason at all: the criterion has a value that counts."""
    hidden = [step.node.missing for step in path if step.node.hides]
    if not hidden and all(_is_plainly_linear(step.node) for step in path):
        return change if size(leaf.interval) < SAFE else Finite(change)
    return Finite(null_where(either((IsMissing(leaf.value), *hidden)), change))


def _is_plainly_linear(node: Node) -> bool:
    group = node.group
    return group.aggregation.sharing == "linear" and group.then is None and group.limits is None


def _carried(context: Context, leaf: Leaf, step: Step, change: Word, new: Word | None) -> Word:
    """Return how a group's value changes when one member changes, or takes a new value."""
    node, group = step.node, step.node.group
    if _is_plainly_linear(node):
        return _in_linear(context, step, change)
    values = values_of(node.members)
    name = node.members[step.index].name
    values[name] = new if new is not None else Finite(Add(values[name], change))
    if group.aggregation.sharing == "linear":
        moved: Word = Add(node.aggregate, _in_linear(context, step, change))
    else:
        moved = with_member(context, node, step.index, values[name])
    if new is None:  # a change that got lost on the way is not a member that is absent
        moved = null_where(IsMissing(change), moved)
    moved = context.builder.let(
        "shortfalls", f"{node.name} without shortfall of {leaf.name}", Finite(moved)
    )
    return Subtract(finish(context, group, values, moved), node.result)


def _in_linear(context: Context, step: Step, change: Word) -> Word:
    """Return the change of a sum or mean: weight * change, over the present weight in a mean."""
    group = step.node.group
    weight = group.weight_of(group.of[step.index])
    present = step.node.present_weight
    if present is None:
        return change if weight == 1.0 else Multiply(Number(weight), change)
    if isinstance(present, Number):
        return Multiply(Number(weight / present.value), change)
    name = f"part of one weight in {step.node.name}"
    part = context.builder.shared("shortfalls", name, lambda: Divide(Number(1.0), present))
    return Multiply(Multiply(Number(weight), change), part)
