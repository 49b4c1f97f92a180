import pytest

from scoring_kit.expression.words import Add, Number, Reference, Type
from scoring_kit.scorecard.value_functions import KINDS, kind_of
from scoring_kit.scorecard.value_functions.base import Scope, ValueFunction
from scoring_kit.scorecard.value_functions.bins import Bins


def test_a_scope_says_what_names_and_parameters_stand_for():
    scope = Scope({"age": Reference("v1", Type.NUMBER)}, {"more": Number(2.0)})
    word = scope.word("age + $more")
    assert isinstance(word, Add)
    assert repr(word.operands) == repr((Reference("v1", Type.NUMBER), Number(2.0)))
    assert repr(scope.amount(3.0)) == repr(Number(3.0))


def test_a_branched_function_lists_its_branches_and_their_expressions():
    bins = Bins.model_validate(
        {"bins": [{"below": 1, "value": 2, "reason": "R1"}, {"value": "age * 2"}]}
    )
    assert [branch.reason for branch in bins.branches] == ["R1", None]
    assert [(use.path, use.text) for use in bins.uses()] == [(("bins", 1, "value"), "age * 2")]


def test_every_kind_is_listed_under_its_own_name():
    assert {name: kind.kind for name, kind in KINDS.items()} == {name: name for name in KINDS}


def test_the_kind_is_told_from_the_shape():
    shapes = ["identity", "age * 2", {"bins": []}, {"bins": [], "rules": []}, {}, 5]
    kinds = ["identity", "expression", "bins", None, None, None]
    assert [kind_of(shape) for shape in shapes] == kinds


def test_a_kind_that_lacks_its_words_cannot_be_made():
    class Half(ValueFunction):
        def value(self, x, scope):
            return x

    with pytest.raises(TypeError, match=r"abstract method '?in_words"):
        Half()
