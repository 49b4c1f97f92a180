import unicodedata

import pytest

from scoring_kit.errors import RegistryError
from scoring_kit.registry.texts import (
    LONGEST_MESSAGE,
    label,
    message,
    person,
    same_person,
    version_number,
)

ZERO_WIDTH_SPACE = chr(0x200B)
WIDE_ANN = "".join(chr(ord(letter) + 0xFEE0) for letter in "Ann")
"""Letters of full width, as East Asian keyboards write them."""


def test_names_lose_the_spaces_around_them_and_messages_keep_theirs():
    assert person(" Ann Lee\n", "author") == "Ann Lee"
    assert message(" - first\n - second\n", "message") == " - first\n - second\n"


def test_two_ways_to_write_an_accent_are_one_name():
    assert person("Zoe\u0308", "author") == person("Zo\u00eb", "author")


@pytest.mark.parametrize("text", ["", "  ", "\n", ZERO_WIDTH_SPACE])
@pytest.mark.parametrize("check", [person, message, label])
def test_a_text_that_nobody_can_read_is_refused(check, text):
    with pytest.raises(RegistryError, match="reason: found nothing that can be read"):
        check(text, "reason")


@pytest.mark.parametrize(
    ("text", "found"), [("a\0b", "a NUL"), ("a\ud800", "half a character"), (3, "found int")]
)
@pytest.mark.parametrize("check", [person, message, label])
def test_what_a_database_cannot_hold_is_refused(check, text, found):
    with pytest.raises(RegistryError, match=f"author: .*{found}"):
        check(text, "author")


def test_texts_have_a_longest_length():
    longest = "x" * LONGEST_MESSAGE
    assert message(longest, "message") == longest
    with pytest.raises(RegistryError, match="10,001 letters; at most 10,000"):
        message(f"{longest}x", "message")
    with pytest.raises(RegistryError, match="201 letters; at most 200"):
        person("x" * 201, "author")


@pytest.mark.parametrize(
    "other", ["ann", "ANN", " Ann ", WIDE_ANN, f"A{ZERO_WIDTH_SPACE}nn", "Ann\n"]
)
def test_spellings_of_one_name_are_one_person(other):
    assert same_person("Ann", other)


@pytest.mark.parametrize("code", [0x34F, 0x115F, 0x17B4, 0x180B, 0x2800, 0x3164, 0xFE0F, 0xE0100])
def test_a_sign_that_nobody_sees_makes_no_other_person(code):
    assert same_person("Ann", f"A{chr(code)}nn")
    with pytest.raises(RegistryError, match="author: found nothing that can be read"):
        person(chr(code), "author")


@pytest.mark.parametrize(
    ("one", "letter", "other"),
    [
        ("Ann", "CYRILLIC CAPITAL LETTER A", "{}nn"),
        ("ann", "CYRILLIC SMALL LETTER A", "{}nn"),
        ("Bob", "CYRILLIC CAPITAL LETTER VE", "{}ob"),
        ("bob", "GREEK SMALL LETTER OMICRON", "b{}b"),
        ("Nina", "GREEK CAPITAL LETTER NU", "{}ina"),
        ("Vera", "GREEK SMALL LETTER NU", "{}era"),
        ("Zoé", "CYRILLIC SMALL LETTER IE", "Zo{}" + chr(0x301)),
    ],
)
def test_a_letter_of_another_script_that_looks_the_same_makes_no_other_person(one, letter, other):
    assert same_person(one, other.format(unicodedata.lookup(letter)))


def test_names_in_other_scripts_are_told_apart_by_more_than_their_case():
    upper, lower = ("".join(map(chr, codes)) for codes in ((0x412, 0x430), (0x432, 0x430)))
    assert same_person(upper, lower)
    assert not same_person(upper, upper + chr(0x44F))


@pytest.mark.parametrize("other", ["Anna", "An n", "Än", "Ian", ""])
def test_other_names_are_other_people(other):
    assert not same_person("Ann", other)


@pytest.mark.parametrize("value", [None, "1", 1.0, True, -1, 2**31])
def test_what_is_no_number_of_a_version_is_refused(value):
    with pytest.raises(RegistryError, match="to: a version or revision number is expected, found"):
        version_number(value, "to")


def test_the_largest_number_is_that_of_both_databases():
    assert [version_number(value, "to") for value in (0, 2**31 - 1)] == [0, 2**31 - 1]
