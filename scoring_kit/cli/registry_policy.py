"""`scoring-kit registry policy`: what has to be so before versions move on."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from scoring_kit.cli.output import AsJson, print_json, visible
from scoring_kit.cli.registry_options import At, By, KeyFile, Message, opened, who

if TYPE_CHECKING:
    from scoring_kit.registry import Policy

NONE = "none"
"""What takes a rule away."""

policy = typer.Typer(
    help="What has to be so before versions move on: show it, set it, withdraw it.",
    no_args_is_help=True,
)
SomeName = Annotated[
    str | None,
    Argument(
        metavar="NAME",
        help="A scorecard; else all that have no policy of their own.",
        show_default=False,
    ),
]
Evidence = Annotated[
    bool | None,
    Option("--evidence/--no-evidence", help="Whether a proposal needs it.", show_default=False),
]
AuthorMayApprove = Annotated[
    bool | None,
    Option(
        "--author-may-approve/--author-may-not-approve",
        help="Whether whoever wrote a version may approve it.",
        show_default=False,
    ),
]
MaxAge = Annotated[
    str | None,
    Option("--max-age-days", metavar="DAYS", help="How old evidence may be.", show_default=False),
]
Sample = Annotated[
    str | None,
    Option(
        "--sample", metavar="NAME", help="The sample that evidence is made on.", show_default=False
    ),
]
TierChange = Annotated[
    str | None,
    Option(
        "--tier-change",
        metavar="SHARE",
        help="By which share of the rows, 0 to 1, a tier may grow or shrink.",
        show_default=False,
    ),
]
AucFall = Annotated[
    str | None,
    Option(
        "--auc-fall", metavar="NUMBER", help="By how much the AUC may fall.", show_default=False
    ),
]
Outcome = Annotated[
    str | None,
    Option("--outcome", metavar="COLUMN", help="Whose AUC counts.", show_default=False),
]
Event = Annotated[
    str | None,
    Option("--event", metavar="VALUE", help="What counts as the event in it.", show_default=False),
]


@policy.command("show")
def show_policy(name: SomeName = None, registry: At = None, as_json: AsJson = False) -> None:
    """Show the policy that counts, for a scorecard or for all without one of their own.

    Example: scoring-kit registry policy show book_club
    """
    with opened(registry) as reg:
        found = reg.policy(name)
    _tell(found, as_json=as_json)


@policy.command("set")
def set_policy(
    message: Message,
    name: SomeName = None,
    evidence: Evidence = None,
    author_may_approve: AuthorMayApprove = None,
    max_age_days: MaxAge = None,
    sample: Sample = None,
    tier_change: TierChange = None,
    auc_fall: AucFall = None,
    outcome: Outcome = None,
    event: Event = None,
    by: By = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Change the policy that counts: rules that are not named stay, and "none" takes one away.

    Example: scoring-kit registry policy set book_club --tier-change 0.05 -m "Careful" --by carol
    """
    actor = who(by, key_file)
    numbers = {"max_age_days": max_age_days, "tier_change": tier_change, "auc_fall": auc_fall}
    given: dict[str, Any] = {"evidence": evidence, "author_may_approve": author_may_approve}
    changes = {field: value for field, value in given.items() if value is not None}
    changes |= {field: _number(field, text) for field, text in numbers.items() if text is not None}
    texts = {"sample": sample, "outcome": outcome, "event": event}
    changes |= {field: _text(text) for field, text in texts.items() if text is not None}
    if not changes:
        raise typer.BadParameter("name a rule to change, such as --tier-change 0.05")
    with opened(registry, key_file) as reg:
        changed = replace(reg.policy(name), **changes)
        reg.set_policy(changed, message, by=actor, name=name)
    _tell(changed, as_json=as_json)


@policy.command("withdraw")
def withdraw_policy(
    message: Message,
    name: SomeName = None,
    by: By = None,
    registry: At = None,
    key_file: KeyFile = None,
    as_json: AsJson = False,
) -> None:
    """Let the policy of a scorecard count no more, and show the one that does then.

    Example: scoring-kit registry policy withdraw book_club -m "Like all others" --by carol
    """
    actor = who(by, key_file)
    with opened(registry, key_file) as reg:
        reg.withdraw_policy(message, by=actor, name=name)
        found = reg.policy(name)
    _tell(found, as_json=as_json)


def _text(text: str) -> str | None:
    return None if text == NONE else text


def _number(field: str, text: str) -> float | None:
    if text == NONE:
        return None
    try:
        number = float(text)
    except ValueError:
        option = "--" + field.replace("_", "-")
        message = f"{option}: a number or {NONE} is expected, found {text!r}"
        raise typer.BadParameter(message) from None
    return int(number) if number.is_integer() else number


def _tell(found: Policy, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(found))
        return
    for field, value in asdict(found).items():
        shown = NONE if value is None else value
        shown = ("no", "yes")[value] if isinstance(value, bool) else shown
        typer.echo(visible(f"{field.replace('_', ' ')}: {shown}"))
