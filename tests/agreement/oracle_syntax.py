"""A small parser of its own for the expressions of a document: text to nested tuples."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

Tree = tuple[Any, ...]

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<text>'(?:[^']|'')*')
    | (?P<parameter>\$\w+)
    | (?P<word>\w+)
    | (?P<sign><>|!=|<=|>=|[-+*/(),<>=])
    )""",
    re.VERBOSE,
)


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree:
    """The tree of an expression."""
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    text = text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"cannot read {text[place:]!r}")
        tokens.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        place = match.end()
    return [*tokens, ("end", "")]


class _Parser:
    """Loosest binding first: or, and, not, comparison, sum, product, sign, atom."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0

    def whole(self) -> Tree:
        tree = self._or()
        assert self.tokens[self.place][0] == "end", self.tokens[self.place]
        return tree

    def _peek(self, *words: str) -> bool:
        kind, text = self.tokens[self.place]
        return kind in {"word", "sign"} and text.lower() in words

    def _take(self, *words: str) -> str | None:
        if not self._peek(*words):
            return None
        self.place += 1
        return self.tokens[self.place - 1][1].lower()

    def _need(self, word: str) -> None:
        assert self._take(word), (word, self.tokens[self.place])

    def _or(self) -> Tree:
        tree = self._and()
        while self._take("or"):
            tree = ("or", tree, self._and())
        return tree

    def _and(self) -> Tree:
        tree = self._not()
        while self._take("and"):
            tree = ("and", tree, self._not())
        return tree

    def _not(self) -> Tree:
        if self._take("not"):
            return ("not", self._not())
        return self._comparison()

    def _comparison(self) -> Tree:
        tree = self._sum()
        while True:
            if operator := self._take("=", "<>", "!=", "<", "<=", ">", ">="):
                tree = ("compare", operator.replace("!=", "<>"), tree, self._sum())
            elif self._take("is"):
                negated = self._take("not") is not None
                self._need("null")
                tree = ("is null", tree)
                tree = ("not", tree) if negated else tree
            elif self._peek("not", "in", "between"):
                negated = self._take("not") is not None
                tree = self._between(tree) if self._take("between") else self._in(tree)
                tree = ("not", tree) if negated else tree
            else:
                return tree

    def _between(self, item: Tree) -> Tree:
        low = self._sum()
        self._need("and")
        high = self._sum()
        return ("and", ("compare", ">=", item, low), ("compare", "<=", item, high))

    def _in(self, item: Tree) -> Tree:
        self._need("in")
        return ("in", item, *self._arguments())

    def _sum(self) -> Tree:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = (sign, tree, self._product())
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while sign := self._take("*", "/"):
            tree = (sign, tree, self._signed())
        return tree

    def _signed(self) -> Tree:
        if self._take("-"):
            return ("negate", self._signed())
        if self._take("+"):
            return self._signed()
        return self._atom()

    def _arguments(self) -> list[Tree]:
        self._need("(")
        arguments = [self._or()]
        while self._take(","):
            arguments.append(self._or())
        self._need(")")
        return arguments

    def _atom(self) -> Tree:
        if self._take("("):
            tree = self._or()
            self._need(")")
            return tree
        if self._take("case"):
            return self._case()
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return ("constant", float(text))
        if kind == "text":
            return ("constant", text[1:-1].replace("''", "'"))
        if kind == "parameter":
            return ("parameter", text[1:])
        if kind == "quoted":
            return ("name", text[1:-1].replace('""', '"'))
        assert kind == "word", (kind, text)
        return self._word(text)

    def _word(self, text: str) -> Tree:
        lower = text.lower()
        if lower in {"true", "false"}:
            return ("constant", lower == "true")
        if lower == "null":
            return ("constant", None)
        if lower == "date" and self.tokens[self.place][0] == "text":
            self.place += 1
            return ("constant", date.fromisoformat(self.tokens[self.place - 1][1][1:-1]))
        if self._peek("("):
            return ("call", lower, *self._arguments())
        return ("name", text)

    def _case(self) -> Tree:
        branches = []
        while self._take("when"):
            condition = self._or()
            self._need("then")
            branches.append((condition, self._or()))
        otherwise: Tree = ("constant", None)
        if self._take("else"):
            otherwise = self._or()
        self._need("end")
        return ("case", tuple(branches), otherwise)
