"""Categories: one value per text, number or boolean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    WithJsonSchema,
    field_serializer,
    field_validator,
    model_serializer,
    model_validator,
)

from scoring_kit.display.markup import Child, Markup, join, said
from scoring_kit.display.numbers import exact
from scoring_kit.expression.words import (
    Case,
    Coalesce,
    IsMissing,
    Lookup,
    Null,
    Number,
    Text,
    Truth,
    Type,
    Word,
)
from scoring_kit.scorecard.fields import (
    Amount,
    FilledText,
    ListOf,
    Part,
    describe,
    finite,
    problem,
)
from scoring_kit.scorecard.shapes import is_mapping
from scoring_kit.scorecard.value_functions.base import (
    Branch,
    BranchedFunction,
    Path,
    Scope,
    Shape,
    Use,
)
from scoring_kit.scorecard.value_functions.phrases import Axis, amount, listed

Key = str | float | bool

OTHER = "any other"
NAMED = 3
"""Categories that are named as those that hold; the others are counted."""


def _key(value: Any) -> Key:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return finite(value)
    raise problem(
        "wrong_type", f"a category is a text, a number or a boolean, found {describe(value)}"
    )


CategoryKey = Annotated[
    Key,
    BeforeValidator(_key),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]


class OtherBranch(Part):
    """The value of every category that is not listed."""

    value: Amount
    reason: FilledText | None = None

    @model_validator(mode="before")
    @classmethod
    def _accept_short_form(cls, data: Any) -> Any:
        return data if is_mapping(data) or isinstance(data, OtherBranch) else {"value": data}

    @model_serializer(mode="wrap")
    def _write_short_form(self, handler: SerializerFunctionWrapHandler) -> Any:
        return self.value if self.reason is None else {"value": self.value, "reason": self.reason}


class CategoryBranch(Part):
    """Some categories and their value."""

    in_: Annotated[tuple[CategoryKey, ...], ListOf] = Field(alias="in")
    value: Amount
    reason: FilledText | None = None

    @property
    def label(self) -> Markup:
        """The categories as text, all of them where they are few."""
        return listed([key_text(key) for key in self.in_], "categories", " or ")

    @field_serializer("in_")
    def _write_list(self, keys: tuple[Key, ...]) -> list[Key]:
        return list(keys)


class Categories(BranchedFunction):
    """The value that belongs to the input; `other` for the rest, else they are unmatched."""

    kind: ClassVar[str] = "categories"
    shape: ClassVar[Shape] = "bars"
    categories: Annotated[tuple[CategoryBranch, ...], ListOf]
    other: OtherBranch | None = None

    @field_validator("categories", mode="before")
    @classmethod
    def _accept_mapping(cls, data: Any) -> Any:
        if is_mapping(data):
            return tuple({"in": [key], "value": value} for key, value in data.items())
        return data

    @model_validator(mode="after")
    def _check(self) -> Categories:
        if not self.categories:
            raise problem("too_few", "categories needs one category or more", "categories")
        seen: set[Key] = set()
        for index, branch in enumerate(self.categories):
            if not branch.in_:
                message = "a branch of categories needs one category or more"
                raise problem("too_few", message, "categories", index, "in")
            for position, key in enumerate(branch.in_):
                self._check_key(key, seen, ("categories", index, "in", position))
                seen.add(key)
        return self

    def _check_key(self, key: Key, seen: set[Key], at: Path) -> None:
        if type(key) is not type(self.categories[0].in_[0]):
            message = "categories must be all texts, all numbers or all booleans; quote the texts"
            raise problem("mixed_categories", message, *at)
        if key in seen:
            raise problem("duplicate_category", f"category {key!r} stands there twice", *at)

    @property
    def keys(self) -> tuple[Key, ...]:
        """All categories, in order."""
        return tuple(key for branch in self.categories for key in branch.in_)

    @property
    def input_type(self) -> Type:
        first = self.categories[0].in_[0]
        if isinstance(first, bool):
            return Type.BOOLEAN
        return Type.TEXT if isinstance(first, str) else Type.NUMBER

    @property
    def branches(self) -> tuple[Branch, ...]:
        listed = tuple(Branch(branch.value, branch.reason) for branch in self.categories)
        if self.other is None:
            return listed
        return (*listed, Branch(self.other.value, self.other.reason))

    @property
    def may_be_unmatched(self) -> bool:
        return self.other is None

    def choose(self, x: Word, scope: Scope, results: Sequence[Word]) -> Word:
        del scope
        entries = tuple(
            (_literal(key), result)
            for branch, result in zip(self.categories, results, strict=False)
            for key in branch.in_
        )
        found = Lookup(x, entries)
        if self.other is None:
            return found
        kind = results[-1].type
        return Case(((IsMissing(x), Null(kind)),), Coalesce((found, results[-1])))

    def in_words(self, axis: Axis) -> Markup:
        del axis
        parts: list[Child] = [
            join([amount(branch.value, branch.reason), " for ", branch.label])
            for branch in self.categories
        ]
        is_plain = all(len(branch.in_) == 1 for branch in self.categories)
        words = [listed(parts, "categories", ", " if is_plain else "; ")]
        if self.other is not None:
            rest = amount(self.other.value, self.other.reason)
            words.append(join([rest, " for ", OTHER]))
        return join([join(words, "; "), "."])

    def part_in_words(self, branch: int | None, x: object) -> str | None:
        del x
        if branch is None:
            return None
        if branch == len(self.categories):
            return OTHER
        names = [name_of(key) for key in self.categories[branch].in_]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        return ", ".join(names[:NAMED]) + more

    def uses(self) -> Iterator[Use]:
        for use in self.branch_uses(("categories",)):
            is_other = use.path[1] == len(self.categories)
            yield Use(("other",), use.text, use.expect) if is_other else use


def name_of(key: Key) -> str:
    """Return a category as text; in quotes where it would not be seen."""
    if isinstance(key, bool):
        return "true" if key else "false"
    if not isinstance(key, str):
        return exact(key)
    return key if key and key == key.strip() else f"“{key}”"


def key_text(key: Key) -> Markup:
    """Return a category on a page."""
    return said(name_of(key), 60)


def _literal(key: Key) -> Word:
    if isinstance(key, bool):
        return Truth(key)
    return Text(key) if isinstance(key, str) else Number(key)
