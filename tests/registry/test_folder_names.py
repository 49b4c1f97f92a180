import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.registry.folder_names import LONGEST, file_name

HOSTILE = [
    "", ".", "..", "../..", "/", "/etc/passwd", "C:\\", "a/b", "a\\b", "a\0b", "con", "CON", "nul",
    "aux", "com1", "lpt9", "a ", "a.", " a", "a", "A", "é", "e\u0301", "%", "%61", "~", "-rf",
    "\u202eb", "漢" * 200, "x" * 200, "x" * 199 + "y", ".git", "a\nb", "🎉", "k\u212a", "kK",
]  # fmt: skip
PARTS = re.compile(r"(?:[a-z0-9_-]|%(?:[0-9a-f]{2})?)+(?:~[0-9a-f]{32})?")


@pytest.mark.parametrize("name", ["book_club", "a1", "north-west", "_", "com", "com10", "console"])
def test_a_plain_name_stays(name):
    assert file_name(name) == name


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_one_plain_part_of_a_path(text):
    name = file_name(text)
    assert PARTS.fullmatch(name), name
    assert not name.startswith("-")
    assert len(name) <= LONGEST
    assert name.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_no_two_texts_share_a_name_whatever_the_case():
    names = [file_name(text).casefold() for text in HOSTILE]
    assert len(set(names)) == len(HOSTILE)


@given(st.lists(st.text(max_size=250), min_size=2, max_size=8, unique=True))
def test_any_texts_get_names_of_their_own(texts):
    names = [file_name(text) for text in texts]
    assert len({name.casefold() for name in names}) == len(texts)
    allowed = set(string.ascii_lowercase + string.digits + "_-%~")
    assert all(set(name) <= allowed and 0 < len(name) <= LONGEST for name in names)
