"""Proposals as branches of git, for programs that wait for nothing."""

from __future__ import annotations

from functools import partial
from os import PathLike
from pathlib import Path
from typing import Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.display.numbers import plural
from scoring_kit.errors import RegistryError
from scoring_kit.impact import compare
from scoring_kit.registry import store
from scoring_kit.registry.async_base import AsyncBase
from scoring_kit.registry.asynchronous_views import Comparison, check_options
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.folder import home
from scoring_kit.registry.folder_names import file_name
from scoring_kit.registry.git_branch import Branch, Place, write_branch
from scoring_kit.registry.git_message import Told, message_of
from scoring_kit.registry.git_plumbing import work_tree
from scoring_kit.registry.loop import Work, in_a_thread
from scoring_kit.registry.moving import evidence_of
from scoring_kit.registry.records import PRODUCTION, Transition, Version
from scoring_kit.scorecard.changes import changes


class AsyncBranches(AsyncBase):
    """Proposals that git can review."""

    async def write_branch(
        self,
        name: str,
        number: int,
        repository: str | PathLike[str] = ".",
        *,
        environment: str = PRODUCTION,
        path: str | PathLike[str] | None = None,
        branch: str | None = None,
        base: str = "HEAD",
        by: str | None = None,
        data: object = None,
        work: Work = in_a_thread,
        **options: Unpack[Comparison],
    ) -> Branch:
        """Write a version as a branch with one commit; work: how what takes long is done."""
        check_options(data, options)
        await self.open()
        async with self._database.reading() as session:
            told, evidence = await _told(session, name, number, environment)
        exported = "/".join(home(name, "live", f"{file_name(environment)}.yaml"))
        default = f"propose/{file_name(name)}-{number}"

        def job() -> Branch:
            git = work_tree(Path(repository))
            whole = _with_impact(told, evidence, data, options)
            place = Place(git, exported if path is None else path, branch or default, base)
            actor = (told.proposal.actor if told.proposal else None) or told.version.author
            return write_branch(place, told.version.card, message_of(whole), by=by, actor=actor)

        return await work(partial(job))


async def _told(
    session: AsyncSession, name: str, number: int, environment: str
) -> tuple[Told, Evidence | None]:
    """Return what a registry knows of a version that is to go live, and how it was proposed.

    Raises
    ------
    RegistryError
        When there is no such version or environment, or the version is live there.
    """
    card = await store.scorecard_row(session, name)
    place = await store.known_environment(session, environment)
    version = store.version_of(name, await store.version_row(session, card, number))
    link = await store.live_transition(session, card, place)
    live: Version | None = None
    if link is not None:
        live = store.version_of(name, await store.version_row(session, card, link.number))
    if live is not None and live.number == version.number:
        message = f"version {number} of {name!r} is live in {place}; there is nothing to propose"
        raise RegistryError("state", message)
    links = await store.own_links(session, card, place, number)
    store.check_links(links)
    proposal = _proposal(links)
    evidence = None if proposal is None else await evidence_of(session, proposal)
    return Told(version, place, live, (), proposal), evidence


def _proposal(links: tuple[Transition, ...]) -> Transition | None:
    """Return how a version was proposed that still is, or was approved."""
    if not links or links[-1].after not in ("proposed", "approved"):
        return None
    return [link for link in links if link.action == "propose"][-1]


def _with_impact(told: Told, evidence: Evidence | None, data: object, options: Comparison) -> Told:
    """Return it with the changes, and the impact on the data, or else that of the evidence.

    Evidence against another version than is live says nothing of this change.
    """
    live = told.live
    changed = (
        ()
        if live is None
        else tuple(change.text for change in changes(live.card, told.version.card))
    )
    sample, impact = None, ()
    if data is not None and live is not None:
        impact = tuple(compare(live.card, told.version.card, data, **options).summary)
    elif evidence is not None and evidence.live == (None if live is None else live.sha256):
        sample = f"{evidence.sample.name} ({plural(evidence.sample.rows, 'row')})"
        impact = evidence.summary
    return Told(told.version, told.environment, live, changed, told.proposal, sample, impact)
