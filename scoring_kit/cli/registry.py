"""`scoring-kit registry`: its commands together, in the order of the work."""

from __future__ import annotations

import typer

from scoring_kit.cli.registry_branch import branch
from scoring_kit.cli.registry_compare import compare
from scoring_kit.cli.registry_files import export, import_
from scoring_kit.cli.registry_moves import approve, promote, reject, rollback
from scoring_kit.cli.registry_people import keys, users
from scoring_kit.cli.registry_policy import policy
from scoring_kit.cli.registry_propose import propose
from scoring_kit.cli.registry_runs import replay, runs, score
from scoring_kit.cli.registry_upkeep import audit, environments, upgrade, verify
from scoring_kit.cli.registry_versions import add, history, list_scorecards, live, show


def create_registry_commands() -> typer.Typer:
    """Return the commands of a registry, to stand below `registry`."""
    commands = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode="rich",
        help="Versions of scorecards, what is live where since when, and who said so.",
        epilog="The address is that of --registry, or of SCORING_KIT_REGISTRY; the key that of "
        "SCORING_KIT_KEY, or of --key-file.",
    )
    for command in (upgrade, add):
        commands.command()(command)
    commands.command("list")(list_scorecards)
    for command in (show, compare, history, live, propose, approve, reject, promote, rollback):
        commands.command()(command)
    for command in (score, runs, replay, audit, verify, export):
        commands.command()(command)
    commands.command("import")(import_)
    commands.command()(branch)
    groups = {"policy": policy, "environments": environments, "users": users, "keys": keys}
    for name, group in groups.items():
        commands.add_typer(group, name=name)
    return commands
