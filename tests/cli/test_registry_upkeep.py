import json
import sqlite3


def test_a_registry_is_created_and_brought_up_to_date(run, tmp_path):
    address = f"sqlite:///{tmp_path / 'scores.db'}"
    for _ in range(2):
        found = run("registry", "upgrade", "-r", address)
        assert (found.code, found.out) == (0, f"{address} is up to date\n")


def test_one_of_a_newer_scoring_kit_is_refused(registry, folder):
    connection = sqlite3.connect(folder / "scores.db")
    with connection:
        connection.execute("UPDATE scoring_kit_schema SET version_num = '9999'")
    connection.close()
    found = registry("list")
    assert (found.code, "a newer scoring_kit wrote this registry" in found.err) == (1, True)


def test_an_untouched_registry_verifies(versions):
    assert versions("verify").out.startswith("1 scorecard, 2 versions")
    found = json.loads(versions("verify", "--json").out)
    assert (found["scorecards"], found["versions"], found["transitions"]) == (1, 2, 5)


def test_what_was_changed_behind_its_back_ends_with_1(versions, folder):
    connection = sqlite3.connect(folder / "scores.db")
    with connection:
        connection.execute("DROP TRIGGER transitions_no_update")
        connection.execute("UPDATE transitions SET actor = 'eve' WHERE sequence = 3")
    connection.close()
    found = versions("verify")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("error: the chain of 'club' is broken at link 3")


def test_refusals_are_in_the_audit(versions):
    versions("approve", "club", 2, "-m", "hm", "--by", "bob")
    *_, entry = json.loads(versions("audit", "--json").out)
    assert (entry["actor"], entry["action"], entry["code"]) == ("bob", "approve", "state")
    assert "approve" in versions("audit").out


def test_an_audit_of_nothing_says_so(registry):
    assert registry("audit").out == "nothing was refused, and nothing done to the registry itself\n"


def test_environments_are_listed_and_added(registry):
    found = registry("environments", "add", "Nord [1]\x1b", "--by", "ann")
    assert (found.code, found.out) == (0, "versions can go live in Nord [1]\\x1b\n")
    assert registry("environments", "list").out == "Nord [1]\\x1b\nproduction\nstaging\n"
    names = json.loads(registry("environments", "list", "--json").out)
    assert names == ["Nord [1]\x1b", "production", "staging"]
