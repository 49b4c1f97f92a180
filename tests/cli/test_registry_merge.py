import json

import pytest

from tests.cli.conftest import CARD

MINE = CARD.replace("[0, 100]", "[0, 90]")  # theirs, version 2, has other ages


@pytest.fixture
def edit(versions, folder):
    """Return a function that adds an edit of version 1, after which version 2 was added."""

    def add(text, *more):
        (folder / "card.yaml").write_text(f"# of the club\n{text}")
        return versions("add", folder / "card.yaml", "-m", "mine", "--by", "bob", *more)

    return add


def test_an_edit_of_the_newest_version_is_added(edit):
    found = edit(MINE, "--base", 2)
    assert (found.code, found.out[:14], found.err) == (0, "club version 3", "")


def test_an_edit_of_an_older_version_shows_what_both_changed(edit, versions):
    found = edit(CARD.replace("[18, 68]", "[18, 70]"), "--base", 1)
    assert found.code == 1
    assert found.out.startswith("1 conflict\n- ")
    assert "[18, 78]" in found.out
    assert "version 2 by ann has come since, and nothing was added; put your edit" in found.err
    assert "`" not in found.err
    assert json.loads(versions("list", "--json").out)[0]["versions"] == 2


def test_edits_of_different_things_are_written_together_where_they_are_wanted(edit, folder):
    asked = edit(CARD.replace("name: club", "name: club\ntitle: My club"), "--base", 1)
    assert (asked.code, asked.out.split("\n")[0]) == (1, "merged")
    assert "nothing is left to decide: --merged FILE writes both edits, to add with --base 2" in (
        asked.err
    )
    both = folder / "card.yaml"
    told = edit(both.read_text().partition("\n")[2], "--base", 1, "--merged", both)
    assert (told.code, "holds both edits: add it with --base 2" in told.err) == (1, True)
    text = both.read_text()
    assert [part in text for part in ("# of the club", "My club", "[18, 78]")] == [True] * 3
    assert edit(text, "--base", 2).out.startswith("club version 3")


def test_a_merge_is_json_for_programs(edit):
    found = edit(CARD.replace("[18, 68]", "[18, 70]"), "--base", 1, "--json")
    data = json.loads(found.out)
    assert (found.code, data["newest"], len(data["conflicts"])) == (1, 2, 1)
    assert set(data["conflicts"][0]) >= {"place", "words", "base", "mine", "theirs"}


def test_a_file_for_the_merge_needs_the_version_that_was_edited(edit):
    found = edit(MINE, "--merged", "both.yaml")
    assert (found.code, "--merged needs --base" in found.err) == (2, True)


def test_another_file_is_not_replaced_by_a_merge(edit, folder):
    (folder / "people.yaml").write_text("mine")
    found = edit(MINE, "--base", 1, "--merged", folder / "people.yaml")
    assert (found.code, "there is something of this name" in found.err) == (1, True)
    assert (folder / "people.yaml").read_text() == "mine"
