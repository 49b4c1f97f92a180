"""The types of a document's inputs, as declared and as their uses say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring_kit.errors import ExpressionError, Problem, nearest
from scoring_kit.expression.meaning import infer_types
from scoring_kit.expression.words import Type
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.uses import Place, PlacedUse, derived_uses, uses_of


@dataclass(slots=True)
class InputTypes:
    """Types of columns and derived inputs by name (None: unknown), and what conflicts.

    read: the names that something uses, in order, each with the first place that does.
    claimed: the place that settled a type, where it is one.
    """

    types: dict[str, Type | None] = field(default_factory=dict[str, "Type | None"])
    read: dict[str, Place] = field(default_factory=dict[str, Place])
    claimed: dict[str, Place] = field(default_factory=dict[str, Place])
    problems: list[Problem] = field(default_factory=list[Problem])

    def claim(self, name: str, kind: Type | None, place: Place, why: str) -> None:
        """Record a type for an input; a second, different one is a problem."""
        known = self.types.get(name)
        if kind is None or known is None or known is kind:
            self.types[name] = kind or known
            if kind is not None:
                self.claimed.setdefault(name, place)
            return
        other = f"in {_spell(self.claimed[name])}" if name in self.claimed else "elsewhere"
        message = f"input {name!r} is a {kind.value} here ({why}) but a {known.value} {other}"
        self.problems.append(Problem("type_conflict", _spell(place), message))


def input_types(card: Scorecard, table: Mapping[str, Type] | None = None) -> InputTypes:
    """Return the type of every input that a scorecard reads or declares.

    table: types of columns that fit, which settle what the document leaves open.
    """
    found = InputTypes()
    found.types.update(table or {})
    for name, entry in card.inputs.items():
        found.claim(name, entry.kind, ("inputs", name), "declared")
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion) and member.column is not None:
            found.read.setdefault(member.column, place)
            why = f"the value function is {member.value.kind}"
            found.claim(member.column, member.value.input_type, (*place, "input"), why)
    _settle(card, found)
    return found


def _settle(card: Scorecard, found: InputTypes) -> None:
    """Let expressions add types until nothing changes; then keep the problems they have."""
    parameters = {name: Type(parameter.type) for name, parameter in card.parameters.items()}
    while True:
        before = dict(found.types)
        problems = _pass(card, found, parameters)
        if found.types == before:
            found.problems.extend(problems)
            return


def _pass(card: Scorecard, found: InputTypes, parameters: dict[str, Type]) -> list[Problem]:
    problems: list[Problem] = []
    for name, use in derived_uses(card):
        result = _visit(use, found, parameters, problems)
        known = found.types.get(name)
        if result is not None and known is not None and result is not known:
            message = f"yields a {result.value} but {name!r} is used as a {known.value}"
            problems.append(Problem("type_conflict", _spell(use.place), message))
        else:
            found.types[name] = result or known
    for use in uses_of(card):
        _visit(use, found, parameters, problems)
    return problems


def _visit(
    use: PlacedUse, found: InputTypes, parameters: dict[str, Type], problems: list[Problem]
) -> Type | None:
    expression = parsed(use.text)
    unknown = [name for name in expression.parameters if name not in parameters]
    for name in unknown:
        message = (
            f"parameter ${name} is not declared; declare it under `parameters`"
            f"{nearest(name, parameters)}"
        )
        problems.append(Problem("unknown_parameter", _spell(use.place), message))
    if unknown:
        return None
    known: dict[str, Type | None] = {**found.types, **dict.fromkeys(use.members, Type.NUMBER)}
    try:
        result, forced = infer_types(expression, known, parameters, use.expect)
    except ExpressionError as error:
        problems.append(Problem(error.code, _spell(use.place), str(error)))
        return None
    for name in expression.columns:
        if name not in use.members:
            found.read.setdefault(name, use.place)
            found.types[name] = forced.get(name) or found.types.get(name)
    return result


def _spell(place: Place) -> str:
    return ".".join(str(part) for part in place)
