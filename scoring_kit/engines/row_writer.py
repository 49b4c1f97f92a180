"""What a word may ask of the function it is written in, and how values are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from scoring_kit.expression import words
from scoring_kit.expression.words import Type, Word


@dataclass(frozen=True, slots=True)
class Condition:
    """Writes whether a word is true and whether it is false; total if it is never NULL."""

    true: Callable[[], str]
    false: Callable[[], str]
    is_total: bool = False


class Writer(Protocol):
    """Writes the operands of a word."""

    def value(self, word: Word) -> str: ...
    def condition(self, word: Word) -> Condition: ...
    def atom(self, word: Word) -> str: ...
    def local(self, text: str) -> str: ...
    def chain(self, branches: list[tuple[str, str]], otherwise: str) -> str: ...
    def constant(self, value: object) -> str: ...
    def column(self, name: str) -> str: ...
    def reference(self, name: str) -> str: ...


def is_float(word: Word) -> bool:
    """Whether NULL is NaN in the type of the word, not None."""
    return word.type in (Type.NUMBER, Type.DATE)


def null_of(word: Word) -> str:
    """Return NULL as it is written for the type of the word."""
    return "nan" if is_float(word) else "None"


def is_known(word: Word, name: str) -> str:
    """Return a test that what holds the word, a variable or literal, is not NULL."""
    if not name.isidentifier():
        return "True"
    return f"{name} == {name}" if is_float(word) else f"{name} is not None"


def number(value: float) -> str:
    """Return a number as a literal that can stand anywhere in an expression."""
    text = repr(value)
    return f"({text})" if text.startswith("-") else text


def constant(word: Word) -> object:
    """Return the value of a literal as the generated function holds it."""
    if isinstance(word, words.Date):
        return float(word.days)
    if isinstance(word, words.Number | words.Text | words.Truth):
        return word.value
    raise TypeError(f"expected a literal, not {type(word).__name__}")
