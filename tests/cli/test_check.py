import json


def test_a_scorecard_without_findings_ends_with_0(run, folder):
    found = run("check", folder / "card.yaml")
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith("card.yaml: no findings\n")


def test_notes_and_warnings_end_with_0(run, folder):
    (folder / "people.csv").write_text("id,age\na,43\nb,\n")
    found = run("check", folder / "card.yaml", folder / "people.csv")
    assert found.code == 0
    assert "note    score.of.0: " in found.out
    assert "50.0 % missing" in found.out
    assert "[not_ok]" in found.out


def test_errors_end_with_1(run, folder):
    (folder / "people.csv").write_text("id,Age\na,43\n")
    found = run("check", folder / "card.yaml", folder / "people.csv")
    assert (found.code, found.err) == (1, "")
    assert "error   age: the table has no column 'age'" in found.out
    assert "1 finding: 1 error" in found.out


def test_an_invalid_scorecard_is_refused_with_all_its_problems(run, folder):
    (folder / "card.yaml").write_text("schema: scoring-kit/1\nname: club\nscore: {off: []}\n")
    found = run("check", folder / "card.yaml")
    assert (found.code, found.out) == (1, "")
    assert "3 problems" in found.err
    assert "line 3" in found.err


def test_findings_come_as_json(run, folder):
    text = (folder / "card.yaml").read_text().replace("missing: 0", "missing: 0, monotone: down")
    (folder / "card.yaml").write_text(text)
    found = run("check", "--json", folder / "card.yaml")
    [finding] = json.loads(found.out)
    assert found.code == 1
    assert (finding["code"], finding["severity"]) == ("not_monotone", "error")
    assert set(finding) == {"code", "severity", "place", "message"}


def test_no_findings_are_an_empty_list_of_json(run, folder):
    assert json.loads(run("check", folder / "card.yaml", "--json").out) == []


def test_the_problems_of_an_invalid_scorecard_come_as_json(run, folder):
    (folder / "card.yaml").write_text("schema: scoring-kit/1\nname: Club\n")
    found = run("check", "--json", folder / "card.yaml")
    assert found.code == 1
    assert {entry["code"] for entry in json.loads(found.out)} == {"bad_name", "missing_field"}


def test_parameters_are_given_by_name(run, folder):
    text = (folder / "card.yaml").read_text().replace("criterion: age", "criterion: older")
    text += "derived: {older: age + $years}\nparameters: {years: {type: number}}\n"
    (folder / "card.yaml").write_text(text)
    found = run("check", folder / "card.yaml", folder / "people.csv", "-p", "years=1")
    assert (found.code, "50.0 % clipped" in found.out) == (0, True)
