from dataclasses import replace

import pytest

from scoring_kit.registry.git_message import LONGEST_SUBJECT, WIDTH, Told, message_of, subject_of
from scoring_kit.registry.records import Transition, Version
from tests.registry.registries import NOON

VERSION = Version("club", 2, "a" * 64, "ann", "second", NOON, "{}")
LIVE = replace(VERSION, number=1, sha256="b" * 64)
PROPOSAL = Transition(
    "club", 9, 2, "a" * 64, "production", "propose", "draft", "proposed", 1, "ann", "key 0a",
    "Recency counts more", NOON, NOON, "c" * 64, "d" * 64, evidence="e" * 64,
)  # fmt: skip


def test_a_message_says_what_changes_and_what_that_means():
    told = Told(
        VERSION, "production", LIVE, ["weight of recency: 0.5 -> 0.6", "tier A: 60 -> 55"],
        PROPOSAL, "customers of October (4,000 rows)", ["214 rows change tier: 214 up, 0 down."],
    )  # fmt: skip
    assert (
        message_of(told)
        == f"""\
Propose club 2: Recency counts more

Changes from version 1, which is live in production:

- weight of recency: 0.5 -> 0.6
- tier A: 60 -> 55

Impact on customers of October (4,000 rows):

- 214 rows change tier: 214 up, 0 down.

Scorecard: club
Version: 2
Document-sha256: {"a" * 64}
Environment: production
Written-by: ann, 2026-11-26 12:00 UTC
Proposed-by: ann (key 0a), 2026-11-26 12:00 UTC
Evidence-sha256: {"e" * 64}
"""
    )


def test_a_first_version_that_nobody_proposed_yet():
    text = message_of(Told(VERSION, "staging", None, []))
    assert text.startswith("Propose club 2: second\n\nNothing is live in staging; this would be")
    assert "Proposed-by" not in text


@pytest.mark.parametrize(
    ("reason", "subject", "is_whole"),
    [
        ("short", "Propose club 2: short", True),
        ("two\nlines", "Propose club 2: two lines", False),
        ("  spaces \t inside ", "Propose club 2: spaces inside", False),
        ("#1 🎉", "Propose club 2: #1 🎉", True),
        ("word " * 20, f"Propose club 2: {' '.join(['word'] * 11)}…", False),
        ("x" * 100, f"Propose club 2: {'x' * 55}…", False),
        ("x" * 56, f"Propose club 2: {'x' * 56}", True),
    ],
)  # fmt: skip
def test_a_subject_is_one_line_of_at_most_72_letters(reason, subject, is_whole):
    assert subject_of(VERSION, reason) == (subject, is_whole)
    assert len(subject) <= LONGEST_SUBJECT


def test_a_reason_that_is_longer_than_the_subject_stands_below_it_as_it_was_meant():
    reason = (
        "First line\n\n# second, with a word " + "y" * 90 + " and " + "more " * 30 + "\n  third"
    )
    told = Told(replace(VERSION, message=reason), "production", None, [])
    body = message_of(told).split("\n\nNothing is live")[0].split("\n")
    assert body[0] == "Propose club 2: First line # second, with a word…"
    assert body[2:5] == ["First line", "", "# second, with a word"]
    assert body[5] == "y" * 90
    assert body[-1] == "  third"
    assert [line for line in body if len(line) > WIDTH] == ["y" * 90]
    assert " ".join(reason.split()) in " ".join("\n".join(body).split())


def test_long_changes_are_wrapped_below_their_dash():
    change = "reason text of a very long sort: " + "and on " * 20 + "->\nanother line"
    text = message_of(Told(VERSION, "production", LIVE, [change]))
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("- reason"))
    assert all(line.startswith("  ") for line in lines[start + 1 : start + 4])
    assert "  another line" in lines
    assert max(map(len, lines)) <= WIDTH or max(map(len, lines)) == len(
        f"Document-sha256: {'a' * 64}"
    )


def test_names_of_any_text_stay_on_their_line():
    told = Told(replace(VERSION, author="a\nEvidence: none"), "x\n\ny", LIVE, [], PROPOSAL)
    lines = message_of(told).split("\n")
    assert "Environment: x y" in lines
    assert "Written-by: a Evidence: none, 2026-11-26 12:00 UTC" in lines
