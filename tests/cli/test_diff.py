import json

import pytest


@pytest.fixture
def changed(folder):
    """Return a folder with two scorecards, the second with another value."""
    text = (folder / "card.yaml").read_text()
    (folder / "new.yaml").write_text(text.replace("[18, 68]", "[18, 78]"))
    (folder / "same.yaml").write_text("# a comment\n" + text)
    return folder


def test_the_same_meaning_ends_with_0(run, changed):
    found = run("diff", changed / "card.yaml", changed / "same.yaml")
    assert (found.code, found.out, found.err) == (0, "no changes\n", "")


def test_changes_end_with_1_and_a_line_each(run, changed):
    found = run("diff", changed / "card.yaml", changed / "new.yaml")
    assert (found.code, found.err) == (1, "")
    assert [line for line in found.out.splitlines() if "age" in line and "78" in line]


def test_changes_come_as_json(run, changed):
    found = run("diff", "--json", changed / "card.yaml", changed / "new.yaml")
    [change] = json.loads(found.out)
    assert found.code == 1
    assert set(change) == {"place", "kind", "before", "after", "text"}


def test_no_changes_are_an_empty_list_of_json(run, changed):
    assert json.loads(run("diff", changed / "card.yaml", changed / "same.yaml", "--json").out) == []


def test_an_invalid_scorecard_is_refused(run, changed):
    (changed / "new.yaml").write_text("name: x")
    found = run("diff", changed / "card.yaml", changed / "new.yaml")
    assert (found.code, found.out, "new.yaml has" in found.err) == (1, "", True)
