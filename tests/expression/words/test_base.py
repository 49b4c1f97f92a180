import dataclasses

import pytest

from scoring_kit.expression import words
from scoring_kit.expression.words import Column, Date, Null, Number, Reference, Text, Truth, Type


def every_word():
    """Return all words that can stand in a plan."""
    found = [getattr(words, name) for name in words.__all__]
    kinds = [kind for kind in found if isinstance(kind, type) and issubclass(kind, words.Word)]
    return [kind for kind in kinds if not any(o is not kind and issubclass(o, kind) for o in kinds)]


@pytest.mark.parametrize("kind", every_word(), ids=lambda kind: kind.__name__)
def test_every_word_is_explained_and_frozen(kind):
    assert kind.__doc__
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen


def test_words_are_compared_by_identity():
    assert Number(1.0) != Number(1.0)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (Number(1.0), Type.NUMBER),
        (Text("a"), Type.TEXT),
        (Date(0), Type.DATE),
        (Truth(True), Type.BOOLEAN),
        (Null(Type.DATE), Type.DATE),
        (Column("x", Type.TEXT), Type.TEXT),
        (Reference("x", Type.PACKED), Type.PACKED),
    ],
)
def test_the_ends_of_a_calculation_know_their_type_and_read_nothing(word, kind):
    assert (word.type, word.operands) == (kind, ())


def test_a_column_is_finite_unless_it_says_so():
    assert Column("x", Type.NUMBER).finite
    assert not Column("x", Type.NUMBER, finite=False).finite
