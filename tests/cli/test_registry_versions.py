import json

import pytest

from tests.cli.conftest import CARD


def test_a_scorecard_is_added_once(registry, folder):
    for _ in range(2):
        found = registry("add", folder / "card.yaml", "-m", "first", "--by", "ann")
        assert (found.code, found.out.startswith("club version 1 (")) == (0, True)
    facts = json.loads(
        registry("add", folder / "card.yaml", "-m", "again", "--by", "bob", "--json").out
    )
    assert (facts["number"], facts["author"], facts["message"]) == (1, "ann", "first")


def test_an_invalid_scorecard_is_refused(registry, folder):
    (folder / "card.yaml").write_text("name: x")
    found = registry("add", folder / "card.yaml", "-m", "first", "--by", "ann")
    assert (found.code, "card.yaml has" in found.err) == (1, True)


def test_scorecards_are_listed_with_what_is_live(versions):
    lines = [" ".join(line.split()) for line in versions("list").out.splitlines()]
    assert "versions live in production live in staging" in lines
    assert "club 2 1 -" in lines
    assert json.loads(versions("list", "--json").out) == [
        {"scorecard": "club", "versions": 2, "live": {"production": 1}}
    ]


def test_an_empty_registry_says_so(registry):
    assert registry("list").out == "no scorecards\n"
    assert json.loads(registry("list", "--json").out) == []


def test_a_version_is_shown_as_a_file_that_can_be_used(versions, run, folder):
    (folder / "shown.yaml").write_text(versions("show", "club", 1).out)
    assert run("diff", folder / "card.yaml", folder / "shown.yaml").out == "no changes\n"


def test_the_newest_version_is_shown_unless_one_is_named(versions):
    assert "to: [0, 100]" in versions("show", "club").out
    assert "from: [18, 78]" in versions("show", "club").out
    found = json.loads(versions("show", "club", "--json").out)
    assert (found["version"]["number"], found["document"]["name"]) == (2, "club")


def test_what_differs_from_another_version_is_shown(versions):
    found = versions("show", "club", "--against", 1)
    assert (found.code, found.out) == (0, "age: linear from [18, 68] -> [18, 78]\n")
    data = json.loads(versions("show", "club", "--against", 1, "--json").out)
    assert [change["text"] for change in data["changes"]] == [found.out.strip()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [(["clubb"], "no scorecard 'clubb'; did you mean 'club'?"), (["club", 9], "no version 9")],
)
def test_what_is_not_there_is_named(versions, given, expected):
    found = versions("show", *given)
    assert (found.code, found.out, expected in found.err) == (1, "", True)


def test_a_history_tells_who_did_what(versions):
    lines = [" ".join(line.split()) for line in versions("history", "club").out.splitlines()]
    [fourth] = [line for line in lines if line.startswith("4 ")]
    assert fourth.endswith("promote 1 production bob (claimed) promote")
    links = json.loads(versions("history", "club", "--json").out)
    assert [link["sequence"] for link in links] == [1, 2, 3, 4, 5]


def test_what_is_live_is_told(versions):
    found = versions("live", "club")
    assert (found.code, "club version 1: live in production since" in found.out) == (0, True)
    data = json.loads(versions("live", "club", "--json").out)
    assert (data["version"]["number"], data["transition"]["revision"]) == (1, 1)


def test_where_nothing_is_live_it_ends_with_1(versions):
    found = versions("live", "club", "-e", "staging")
    assert (found.code, found.out) == (1, "nothing is live in staging\n")
    found = versions("live", "club", "--as-of", "2001-01-01", "--json")
    assert (found.code, json.loads(found.out)) == (1, None)


@pytest.mark.parametrize("moment", ["2999-01-01", "2999-01-01T12:00+01:00", "2999-01-01T12:00Z"])
def test_a_moment_is_a_date_or_has_its_zone(versions, moment):
    assert versions("live", "club", "--as-of", moment).code == 0


@pytest.mark.parametrize("moment", ["2999-01-01T12:00", "yesterday", "", "2999-13-01"])
def test_any_other_moment_is_bad_usage(versions, moment):
    found = versions("live", "club", "--as-of", moment)
    assert (found.code, "write a date, or a moment with its zone" in found.err) == (2, True)


def test_a_card_is_the_same_after_it_was_added_and_shown_and_added(versions, folder):
    (folder / "again.yaml").write_text(versions("show", "club", 2).out)
    found = versions("add", folder / "again.yaml", "-m", "again", "--by", "bob")
    assert found.out.startswith("club version 2 (")
    assert CARD.splitlines()[0] in (folder / "again.yaml").read_text()
