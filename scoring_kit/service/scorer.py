"""A version of a scorecard, compiled for requests: one row, or columns of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.engines.row import RowFunction, compile_row
from scoring_kit.expression.words import Column, Type
from scoring_kit.registry import Version
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.scoring import outputs_of
from scoring_kit.service.problems import Fault, ServiceError, pointer
from scoring_kit.service.reading import Reader
from scoring_kit.service.settings import Settings

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Scorer:
    """What scores rows with a version. reader: reads what was posted for it."""

    version: Version
    parameters: Parameters
    reader: Reader
    plan: Plan
    row: RowFunction

    @property
    def card(self) -> Scorecard:
        """The scorecard."""
        return self.version.card

    def outputs(self, columns: Mapping[str, Array], rows: int) -> dict[str, Array]:
        """Return the result of rows in the canonical forms of the numpy engine."""
        return numpy_engine.run(self.plan, columns, rows=rows)

    @cached_property
    def explanation(self) -> Plan:
        """The plan that explains rows; compiled when it is first asked for, which takes long."""
        return compile_explanation(self.card, self.reader.columns, self.parameters)

    @cached_property
    def explain(self) -> RowFunction:
        """What gives all that explains a row."""
        return compile_row(self.explanation)


def scorer_of(version: Version, parameters: Parameters, settings: Settings) -> Scorer:
    """Return a version compiled for requests, with the values of its parameters.

    The types of inputs are those that the document says and that their uses need.

    Raises
    ------
    ServiceError
        When it leaves the type of an input open (409).
    CompileError
        When the parameters do not fit.
    """
    columns = columns_of(version.card)
    whole = compile_scorecard(version.card, columns, parameters, with_contributions=False)
    plan = whole.only(outputs_of(whole, "reasons"))
    reader = Reader(columns, settings)
    return Scorer(version, dict(parameters), reader, plan, compile_row(plan))


def columns_of(card: Scorecard) -> dict[str, Column]:
    """Return the columns that a scorecard reads, in order, each with its type.

    Raises
    ------
    ServiceError
        When the type of one is left open (409): tables have types, texts of requests do not.
    """
    found = input_types(card)
    names = [name for name in found.read if name not in card.derived]
    kinds = {name: found.types[name] for name in names}
    faults = [
        Fault(
            pointer("inputs", name, "type"),
            "type_open",
            f"nothing says what {name!r} holds; the scorecard has to declare its type",
        )
        for name, kind in kinds.items()
        if kind is None
    ]
    if faults:
        raise ServiceError(409, "not_servable", "the scorecard leaves types open", faults)
    return {
        name: Column(name, kind, finite=kind in (Type.TEXT, Type.BOOLEAN))
        for name, kind in kinds.items()
        if kind is not None
    }
