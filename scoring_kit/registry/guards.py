"""What has to be so before a version moves on: functions that refuse what is not allowed.

A guard is called with each attempt, and raises RegistryError to refuse it. It may be called in
any thread, and while the scorecard is locked, so it should be quick.

Those of `GUARDS` always judge, whoever opened the registry how, by the policy that counts in the
registry at that moment. Proposing, approving and promoting are all judged by the same rules, so
that nothing that was allowed earlier, under another policy, is allowed by that alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import NoReturn

from scoring_kit.checking import check_scorecard
from scoring_kit.display.numbers import exact, plural
from scoring_kit.errors import RegistryError
from scoring_kit.registry.audit import CLAIMED
from scoring_kit.registry.evidence import FINGERPRINTS, Evidence
from scoring_kit.registry.records import minute
from scoring_kit.registry.texts import same_person
from scoring_kit.registry.workflow import Attempt

Guard = Callable[[Attempt], None]

FORWARD = ("propose", "approve", "promote")
"""Moves towards what is live; rejecting and rolling back are always allowed."""
MOST_FINDINGS = 3
"""Findings that one refusal names."""


def no_errors(attempt: Attempt) -> None:
    """Refuse to propose, approve or promote a version in which `check_scorecard` finds errors."""
    if attempt.action not in FORWARD:
        return
    errors = [item for item in check_scorecard(attempt.version.card) if item.severity == "error"]
    if errors:
        shown = "; ".join(f"{e.place}: {e.message} [{e.code}]" for e in errors[:MOST_FINDINGS])
        more = f" and {len(errors) - MOST_FINDINGS} more" if len(errors) > MOST_FINDINGS else ""
        message = f"cannot {attempt}: check_scorecard finds {shown}{more}; mend it in a new version"
        raise RegistryError("errors", message)


def approver_is_not_the_author(attempt: Attempt) -> None:
    """Refuse an approval by whoever wrote the version, however they spell their name.

    Where a key approves what somebody added under a name that nothing proves, whoever proposed it
    answers for it: with a key, and not that of the same person. All of it is asked again of the
    approval when the version is to go live, for the policy may have been another one, and the
    registry without keys, when it was approved.
    """
    if attempt.action == "approve":
        _check_approver(attempt, attempt.actor, attempt.identity)
    approval = attempt.approval
    if attempt.action == "promote" and approval is not None:
        if CLAIMED == approval.identity != attempt.identity:
            found = f"that {approval.actor!r} approved it is only claimed"
            _refuse(attempt, "author", f"{found}; reject it, and approve it with a key")
        _check_approver(attempt, approval.actor, approval.identity)


def _check_approver(attempt: Attempt, approver: str, identity: str) -> None:
    author, proposal = attempt.version.author, attempt.proposal
    if attempt.policy.author_may_approve or proposal is None:
        return
    again = "somebody else has to approve it"
    if attempt.approval is not None:
        when = minute(attempt.approval.at)
        again = f"so {approver!r} could not approve it on {when}; reject it, and propose it again"
    if same_person(approver, author):
        _refuse(attempt, "author", f"{author!r} wrote it; {again}")
    if identity == CLAIMED or attempt.author_identity != CLAIMED:
        return
    claimed = f"that {author!r} wrote it is only claimed"
    if proposal.identity == CLAIMED:
        found = f"{claimed}, and so is who proposed it"
        _refuse(attempt, "author", f"{found}; reject it, and propose it again with a key")
    if same_person(approver, proposal.actor):
        _refuse(attempt, "author", f"{proposal.actor!r} proposed it, and {claimed}; {again}")


def evidence_is_there(attempt: Attempt) -> None:
    """Refuse what has no evidence, or one of another document, an empty sample, or too old."""
    if attempt.action not in FORWARD or not attempt.policy.evidence:
        return
    evidence = attempt.evidence
    if evidence is None:
        _refuse(attempt, "evidence", f"there is no evidence for it; {_proposing(attempt)}")
    if evidence.candidate != attempt.version.sha256:
        found = f"its evidence is about {evidence.candidate[:8]}"
        _refuse(attempt, "evidence", f"{found}, and it is {attempt.version.sha256[:8]}")
    if evidence.live != attempt.live_sha256:
        was, now = (_named(sha256) for sha256 in (evidence.live, attempt.live_sha256))
        found = f"its evidence compares with {was}, and {now} is live there now"
        _refuse(attempt, "evidence", f"{found}; {_proposing(attempt)}")
    if evidence.live is not None and evidence.impact is None:
        _refuse(attempt, "evidence", f"its evidence has no impact; {_proposing(attempt)}")
    if not evidence.sample.rows:
        found = f"its sample {evidence.sample.name!r} has no rows"
        _refuse(attempt, "evidence", f"{found}; {_proposing(attempt)}")
    _check_age(attempt, evidence)


def _check_age(attempt: Attempt, evidence: Evidence) -> None:
    made, limit = f"its evidence was made on {minute(evidence.made)}", attempt.policy.max_age_days
    age = attempt.at - evidence.made
    if age < timedelta(0):
        _refuse(attempt, "evidence", f"{made}, which is later than now; {_proposing(attempt)}")
    if limit is not None and age > timedelta(days=limit):
        allowed = f"evidence counts for {plural_days(limit)}"
        _refuse(attempt, "evidence_age", f"{made}, and {allowed}; {_proposing(attempt)}")


def sample_is_the_named_one(attempt: Attempt) -> None:
    """Refuse evidence on another sample than the one that the policy names.

    A fingerprint is that of the table, whatever its file or report is called.
    """
    evidence, wanted = attempt.evidence, attempt.policy.sample
    if attempt.action not in FORWARD or wanted is None or evidence is None:
        return
    sample = evidence.sample
    is_print = wanted.startswith(FINGERPRINTS)
    if wanted != sample.fingerprint and (is_print or wanted != sample.name):
        found = f"its evidence was made on {sample.name!r} ({sample.fingerprint})"
        message = f"{found}, and only {wanted!r} counts; {_proposing(attempt)}"
        _refuse(attempt, "sample", message)


def tiers_stay_about_as_large(attempt: Attempt) -> None:
    """Refuse a change that lets a tier, or the rows without one, grow or shrink by too much."""
    evidence, limit = attempt.evidence, attempt.policy.tier_change
    if attempt.action not in FORWARD or limit is None or evidence is None:
        return
    changes, rows = evidence.tier_changes, evidence.sample.rows
    if not changes:
        return
    tier = max(changes, key=lambda name: abs(changes[name]))
    # a share of whole numbers is the nearest double to it, as the limit is to what was written
    if rows and abs(changes[tier]) / rows > limit:
        what = f"tier {tier}" if tier is not None else "the number of rows without a tier"
        way = "grows" if changes[tier] > 0 else "shrinks"
        found = f"{what} {way} by {plural(abs(changes[tier]), 'row')} of {rows:,}"
        share = f"{exact(limit)} of all rows at most may come to a tier or leave it"
        _refuse(attempt, "tier_change", f"{found}, and {share}; mend it in a new version")


def auc_does_not_fall(attempt: Attempt) -> None:
    """Refuse a version whose AUC is below that of the live one by too much, or not known."""
    evidence, limit = attempt.evidence, attempt.policy.auc_fall
    if attempt.action not in FORWARD or limit is None or evidence is None or not evidence.live:
        return
    live, candidate = evidence.metric("auc")
    if live is None or candidate is None:
        found = "its evidence does not tell the AUC of both versions"
        wanted = "propose it with data= and outcome=, of which both happened"
        _refuse(attempt, "auc_fall", f"{found}; {wanted}")
    _check_outcome(attempt, evidence)
    # as they are written: 0.8 - 0.75 is a little more than 0.05 in doubles
    fall = Decimal(repr(live)) - Decimal(repr(candidate))
    if fall > Decimal(repr(float(limit))):
        found = f"its AUC is {exact(candidate)}, that of the live version {exact(live)}"
        may = f"it may fall by {exact(limit)} at most"
        _refuse(attempt, "auc_fall", f"{found}, and {may}; mend it in a new version")


def _check_outcome(attempt: Attempt, evidence: Evidence) -> None:
    """Refuse the AUC of another outcome or event, or of weighted rows, than the policy names."""
    policy, found = attempt.policy, evidence.outcome or {}
    column, event, weights = (found.get(name) for name in ("column", "event", "weights"))
    is_event = event == policy.event
    if event is not None and policy.event is not None:  # commands hand it on as text
        is_event = is_event or str(event) == str(policy.event)
    if policy.outcome is None or (column == policy.outcome and is_event and weights is None):
        return
    has, wants = _counted(column, event, weights), _counted(policy.outcome, policy.event, None)
    message = f"its AUC is that of {has}, and only that of {wants} counts"
    _refuse(attempt, "outcome", f"{message}; {_proposing(attempt)}")


def _counted(column: object, event: object, weights: object) -> str:
    named = f"{column!r}" if event is None else f"{column!r} with the event {event!r}"
    return named if weights is None else f"{named}, weighted by {weights!r}"


GUARDS: tuple[Guard, ...] = (
    no_errors,
    approver_is_not_the_author,
    evidence_is_there,
    sample_is_the_named_one,
    tiers_stay_about_as_large,
    auc_does_not_fall,
)
"""The guards of every registry."""


def _refuse(attempt: Attempt, code: str, message: str) -> NoReturn:
    raise RegistryError(code, f"cannot {attempt}: {message}")


def _proposing(attempt: Attempt) -> str:
    """Return the next step of whoever has no evidence that counts."""
    first = "" if attempt.action == "propose" else "reject it, then "
    return f"{first}propose it with data= (--data), or with report= and impact="


def _named(sha256: str | None) -> str:
    return "nothing" if sha256 is None else sha256[:8]


def plural_days(days: float) -> str:
    """Return a number of days in words.

    Examples
    --------
    >>> plural_days(1), plural_days(0.5), plural_days(30)
    ('1 day', '0.5 days', '30 days')
    """
    return "1 day" if days == 1 else f"{exact(days)} days"
