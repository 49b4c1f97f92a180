"""The scorecard document as frozen models. A change is a new object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from scoring_kit.scorecard.aggregation import Aggregation, Options
from scoring_kit.scorecard.aggregation_field import AggregateField
from scoring_kit.scorecard.aggregations import AGGREGATIONS
from scoring_kit.scorecard.fields import (
    ExpressionText,
    FilledText,
    Label,
    ListOf,
    Name,
    Number,
    Pair,
    Part,
    check_ordered_pair,
    describe,
    problem,
)
from scoring_kit.scorecard.inputs import Columns, Defaults, Input, Parameter
from scoring_kit.scorecard.policies import FAIL, REWEIGHT, Policy
from scoring_kit.scorecard.sections import (
    Adjustment,
    Coverage,
    KnockOut,
    Probability,
    Reasons,
    Rounding,
    Scaling,
    Tiers,
)
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.value_functions import BranchedFunction, ValueFunctionField
from scoring_kit.scorecard.value_functions.lines import Identity

FORMAT = "scoring-kit/1"
"""The version of the format that this package reads."""

ROOT = "score"
"""The name of the root group."""

Weight = Annotated[Number, Field(ge=0.0)]


class Criterion(Part):
    """One input judged: its value function, weight, and policies for what is not ok."""

    member: ClassVar[Literal["criterion"]] = "criterion"

    criterion: Name
    title: FilledText | None = None
    description: FilledText | None = None
    input: FilledText | None = None
    weight: Weight = 1.0
    value: ValueFunctionField = Identity()
    range: Pair | None = None
    missing: Policy | None = None
    special: dict[Label, Policy] = {}  # noqa: RUF012 (pydantic copies it)
    unmatched: Policy | None = None
    invalid: Policy | None = None
    reference: Number | None = None
    mean: Number | None = None
    reason: FilledText | None = None
    monotone: Literal["up", "down"] | None = None

    @model_validator(mode="after")
    def _check(self) -> Criterion:
        if self.range is not None and self.range[0] > self.range[1]:
            message = f"range must rise, found {list(self.range)}"
            raise problem("empty_range", message, "range")
        if self.input is not None and self.value.input_type is None:
            raise problem(
                "input_not_read",
                "rules and expressions read columns by name; leave `input` out",
                "input",
            )
        return self

    @property
    def name(self) -> str:
        """The name, as groups have one too."""
        return self.criterion

    @property
    def column(self) -> str | None:
        """The input it reads; None for rules and expressions."""
        if self.value.input_type is None:
            return None
        return self.input if self.input is not None else self.criterion

    @property
    def code(self) -> str:
        """Its reason code: `reason`, else its name."""
        return self.reason or self.criterion

    @property
    def policies(self) -> Iterator[tuple[tuple[str, ...], Policy]]:
        """The policies written in it, with their places, in the order of reason codes.

        Labels come sorted: the order of a mapping's keys is no part of a document.
        """
        if self.missing is not None:
            yield ("missing",), self.missing
        for label in sorted(self.special):
            yield ("special", label), self.special[label]
        if self.unmatched is not None:
            yield ("unmatched",), self.unmatched
        if self.invalid is not None:
            yield ("invalid",), self.invalid

    @property
    def codes(self) -> Iterator[str]:
        """Every reason code it can give, in document order; some may repeat."""
        if isinstance(self.value, BranchedFunction):
            for branch in self.value.branches:
                if branch.reason is not None:
                    yield branch.reason
        yield self.code
        for _, policy in self.policies:
            if policy.reason is not None:
                yield policy.reason


class GroupParts(Part):
    """What the root and every group below it share."""

    title: FilledText | None = None
    description: FilledText | None = None
    aggregate: AggregateField
    of: Annotated[tuple[Member, ...], ListOf]
    initial: Number | None = None
    at_least: Annotated[Number, Field(gt=0.0)] | None = None
    zero: Literal["zero"] | None = None
    then: ExpressionText | None = None
    limits: Pair | None = None
    coverage: Coverage | None = None

    @model_validator(mode="after")
    def _check(self) -> GroupParts:
        if not self.of:
            raise problem("too_few", "`of` needs one member or more", "of")
        if self.limits is not None:
            check_ordered_pair(self.limits, "limits")
        method = self.aggregate.method
        if self.initial is not None and method != "sum":
            message = f"`initial` belongs to sum, not to {method}"
            raise problem("field_not_here", message, "initial")
        if self.at_least is not None and self.zero is not None:
            raise problem("two_forms", "either at_least or zero, not both", "zero")
        powered = ("geometric_mean", "harmonic_mean", "power_mean")
        if (self.at_least is not None or self.zero is not None) and method not in powered:
            field = "at_least" if self.at_least is not None else "zero"
            message = f"`{field}` belongs to {', '.join(powered)}, not to {method}"
            raise problem("field_not_here", message, field)
        if self.lacks_weights:
            raise problem("weights_sum_to_zero", f"the weights of a {method} must not all be 0")
        return self

    @property
    def lacks_weights(self) -> bool:
        """Whether it is a mean of which all weights are 0, which no valid group is."""
        return self.aggregation.is_mean and not any(member.weight > 0 for member in self.of)

    @property
    def aggregation(self) -> Aggregation:
        """The aggregation that its name stands for."""
        return AGGREGATIONS[self.aggregate.method]

    @property
    def options(self) -> Options:
        """The settings of the aggregation."""
        exponent = self.aggregate.exponent
        return Options(
            initial=self.initial or 0.0,
            at_least=self.at_least,
            zero_gives_zero=self.zero is not None,
            exponent=1.0 if exponent is None else exponent,
        )

    def weight_of(self, member: Criterion | Group) -> float:
        """Return the weight that counts: as written where the aggregation has weights, else 1."""
        return member.weight if self.aggregation.has_weights else 1.0


class Group(GroupParts):
    """An inner node: members made into one value."""

    member: ClassVar[Literal["group"]] = "group"

    group: Name
    weight: Weight = 1.0
    missing: Policy | None = None

    @property
    def name(self) -> str:
        """The name, as criteria have one too."""
        return self.group


class Root(GroupParts):
    """The root of the tree; its name is `score`."""

    @property
    def name(self) -> str:
        """`score`."""
        return ROOT


def _member_tag(data: Any) -> str:
    if isinstance(data, Criterion | Group):
        return f"<{data.member}>"
    return "<criterion>" if "criterion" in data else "<group>"


def _check_member(data: Any) -> Any:
    if isinstance(data, Criterion | Group):
        return data
    if not is_mapping(data):
        raise problem("wrong_type", f"a criterion or a group is expected, found {describe(data)}")
    named = [key for key in ("criterion", "group") if key in data]
    if len(named) == 2:
        raise problem("two_forms", "a member is a criterion or a group, not both")
    if not named:
        raise problem("missing_field", "a member starts with `criterion:` or `group:` and its name")
    return data


Member = Annotated[
    Annotated[Criterion, Tag("<criterion>")] | Annotated[Group, Tag("<group>")],
    Discriminator(_member_tag),
    BeforeValidator(_check_member),
]
"""A member of a group."""


class Scorecard(Part):
    """A score as one validated document.

    Frozen: use ``model_copy`` or `changed` for another version. Equal documents have equal
    hashes, whatever their spelling.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> [group.name for group in card.groups]
    ['engagement', 'taste']
    """

    format: Literal["scoring-kit/1"] = Field(alias="schema")
    name: Label
    title: FilledText | None = None
    description: FilledText | None = None
    owner: FilledText | None = None
    key: Columns = ()
    parameters: dict[Label, Parameter] = {}  # noqa: RUF012 (pydantic copies it)
    defaults: Defaults = Defaults()
    inputs: dict[FilledText, Input] = {}  # noqa: RUF012 (pydantic copies it)
    derived: dict[Name, ExpressionText] = {}  # noqa: RUF012 (pydantic copies it)
    score: Root
    scaling: Scaling | None = None
    adjustments: Annotated[tuple[Adjustment, ...], ListOf] = ()
    rounding: Rounding | None = None
    knock_outs: Annotated[tuple[KnockOut, ...], ListOf] = ()
    tiers: Tiers = ()
    probability: Probability | None = None
    reasons: Reasons | None = None
    coverage: Coverage | None = None

    def __repr__(self) -> str:
        count = len(self.criteria)
        criteria = "1 criterion" if count == 1 else f"{count} criteria"
        tiers = f", tiers {' '.join(name for name, _ in self.tiers)}" if self.tiers else ""
        return f"Scorecard {self.name!r}: {criteria}{tiers}"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from scoring_kit.scorecard.html import scorecard_html

        return scorecard_html(self)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in document order."""
        return tuple(leaf for leaf in members_below(self.score) if isinstance(leaf, Criterion))

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups below the root, in document order."""
        return tuple(node for node in members_below(self.score) if isinstance(node, Group))

    def missing_policy(self, criterion: Criterion) -> Policy:
        """Return what applies when the input is missing.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> card.missing_policy(card.criteria[0]).value
        'worst'
        """
        return criterion.missing or self.defaults.missing or FAIL

    def unmatched_policy(self, criterion: Criterion) -> Policy:
        """Return what applies when no branch holds.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> card.unmatched_policy(card.criteria[0]).value
        'fail'
        """
        return criterion.unmatched or self.defaults.unmatched or FAIL

    def invalid_policy(self, criterion: Criterion) -> Policy:
        """Return what applies when the input is invalid.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> card.invalid_policy(card.criteria[0]).value
        'fail'
        """
        return criterion.invalid or self.defaults.invalid or FAIL


def group_policy(group: Group, parent: GroupParts) -> Policy:
    """Return what applies when a group is missing."""
    if group.missing is not None:
        return group.missing
    return REWEIGHT if parent.aggregation.is_mean else FAIL


def members_below(group: GroupParts) -> Iterator[Criterion | Group]:
    """Yield all members below a group, each before its own members."""
    for member in group.of:
        yield member
        if isinstance(member, Group):
            yield from members_below(member)


def placed_members(
    group: GroupParts, place: tuple[str | int, ...] = ("score",)
) -> Iterator[tuple[tuple[str | int, ...], Criterion | Group, GroupParts]]:
    """Yield (place in the document, member, parent) for all members below a group."""
    for index, member in enumerate(group.of):
        here = (*place, "of", index)
        yield here, member, group
        if isinstance(member, Group):
            yield from placed_members(member, here)


for _model in (GroupParts, Group, Root, Scorecard):
    _model.model_rebuild()
