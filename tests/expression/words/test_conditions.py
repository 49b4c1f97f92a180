import pytest

from scoring_kit.expression import words as w
from scoring_kit.expression.words import Column, Number, Reference, Type

X, Y = Reference("x", Type.NUMBER), Reference("y", Type.NUMBER)
B, C = Reference("b", Type.BOOLEAN), Reference("c", Type.BOOLEAN)
RAW = Column("r", Type.NUMBER, finite=False)
ONE = Number(1.0)


@pytest.mark.parametrize(
    ("word", "operands"),
    [
        (w.Compare("<=", X, Y), (X, Y)),
        (w.And((B, C)), (B, C)),
        (w.Or((B, C)), (B, C)),
        (w.Not(B), (B,)),
        (w.In(X, (ONE, Y)), (X, ONE, Y)),
        (w.IsMissing(X), (X,)),
        (w.IsInfinite(RAW), (RAW,)),
        (w.IsFinite(RAW), (RAW,)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_conditions_read_their_items_in_order(word, operands):
    assert (word.operands, word.type) == (operands, Type.BOOLEAN)
