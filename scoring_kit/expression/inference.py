"""Finds the type of an expression and of the columns it reads, or the conflict between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring_kit.errors import ExpressionError, nearest
from scoring_kit.expression.language import FUNCTIONS
from scoring_kit.expression.syntax import (
    Arithmetic,
    Between,
    Call,
    CaseWhen,
    Comparison,
    DateLiteral,
    Expression,
    Logical,
    LogicalNot,
    Membership,
    MissingTest,
    Name,
    Negation,
    NumberLiteral,
    Parameter,
    Syntax,
    TextLiteral,
    TruthLiteral,
    expression_text,
)
from scoring_kit.expression.words import Type

_LITERALS: dict[type[Syntax], Type] = {
    NumberLiteral: Type.NUMBER,
    TextLiteral: Type.TEXT,
    DateLiteral: Type.DATE,
    TruthLiteral: Type.BOOLEAN,
}

_LONGEST_SHOWN = 60


def infer_types(
    expression: Expression,
    types: Mapping[str, Type | None],
    parameters: Mapping[str, Type],
    expect: Type | None = None,
) -> tuple[Type | None, dict[str, Type]]:
    """Return the type of the result, and the types that its use forces on unknown columns.

    Parameters
    ----------
    types: type of each column; None, or no entry, where it is unknown.
    parameters: type of each parameter.
    expect: type that the result must have; None for any.

    Raises
    ------
    ExpressionError
        expression_type where types conflict, unknown_parameter.

    Examples
    --------
    >>> from scoring_kit.expression.parse import parse_expression
    >>> infer_types(parse_expression("price * 2 > $limit"), {}, {"limit": Type.NUMBER})
    (<Type.BOOLEAN: 'boolean'>, {'price': <Type.NUMBER: 'number'>})
    """
    inference = _Inference(types, parameters)
    slot = inference.visit(expression.tree)
    if expect is not None:
        inference.demand(expression.tree, slot, expect, "here")
    inference.check_ordered()
    found = {name: inference.type_of(inference.columns[name]) for name in expression.columns}
    forced = {
        name: kind for name, kind in found.items() if kind is not None and types.get(name) is None
    }
    return inference.type_of(slot), forced


class _Inference:
    """Slots that hold a type or nothing yet; what must agree shares a slot."""

    def __init__(self, types: Mapping[str, Type | None], parameters: Mapping[str, Type]) -> None:
        self._parents: list[int] = []
        self._types: list[Type | None] = []
        self._given = types
        self._parameters = parameters
        self._ordered: list[tuple[Syntax, int]] = []
        self.columns: dict[str, int] = {}

    # ---- slots -----------------------------------------------------------------------

    def _slot(self, kind: Type | None = None) -> int:
        self._parents.append(len(self._parents))
        self._types.append(kind)
        return len(self._parents) - 1

    def _root(self, slot: int) -> int:
        while self._parents[slot] != slot:
            self._parents[slot] = self._parents[self._parents[slot]]
            slot = self._parents[slot]
        return slot

    def type_of(self, slot: int) -> Type | None:
        """Type of a slot as far as it is known."""
        return self._types[self._root(slot)]

    def demand(self, node: Syntax, slot: int, kind: Type, place: str) -> None:
        """Give the slot this type, or refuse the node that has another."""
        root = self._root(slot)
        found = self._types[root]
        if found is None:
            self._types[root] = kind
        elif found is not kind:
            raise _conflict(f"{_described(kind)} is expected {place}", node, found)

    def _agree(self, first: Syntax, left: int, node: Syntax, right: int, place: str) -> None:
        """Let both slots have one type, or refuse the pair."""
        into, merged = self._root(left), self._root(right)
        one, other = self._types[into], self._types[merged]
        if one is not None and other is not None and one is not other:
            raise _mixture(first, one, node, other, place)
        self._parents[merged] = into
        self._types[into] = one if one is not None else other

    def check_ordered(self) -> None:
        """Refuse true and false where something smaller and larger is needed."""
        for node, slot in self._ordered:
            if self.type_of(slot) is Type.BOOLEAN:
                raise ExpressionError(
                    "expression_type",
                    f"{_shown(node)} is true or false, which compare only by = and <>",
                )

    # ---- nodes -----------------------------------------------------------------------

    def visit(self, node: Syntax) -> int:
        """Return the slot of a node after everything in it has been given its type."""
        match node:
            case Name(name):
                return self._column(name)
            case Parameter(name):
                return self._parameter(name)
            case Negation(item):
                return self._all((item,), Type.NUMBER, "after -", gives=Type.NUMBER)
            case Arithmetic(sign, left, right):
                return self._all((left, right), Type.NUMBER, f"by {sign}", gives=Type.NUMBER)
            case Logical(sign, items):
                return self._all(items, Type.BOOLEAN, f"by {sign}", gives=Type.BOOLEAN)
            case LogicalNot(item):
                return self._all((item,), Type.BOOLEAN, "after not", gives=Type.BOOLEAN)
            case MissingTest(item):
                self.visit(item)
                return self._slot(Type.BOOLEAN)
            case Comparison() | Membership() | Between():
                return self._compared(node)
            case CaseWhen():
                return self._case(node)
            case Call():
                return self._call(node)
            case _:
                return self._slot(_LITERALS.get(type(node)))

    def _column(self, name: str) -> int:
        if name not in self.columns:
            self.columns[name] = self._slot(self._given.get(name))
        return self.columns[name]

    def _parameter(self, name: str) -> int:
        if name not in self._parameters:
            raise unknown_parameter(name, self._parameters)
        return self._slot(self._parameters[name])

    def _all(self, items: Sequence[Syntax], kind: Type, place: str, *, gives: Type) -> int:
        for item in items:
            self.demand(item, self.visit(item), kind, place)
        return self._slot(gives)

    def _same(self, nodes: Sequence[Syntax], place: str) -> int:
        """Let all nodes have one type; return its slot."""
        first, *others = nodes
        slot = self.visit(first)
        for node in others:
            self._agree(first, slot, node, self.visit(node), place)
        return slot

    def _compared(self, node: Comparison | Membership | Between) -> int:
        word = "in" if isinstance(node, Membership) else "between"
        sign = node.sign if isinstance(node, Comparison) else word
        slot = self._same(node.children, f"by {sign}")
        if sign not in ("=", "<>"):
            self._ordered.append((node.children[0], slot))
        return self._slot(Type.BOOLEAN)

    def _case(self, node: CaseWhen) -> int:
        conditions = tuple(condition for condition, _ in node.branches)
        if node.subject is None:
            self._all(conditions, Type.BOOLEAN, "after when", gives=Type.BOOLEAN)
        else:
            self._same((node.subject, *conditions), "in one case")
        return self._same(node.results, "as results of one case")

    def _call(self, node: Call) -> int:
        signature = FUNCTIONS[node.function]
        place = f"in {node.function}"
        for index, argument in enumerate(node.arguments):
            wanted = signature.takes[min(index, len(signature.takes) - 1)]
            if wanted is not None:
                self.demand(argument, self.visit(argument), wanted, place)
        if signature.gives is None:
            return self._same(node.arguments, place)
        return self._slot(signature.gives)


# ---- messages --------------------------------------------------------------------------


def unknown_parameter(name: str, parameters: Mapping[str, object]) -> ExpressionError:
    """The error for a parameter that is not declared."""
    declared = ", ".join(f"${parameter}" for parameter in parameters) or "none"
    return ExpressionError(
        "unknown_parameter",
        f"the parameter ${name} is not declared{nearest(name, parameters)}; declared: {declared}",
    )


def _described(kind: Type) -> str:
    return "a condition (true or false)" if kind is Type.BOOLEAN else f"a {kind.value}"


def _shown(node: Syntax) -> str:
    text = expression_text(node)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def _conflict(wanted: str, node: Syntax, found: Type) -> ExpressionError:
    return ExpressionError(
        "expression_type", f"{wanted}, but {_shown(node)} is {_described(found)}"
    )


def _mixture(first: Syntax, one: Type, node: Syntax, other: Type, place: str) -> ExpressionError:
    hint = "; a date is written date '2024-02-29'" if {one, other} == {Type.DATE, Type.TEXT} else ""
    return ExpressionError(
        "expression_type",
        f"{_shown(first)} ({_described(one)}) and {_shown(node)} ({_described(other)}) "
        f"cannot go together {place}{hint}",
    )
