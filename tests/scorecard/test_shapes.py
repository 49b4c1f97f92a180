import pytest

from scoring_kit.scorecard.shapes import is_list, is_mapping


@pytest.mark.parametrize(("value", "expected"), [({}, True), ({"a": 1}, True), ([], False),
                                                 ("text", False), (None, False)])  # fmt: skip
def test_only_a_dict_is_a_mapping_of_fields(value, expected):
    assert is_mapping(value) is expected


@pytest.mark.parametrize(("value", "expected"), [([], True), ((1, 2), True), ({}, False),
                                                 ("text", False), (None, False)])  # fmt: skip
def test_lists_and_tuples_are_lists_and_text_is_none(value, expected):
    assert is_list(value) is expected
