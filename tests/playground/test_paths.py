import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.playground.paths import ABSENT, differences, overlap, value_at, with_values

KEYS = st.sampled_from(["criterion", "name", "weight", "of", "tiers", 'a "b"', "<i>"])
SCALARS = st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False), st.text(max_size=3))
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=12,
    ),
)


def found(before, after):
    return [(str(one), one.before, one.after) for one in differences(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1.0}, {"a": 1}, []),
        ({"a": 1}, {"a": True}, [("a", 1, True)]),
        ({"a": 1}, {}, [("a", 1, ABSENT)]),
        ({}, {"a": None}, [("a", ABSENT, None)]),
        ({"of": [[0, 1], [2, 3]]}, {"of": [[0, 1], [2, 4]]}, [("of.1.1", 3, 4)]),
        ({"of": [[0, 1]]}, {"of": [[0, 1], [2, 4]]}, [("of", [[0, 1]], [[0, 1], [2, 4]])]),
        (
            {"of": [{"name": "a"}, {"name": "b"}]},
            {"of": [{"name": "b"}, {"name": "a"}]},
            [("of", [{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "a"}])],
        ),
        ({"tiers": {"A": 2, "B": 1}}, {"tiers": {"A": 3, "B": 1}}, [("tiers.A", 2, 3)]),
        (
            {"tiers": {"A": 2, "B": 1}},
            {"tiers": {"B": 2, "A": 1}},
            [("tiers", {"A": 2, "B": 1}, {"B": 2, "A": 1})],
        ),
    ],
)
def test_differences_are_the_smallest_places_that_keep_their_meaning(before, after, expected):
    assert found(before, after) == expected


@given(DATA, DATA)
def test_values_before_put_back_give_the_data_before(before, after):
    changes = list(differences(before, after))
    assert with_values(before, [(one.place, one.after) for one in changes]) == after
    assert with_values(after, [(one.place, one.before) for one in changes]) == before


@given(DATA, DATA)
def test_data_is_never_changed_in_place(before, after):
    text = repr(before)
    with_values(before, [(one.place, one.after) for one in differences(before, after)])
    assert repr(before) == text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("score", "of", 0), ("score", "of"), True),
        (("score", "of", 0), ("score", "of", 0), True),
        (("score", "of", 0), ("score", "of", 1), False),
        ((), ("tiers",), True),
    ],
)
def test_places_overlap_where_one_holds_the_other(one, other, expected):
    assert overlap(one, other) is overlap(other, one) is expected


def test_nothing_stands_at_a_place_that_is_not_there():
    assert value_at({"a": [1]}, ("a", 1)) is ABSENT
    assert value_at({"a": [1]}, ("b", "c")) is ABSENT
    assert value_at({"a": None}, ("a",)) is None
    assert (str(next(differences({"a": 1}, {}))), repr(ABSENT)) == ("a", "ABSENT")
