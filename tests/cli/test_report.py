import json

import pytest

import scoring_kit as sk
from scoring_kit.report.embedding import extracted


@pytest.fixture
def made(run, folder):
    """Return a folder with a report that was written there."""
    out = folder / "report.html"
    found = run("report", folder / "card.yaml", folder / "people.csv", "-o", out)
    assert found.code == 0, found.err
    assert found.out.splitlines()[0] == f"wrote {out}"
    return folder


def test_what_is_written_is_told_in_a_sentence(run, folder):
    out = folder / "report.html"
    found = run("report", folder / "card.yaml", folder / "people.csv", "-o", out)
    # (43 - 18) / 50 is half way, 68 the upper end
    assert found.out.splitlines()[1] == "2 rows score 75 on average, from 50 to 100."


def test_the_page_is_the_one_of_the_library(made):
    again = made / "again.html"
    sk.write_report(sk.read_scorecard(made / "card.yaml"), made / "people.csv", again)
    assert (made / "report.html").read_bytes() == again.read_bytes()


def test_figures_come_as_json(run, folder):
    found = run("report", folder / "card.yaml", folder / "people.csv", "--json", "-s", "id")
    figures = json.loads(found.out)
    assert figures["scores"]["mean"] == 75.0
    assert [c["column"] for c in figures["segments"]["columns"]] == ["id"]
    assert sorted(path.name for path in folder.iterdir()) == ["card.yaml", "people.csv"]


def test_a_report_that_holds_gives_0(run, made):
    found = run("report", "--verify", made / "report.html")
    assert (found.code, found.out.splitlines()[0][:19]) == (0, "report.html holds: ")


def test_a_report_that_does_not_hold_gives_1_and_names_the_column(run, made):
    (made / "people.csv").write_text("id,age\na,44\nb,68\n")
    found = run("report", "--verify", made / "report.html")
    assert found.code == 1
    assert "- column 'age' differs in rows 1 to 2 in the order of id" in found.out


def test_a_changed_card_is_named(run, made):
    card = made / "card.yaml"
    card.write_text(card.read_text().replace("missing: 0", "missing: 0, weight: 2"))
    found = run("report", card, made / "people.csv", "--verify", made / "report.html", "--json")
    told = json.loads(found.out)
    assert (found.code, told["holds"]) == (1, False)
    assert "weight" in told["differences"][0]


def test_a_file_that_is_there_is_kept_unless_it_is_forced(run, made):
    arguments = ["report", made / "card.yaml", made / "people.csv", "-o", made / "report.html"]
    found = run(*arguments)
    assert (found.code, "add --force" in found.err) == (1, True)
    assert run(*arguments, "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name the scorecard and the table"),
        (["card.yaml"], "name the scorecard and the table"),
        (["card.yaml", "people.csv"], "name the page with -o report.html"),
        (["--verify", "r.html", "a.csv", "b.csv"], "one table and one scorecard at most"),
        (["--verify", "r.html", "a.yaml", "b.json"], "one table and one scorecard at most"),
    ],
)
def test_what_is_missing_is_asked_for(run, folder, arguments, told):
    found = run("report", *arguments)
    assert (found.code, told in found.err.replace("\n", " ")) == (2, True)


def test_parameters_of_either_card_are_taken(run, folder):
    text = (folder / "card.yaml").read_text()
    needs = text.replace("value: {linear: {from: [18, 68], to: [0, 100]}}", 'value: "age * $by"')
    needs = needs.replace("missing: 0", "missing: 0, reference: 1")
    needs += "parameters: {by: {type: number}}\n"
    (folder / "times.yaml").write_text(needs)
    found = run("report", folder / "times.yaml", folder / "people.csv", "--json", "--param", "by=2")
    # 2 * 43 and 2 * 68
    assert json.loads(found.out)["scores"]["mean"] == 111.0


def test_a_report_that_is_not_there_is_an_error(run, folder):
    found = run("report", "--verify", folder / "none.html")
    assert (found.code, "No such file" in found.err or "no such file" in found.err) == (1, True)


def test_the_json_is_what_the_page_carries(run, made):
    found = run("report", made / "card.yaml", made / "people.csv", "--json")
    page = (made / "report.html").read_text()
    assert json.loads(found.out) == extracted(page, "report")["figures"]


def test_a_live_version_an_outcome_and_segments_are_taken(run, folder):
    (folder / "people.csv").write_text("id,age,kind,came\na,43,new,yes\nb,68,old,no\n")
    asked = ["--outcome", "came", "--event", "yes", "--segment", "kind", "--top", "0"]
    found = run(
        "report", folder / "card.yaml", folder / "people.csv", "--live", folder / "card.yaml",
        "--json", *asked,
    )  # fmt: skip
    figures = json.loads(found.out)
    assert {"impact", "evaluation", "segments"} <= set(figures)
    assert (figures["scores"]["top"], figures["evaluation"]["counts"]["events"]) == ([], 1)
