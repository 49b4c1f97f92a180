import json

import pytest


def moved(registry, move, number, *options, by="bob"):
    found = registry(move, "club", number, "-m", "because", "--by", by, *options)
    return found.code, found.out or found.err


def test_a_version_goes_from_draft_to_live_and_back(versions):
    assert moved(versions, "propose", 2) == (0, "club version 2 is proposed in production\n")
    assert moved(versions, "reject", 2) == (0, "club version 2 is a draft again in production\n")
    moved(versions, "propose", 2)
    assert moved(versions, "approve", 2) == (0, "club version 2 is approved in production\n")
    assert moved(versions, "promote", 2) == (0, "club version 2 is live in production\n")
    assert moved(versions, "rollback", 2) == (0, "club version 1 is live again in production\n")
    actions = [link["action"] for link in json.loads(versions("history", "club", "--json").out)]
    assert actions[-8:] == [
        "propose", "reject", "propose", "approve", "retire", "promote", "retire", "rollback"
    ]  # fmt: skip


def test_another_environment_is_named(versions):
    assert moved(versions, "propose", 2, "-e", "staging") == (
        0,
        "club version 2 is proposed in staging\n",
    )
    code, text = moved(versions, "propose", 2, "--environment", "stagin")
    assert (code, "did you mean 'staging'?" in text) == (1, True)


def test_the_answer_comes_as_json(versions):
    found = json.loads(moved(versions, "propose", 2, "--json")[1])
    assert (found["scorecard"], found["number"]) == ("club", 2)
    assert (found["environment"], found["state"]) == ("production", "proposed")
    assert json.loads(moved(versions, "reject", 2, "--json")[1])["state"] == "draft"


def test_a_refusal_ends_with_1_and_one_line(versions):
    moved(versions, "propose", 2)
    code, text = moved(versions, "approve", 2, by="ann")
    assert (code, text.count("\n")) == (1, 1)
    assert text.startswith("error: cannot approve version 2 of 'club' in production: 'ann' wrote")


def test_nothing_happens_where_the_live_version_has_changed(versions):
    moved(versions, "propose", 2)
    moved(versions, "approve", 2)
    code, text = moved(versions, "promote", 2, "--revision", 0)
    assert (code, "you saw revision 0, and it is 1 now" in text) == (1, True)
    assert moved(versions, "promote", 2, "--revision", 1)[0] == 0


def test_an_earlier_version_can_be_gone_back_to(versions):
    for number in (2, 1, 2):
        for move in ("propose", "approve", "promote"):
            moved(versions, move, number)
    code, text = moved(versions, "rollback", 2, "--to", 9)
    assert (code, "live before it was 1" in text) == (1, True)
    assert moved(versions, "rollback", 2, "--to", 1)[1].startswith("club version 1 is live again")


@pytest.mark.parametrize("number", ["0", "-1", "two", "99999999999999"])
def test_what_is_no_version_is_refused(versions, number):
    code, text = moved(versions, "propose", number)
    assert (code > 0, "Traceback" in text) == (True, False)


def test_a_message_may_be_any_text(versions):
    text = '-- \'; "[red]" 漢🎉\n$(id)'
    versions("propose", "club", 2, "-m", text, "--by", "bob")
    assert json.loads(versions("history", "club", "--json").out)[-1]["message"] == text
    assert moved(versions, "approve", 2, by=" ")[0] == 1
