from scoring_kit.scorecard.findings import Finding, Findings
from scoring_kit.scorecard.html_findings import findings_html
from tests.reading import Reading


def test_findings_show_severity_message_place_and_code():
    found = Findings((Finding("inert", "warning", "score.of.0", "'<age>' weighs 0"),))
    text = Reading(findings_html(found)).text
    assert text == "1 finding 1 warningwarning '<age>' weighs 0score.of.0  inert"


def test_no_findings_are_said():
    assert Reading(findings_html(Findings())).text.startswith("No findings")


def test_many_findings_are_cut_and_counted():
    found = Findings(tuple(Finding("inert", "note", f"score.of.{n}", "m") for n in range(940)))
    assert "… and 890 more findings" in Reading(findings_html(found)).text
