"""The message of the commit by which a proposal goes to git: what changes, in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from scoring_kit.registry.records import Transition, Version, minute

LONGEST_SUBJECT = 72
WIDTH = 72
"""Letters of a line, as git shows them well."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells. live: what is live, or None; proposal: how it was proposed, if it was.

    impact: what the change means for the rows of a sample, in sentences, if that is known.
    """

    version: Version
    environment: str
    live: Version | None
    changes: Sequence[str]
    proposal: Transition | None = None
    sample: str | None = None
    impact: Sequence[str] = ()


def message_of(told: Told) -> str:
    """Return the message: a subject, the reason, the changes, the impact, and what it is about."""
    reason = told.proposal.message if told.proposal else told.version.message
    subject, is_whole = subject_of(told.version, reason)
    paragraphs = [subject]
    if not is_whole:
        paragraphs.append("\n".join(_wrapped(line) for line in reason.strip("\n").split("\n")))
    paragraphs += [_changes(told), _impact(told), _facts(told)]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def subject_of(version: Version, reason: str) -> tuple[str, bool]:
    """Return the first line of a message, and whether all of the reason is in it."""
    line = " ".join(reason.split())
    subject = f"Propose {version.scorecard} {version.number}: {line}"
    if len(subject) <= LONGEST_SUBJECT:
        return subject, line == reason.strip()
    cut = subject[: LONGEST_SUBJECT - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{at_word if len(at_word) > LONGEST_SUBJECT // 2 else cut}…", False


def _changes(told: Told) -> str:
    if told.live is None:
        return _wrapped(f"Nothing is live in {told.environment}; this would be the first version.")
    head = f"Changes from version {told.live.number}, which is live in {told.environment}:"
    return _listed(head, told.changes or ["none: it is the same document"])


def _impact(told: Told) -> str:
    if not told.impact:
        return ""
    return _listed(f"Impact on {told.sample}:" if told.sample else "Impact:", told.impact)


def _facts(told: Told) -> str:
    """Return what the message is about, as git takes trailers."""
    version, proposal = told.version, told.proposal
    lines = [f"Scorecard: {version.scorecard}", f"Version: {version.number}"]
    lines += [f"Document-sha256: {version.sha256}", f"Environment: {_line(told.environment)}"]
    lines.append(f"Written-by: {_line(version.author)}, {minute(version.created)}")
    if proposal is not None:
        who = f"{_line(proposal.actor)} ({proposal.identity})"
        lines.append(f"Proposed-by: {who}, {minute(proposal.at)}")
        if proposal.evidence is not None:
            lines.append(f"Evidence-sha256: {proposal.evidence}")
    return "\n".join(lines)


def _listed(head: str, items: Sequence[str]) -> str:
    return "\n".join([_wrapped(head), "", *(_item(item) for item in items)])


def _item(text: str) -> str:
    first, *rest = text.split("\n")
    lines = [_wrapped(first, "- ", "  "), *(_wrapped(line, "  ", "  ") for line in rest)]
    return "\n".join(lines)


def _wrapped(line: str, first: str = "", rest: str = "") -> str:
    """Return a line on several, broken at spaces only; what is one word stays one."""
    if len(first) + len(line) <= WIDTH:
        return f"{first}{line}".rstrip(" ")
    lines = textwrap.wrap(
        line,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
    return "\n".join(lines)


def _line(text: str) -> str:
    return " ".join(text.split())
