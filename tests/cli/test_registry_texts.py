from datetime import UTC, datetime

from scoring_kit.cli.output import print_table
from scoring_kit.cli.registry_texts import audit_table, history_table, plain
from scoring_kit.registry.records import AuditEntry, Transition, Version

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LINK = Transition(
    "club", 2, 1, "a" * 64, "production", "propose", "draft", "proposed", 0, "ann", "claimed",
    "[red]\x1bnow", NOON, NOON, "b" * 64, "c" * 64,
)  # fmt: skip


def printed(table, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    print_table(table)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_a_record_is_plain_data_without_its_document():
    version = Version("club", 1, "a" * 64, "ann", "first", NOON, "{}")
    assert plain(version) == {
        "scorecard": "club", "number": 1, "sha256": "a" * 64, "author": "ann",
        "message": "first", "created": "2026-11-26T12:00:00+00:00",
    }  # fmt: skip


def test_a_history_is_a_table(capsys, monkeypatch):
    lines = printed(history_table("club", [LINK]), capsys, monkeypatch)
    row = "2 2026-11-26 12:00 propose 1 production ann (claimed) [red]\\x1bnow"
    assert (lines[0], row in lines) == ("club: history", True)


def test_an_audit_is_a_table(capsys, monkeypatch):
    entry = AuditEntry(NOON, "ann", "approve", "club", 2, "production", "author", "cannot")
    lines = printed(audit_table([entry]), capsys, monkeypatch)
    assert "2026-11-26 12:00 ann approve club version 2 in production author cannot" in lines
