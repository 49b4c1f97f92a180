import json

import pytest

from tests.cli.conftest import CHANGED


@pytest.fixture
def proposed(versions, folder):
    """Return a function that proposes version 2 in a registry that asks for evidence."""
    versions("policy", "set", "--evidence", "-m", "Careful", "--by", "carol")

    def propose(*options):
        return versions("propose", "club", 2, "-m", "because", "--by", "ann", *options)

    return propose


def test_evidence_is_made_of_a_table(proposed, versions, folder):
    found = proposed("--data", folder / "people.csv", "--sample", "October", "--key", "id")
    assert (found.code, found.out) == (0, "club version 2 is proposed in production\n")
    link = json.loads(versions("history", "club", "--json").out)[-1]
    assert len(link["evidence"]) == 64


def test_a_report_that_is_there_will_do(proposed, run, folder):
    live, new, data = (folder / name for name in ("card.yaml", "new.yaml", "people.csv"))
    new.write_text(CHANGED)
    made = run("report", new, data, "--live", live, "-o", folder / "report.html")
    assert made.code == 0, made.err
    found = proposed("--report", folder / "report.html", "--sample", "October")
    assert (found.code, found.err) == (0, "")


def test_without_evidence_it_is_refused(proposed):
    found = proposed()
    assert (found.code, "there is no evidence for it; propose it with" in found.err) == (1, True)


@pytest.mark.parametrize(
    "options",
    [["--segment", "x"], ["--outcome", "x"], ["--parameter", "a=1"], ["--top", "3"], ["-k", "id"]],
)
def test_options_of_the_evidence_need_a_table(proposed, options):
    found = proposed(*options)
    told = " ".join(found.err.split())
    assert (found.code, "says how evidence is made; name rows with --data" in told) == (2, True)


def test_parameters_are_those_of_the_versions(proposed, folder):
    found = proposed("--data", folder / "people.csv", "-p", "x=1")
    assert (found.code, "no parameter 'x' is declared" in " ".join(found.err.split())) == (2, True)


def test_a_table_that_does_not_fit_is_refused(proposed, versions, folder):
    (folder / "other.csv").write_text("id\na\n")
    found = proposed("--data", folder / "other.csv")
    assert (found.code, "age" in found.err, "Traceback" in found.err) == (1, True, False)
    assert len(json.loads(versions("history", "club", "--json").out)) == 5
