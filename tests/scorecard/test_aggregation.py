"""What members bring to an aggregation, whatever it is."""

import pytest

from scoring_kit.expression.words import Coalesce, Multiply, Number, Reference, Type
from scoring_kit.scorecard.aggregation import (
    Member,
    present_or,
    present_weights,
    scaled,
    size,
    weighted,
)
from scoring_kit.scorecard.aggregations import TransformedMean

VALUE = Reference("value", Type.NUMBER)


def test_a_weight_of_one_is_not_multiplied():
    assert weighted(1.0, VALUE) is VALUE
    assert isinstance(weighted(2.0, VALUE), Multiply)


def test_only_a_member_that_may_be_absent_is_replaced_where_it_is():
    assert present_or(VALUE, Member(VALUE), 0.0) is VALUE
    assert isinstance(present_or(VALUE, Member(VALUE, optional=True), 0.0), Coalesce)


def test_a_member_that_cannot_be_absent_brings_its_weight_always():
    (weight,) = present_weights([Member(VALUE, 3.0)])
    assert isinstance(weight, Number)
    assert weight.value == 3.0


def test_a_weight_of_zero_silences_an_unbounded_member():
    assert scaled(0.0, float("inf")) == 0.0
    assert scaled(2.0, 3.0) == 6.0


def test_the_size_of_an_interval_is_its_largest_distance_from_zero():
    assert size((-3.0, 2.0)) == 3.0
    assert size((float("inf"), float("-inf"))) == 0.0  # an empty one


def test_a_mean_that_lacks_its_way_back_cannot_be_made():
    class Half(TransformedMean):
        def there(self, value, options):
            return value

    with pytest.raises(TypeError, match=r"abstract method '?back"):
        Half()
