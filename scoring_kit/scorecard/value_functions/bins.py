"""Bins: one value per range of a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import model_validator

from scoring_kit.display.markup import Child, Markup, join
from scoring_kit.display.numbers import exact
from scoring_kit.expression.words import Bins as BinsWord
from scoring_kit.expression.words import Word
from scoring_kit.scorecard.fields import Amount, FilledText, ListOf, Number, Part, problem
from scoring_kit.scorecard.value_functions.base import (
    Branch,
    BranchedFunction,
    Scope,
    Shape,
    Use,
)
from scoring_kit.scorecard.value_functions.phrases import Axis, amount, listed


class Bin(Part):
    """A range up to an edge, with its value; or a gap (`unmatched`)."""

    below: Number | None = None
    up_to: Number | None = None
    value: Amount | None = None
    unmatched: bool = False
    reason: FilledText | None = None

    @model_validator(mode="after")
    def _check(self) -> Bin:
        if self.below is not None and self.up_to is not None:
            raise problem("two_forms", "a bin ends at `below` or at `up_to`, not both")
        if self.unmatched and (self.value is not None or self.reason is not None):
            raise problem("two_forms", "a bin is `unmatched` or has a value, not both")
        if not self.unmatched and self.value is None:
            raise problem("missing_field", "a bin needs a `value` (or `unmatched: true`)")
        return self

    @property
    def edge(self) -> tuple[float, bool] | None:
        """The upper edge and whether it belongs to the bin; None for the open bin."""
        if self.below is not None:
            return self.below, False
        return None if self.up_to is None else (self.up_to, True)


class Bins(BranchedFunction):
    """The value of the first bin that the input falls in."""

    kind: ClassVar[str] = "bins"
    shape: ClassVar[Shape] = "steps"
    bins: Annotated[tuple[Bin, ...], ListOf]

    @model_validator(mode="after")
    def _check(self) -> Bins:
        if not self.bins:
            raise problem("too_few", "bins needs one bin or more", "bins")
        if self.bins[-1].edge is not None:
            raise problem(
                "last_bin_not_open",
                "the last bin must be open: no `below`, no `up_to`; write {unmatched: true} "
                "where values above belong to no bin",
                "bins",
                len(self.bins) - 1,
            )
        edges = [bin_.edge for bin_ in self.bins[:-1]]
        for index, edge in enumerate(edges):
            if edge is None:
                message = f"bin {index} is open but not the last one"
                raise problem("open_bin_not_last", message, "bins", index)
        for index, (before, after) in enumerate(pairwise(self.edges), start=1):
            if not before < after:
                message = f"bin edges must rise: {after[0]!r} stands after {before[0]!r}"
                raise problem("not_increasing", message, "bins", index)
        return self

    @property
    def edges(self) -> tuple[tuple[float, bool], ...]:
        """Upper edges in order, with whether each belongs to its bin."""
        return tuple(edge for bin_ in self.bins if (edge := bin_.edge) is not None)

    @property
    def branches(self) -> tuple[Branch, ...]:
        return tuple(
            Branch(0.0 if bin_.value is None else bin_.value, bin_.reason, bin_.unmatched)
            for bin_ in self.bins
        )

    def choose(self, x: Word, scope: Scope, results: Sequence[Word]) -> Word:
        del scope
        return BinsWord(x, self.edges, tuple(results))

    def in_words(self, axis: Axis) -> Markup:
        parts: list[Child] = []
        for index, bin_ in enumerate(self.bins):
            value = "unmatched" if bin_.value is None else amount(bin_.value, bin_.reason)
            if bin_.edge is None:
                parts.append(join(["then " if parts else "always ", value]))
                continue
            edge, included = bin_.edge
            until = " up to " if included else " below "
            parts.append(join([value, until, axis.place(edge, with_unit=index == 0)]))
        return join([listed(parts, "bins"), "."])

    def part_in_words(self, branch: int | None, x: object) -> str | None:
        """Return the range of a bin.

        Examples
        --------
        >>> bins = [{"below": 2, "value": 0}, {"up_to": 5, "value": 1}, {"value": 3}]
        >>> [Bins.model_validate({"bins": bins}).part_in_words(branch, 0.0) for branch in range(3)]
        ['below 2', '2 to 5', 'above 5']
        """
        del x
        if branch is None:
            return None
        low = self.edges[branch - 1] if branch > 0 else None
        high = self.edges[branch] if branch < len(self.edges) else None
        start = "" if low is None else f"above {exact(low[0])}" if low[1] else exact(low[0])
        if high is None:
            return "any number" if low is None else start if low[1] else f"{start} or more"
        if low is None:
            return f"{'up to' if high[1] else 'below'} {exact(high[0])}"
        return f"{start} {'to' if high[1] else 'to below'} {exact(high[0])}"

    @property
    def places(self) -> tuple[float, ...]:
        return tuple(edge for edge, _ in self.edges) if self.has_plain_values else ()

    def uses(self) -> Iterator[Use]:
        yield from self.branch_uses(("bins",))
