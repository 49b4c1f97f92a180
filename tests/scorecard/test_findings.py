import pytest

from scoring_kit.scorecard.findings import FINDING_CODES, Finding, Findings

NOTE = Finding("unused", "note", "derived.age", "nothing reads it")
WARNING = Finding("inert", "warning", "score.of.0", "it weighs 0")
ERROR = Finding("not_fitted", "error", "", "it is not fitted")


def test_the_most_severe_findings_come_first():
    assert Findings.sorted([NOTE, WARNING, ERROR]).items == (ERROR, WARNING, NOTE)


def test_findings_of_one_severity_keep_their_order():
    other = Finding("inert", "warning", "score.of.1", "it weighs 0")
    assert Findings.sorted([other, WARNING]).items == (other, WARNING)


@pytest.mark.parametrize(("items", "expected"), [((NOTE, WARNING), False), ((ERROR,), True)])
def test_only_errors_count_as_errors(items, expected):
    assert Findings(items).has_errors is expected


def test_findings_show_as_a_table_with_aligned_columns():
    assert repr(Findings((ERROR, NOTE))).splitlines() == [
        "2 findings: 1 error, 1 note",
        "error  not_fitted  document     it is not fitted",
        "note   unused      derived.age  nothing reads it",
    ]


def test_no_findings_say_so():
    assert repr(Findings()) == "no findings"


def test_findings_are_a_sequence():
    findings = Findings((ERROR, NOTE))
    assert (len(findings), findings[1], list(findings[:1])) == (2, NOTE, [ERROR])


def test_a_finding_names_severity_place_message_and_code():
    assert str(WARNING) == "warning: score.of.0: it weighs 0 [inert]"


def test_every_code_has_a_meaning():
    assert all(meaning and meaning[0].islower() for meaning in FINDING_CODES.values())
