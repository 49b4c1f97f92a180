import dataclasses

import pytest

from scoring_kit.expression import words
from scoring_kit.expression.words import Number, Reference, Text, Type, Word

X = Reference("x", Type.NUMBER)


def every_word():
    """Yield all words that can stand in a plan."""
    waiting = [Word]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if not kind.__subclasses__():
            yield kind


@pytest.mark.parametrize("kind", sorted(set(every_word()), key=lambda kind: kind.__name__))
def test_every_word_is_explained_and_frozen(kind):
    assert kind.__doc__
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen


def test_words_are_compared_by_identity():
    assert Number(1.0) != Number(1.0)


def test_operands_come_in_reading_order():
    word = words.Case(((words.IsMissing(X), Number(1.0)),), Number(2.0))
    assert [type(part) for part in word.operands] == [words.IsMissing, Number, Number]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (words.Add(X, X), Type.NUMBER),
        (words.Compare("<", X, X), Type.BOOLEAN),
        (words.Case(((words.IsMissing(X), Text("a")),), Text("b")), Type.TEXT),
        (words.Coalesce((words.Null(Type.DATE), words.Date(1))), Type.DATE),
        (words.Lookup(X, ((Number(1.0), Text("one")),)), Type.TEXT),
        (words.Bins(X, ((0.0, True),), (Text("a"), Text("b"))), Type.TEXT),
        (words.Pack(X, 0), Type.PACKED),
        (words.Top((words.Pack(X, 0),), 1, "all"), Type.LIST),
    ],
)
def test_a_word_knows_its_type(word, kind):
    assert word.type is kind


def test_slopes_are_rises_over_runs():
    word = words.Piecewise(X, ((0.0, 100.0), (12.0, 60.0), (36.0, 0.0)))
    assert word.slopes == (-40.0 / 12.0, -2.5)
