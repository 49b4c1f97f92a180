"""Conditions that fold away where they are always true or never."""

from __future__ import annotations

from collections.abc import Iterable

from scoring_kit.expression.words import And, Case, IsMissing, Not, Null, Or, Truth, Word

TRUE = Truth(True)
FALSE = Truth(False)


def is_never(condition: Word) -> bool:
    """Return whether a condition is known to be false."""
    return isinstance(condition, Truth) and not condition.value


def is_always(condition: Word) -> bool:
    """Return whether a condition is known to be true."""
    return isinstance(condition, Truth) and condition.value


def either(conditions: Iterable[Word]) -> Word:
    """Return the condition that one of them holds."""
    kept = [condition for condition in conditions if not is_never(condition)]
    if any(is_always(condition) for condition in kept):
        return TRUE
    return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else FALSE


def both(conditions: Iterable[Word]) -> Word:
    """Return the condition that all of them hold."""
    kept = [condition for condition in conditions if not is_always(condition)]
    if any(is_never(condition) for condition in kept):
        return FALSE
    return kept[0] if len(kept) == 1 else And(tuple(kept)) if kept else TRUE


def negation(condition: Word) -> Word:
    """Return the opposite of a condition that is never NULL."""
    if isinstance(condition, Truth):
        return Truth(not condition.value)
    return condition.item if isinstance(condition, Not) else Not(condition)


def has_value(word: Word) -> Word:
    """Return the condition that a word is not NULL."""
    return Not(IsMissing(word))


def choose(branches: Iterable[tuple[Word, Word]], otherwise: Word) -> Word:
    """Return a Case without branches that never hold or come too late."""
    kept: list[tuple[Word, Word]] = []
    for condition, result in branches:
        if is_always(condition):
            otherwise = result
            break
        if not is_never(condition):
            kept.append((condition, result))
    return Case(tuple(kept), otherwise) if kept else otherwise


def null_where(condition: Word, word: Word) -> Word:
    """Return the word, NULL where the condition holds."""
    return choose(((condition, Null(word.type)),), word)
