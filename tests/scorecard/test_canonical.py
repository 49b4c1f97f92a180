"""Canonical bytes against the vectors published in RFC 8785."""

import json
import struct

import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard.canonical import canonical_bytes, document_hash

# RFC 8785, appendix B: IEEE 754 bits and the number as ES6 writes it.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_in_appendix_b(bits, text):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes(number) == text.encode()


def test_the_sample_of_section_3_2_2_gives_the_published_text():
    sample = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    published = (
        r'{"literals":[null,true,false],'
        r'"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA' + r"'" + r'B\"\\\\\"/"}'
    )
    assert canonical_bytes(json.loads(sample)) == published.encode()


SIGNS = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\U0001f600": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
}


def test_keys_are_sorted_by_utf16_as_in_section_3_2_3():
    assert list(json.loads(canonical_bytes(SIGNS)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_an_integer_counts_as_the_nearest_double():
    assert canonical_bytes(2**53 + 1) == b"9007199254740992"
    assert canonical_bytes({"weight": 10}) == canonical_bytes({"weight": 10.0})


def test_the_hash_is_the_sha256_of_the_canonical_text():
    # printf '{}' | sha256sum
    assert document_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_the_order_of_keys_does_not_change_the_hash():
    assert document_hash({"a": 1, "b": [2]}) == document_hash({"b": (2.0,), "a": 1})


def test_a_truth_value_is_not_a_number():
    assert document_hash({"a": True}) != document_hash({"a": 1})


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ({"a": [0.0, float("nan")]}, "not_finite", "a.1"),
        ({"a": float("-inf")}, "not_finite", "a"),
        ({"a": 10**400}, "not_finite", "a"),
        ({"a": {1: 2}}, "key_not_text", "a"),
        ({"a": "\ud800"}, "not_utf8", "a"),
        ({"a": {"b": b"x"}}, "wrong_type", "a.b"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(data, code, place):
    with pytest.raises(ScorecardError, match=code) as caught:
        canonical_bytes(data)
    assert [problem.place for problem in caught.value.problems] == [place]


def test_data_that_is_nested_without_end_is_refused():
    data = []
    data.append(data)
    with pytest.raises(ScorecardError, match="too_deep"):
        document_hash(data)
