import json


def test_a_registry_goes_into_a_folder_and_back(versions, folder):
    found = versions("export", folder / "out")
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith(
        "out holds 1 scorecard, 2 versions, 5 transitions and 1 artefact; 11 files were written\n"
    )
    copy = ("-r", f"sqlite:///{folder / 'copy.db'}")
    found = versions("import", folder / "out", "--by", "bob", *copy)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(
        "1 scorecard, 2 versions, 5 transitions, 1 artefact and 1 policy of "
    )
    assert versions("history", "club", *copy).out == versions("history", "club").out
    assert versions("import", folder / "out", "--by", "bob", *copy).out.startswith("nothing of ")


def test_figures_come_as_json(versions, folder):
    found = json.loads(versions("export", folder / "out", "--json").out)
    assert (found["written"], found["totals"]["version"]) == (11, 2)
    copy = ("-r", f"sqlite:///{folder / 'copy.db'}", "--by", "bob", "--json")
    assert json.loads(versions("import", folder / "out", *copy).out)["new"]["transition"] == 5


def test_a_folder_that_was_changed_is_refused_with_all_that_is_wrong(versions, folder):
    versions("export", folder / "out")
    card = folder / "out" / "scorecards" / "club"
    (card / "versions" / "1.yaml").write_text("name: other\n")
    (card / "versions" / "2.yaml").unlink()
    copy = ("-r", f"sqlite:///{folder / 'copy.db'}", "--by", "bob")
    found = versions("import", folder / "out", *copy)
    assert (found.code, found.out) == (1, "")
    assert "has 2 problems; restore the files" in found.err
    assert "- scorecards/club/versions/2.yaml is missing" in found.err
    assert versions("list", *copy[:2]).out == "no scorecards\n"


def test_a_folder_of_others_is_left_alone(versions, folder):
    (folder / "live.yaml").write_text("mine")
    found = versions("export", folder)
    assert (found.code, "it holds live.yaml, and is no export" in found.err) == (1, True)
    assert (folder / "live.yaml").read_text() == "mine"
    assert versions("import", folder / "none", "--by", "bob").code == 1
