"""Writes what an export holds into a registry that has none of it yet, or the beginning."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import ConflictError, TamperingError
from scoring_kit.registry import store
from scoring_kit.registry.audit import (
    CLAIMED,
    FOREIGN_KEY,
    NEW_SCORECARD,
    Deed,
    Who,
    audited,
    owner_words,
)
from scoring_kit.registry.exporting import rows_of
from scoring_kit.registry.folder_contents import POLICY, RUN, Contents, Kept, Row
from scoring_kit.registry.identity import Writing, principal_of, record_of
from scoring_kit.registry.policies import SET_POLICY, audit_message
from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import (
    ArtefactRow,
    AuditRow,
    Base,
    EnvironmentRow,
    KeyRow,
    LiveRow,
    PolicyRow,
    RunRow,
    ScorecardRow,
    TransitionRow,
    VersionRow,
)
from scoring_kit.registry.verifying import verify

AT_ONCE = 500
"""Rows that one statement writes."""

T = TypeVar("T")

Load = Callable[[Row], bytes]
"""Gives the content of an artefact."""


@dataclass(frozen=True, slots=True)
class News:
    """What a registry lacks of a scorecard."""

    row: ScorecardRow
    card: Kept
    links: tuple[Transition, ...]
    policies: tuple[Row, ...]
    runs: tuple[Row, ...]

    @property
    def is_first(self) -> bool:
        """Whether the registry had nothing of it."""
        return self.links[:1] == self.card.links[:1]

    @property
    def added(self) -> tuple[Transition, ...]:
        """The links by which versions were added."""
        return tuple(link for link in self.links if link.action == "add")


async def take_in(writing: Writing, contents: Contents, load: Load) -> dict[str, int]:
    """Write what the registry lacks, all or nothing, and verify it; return how much that was.

    Raises
    ------
    ConflictError
        Where the registry goes otherwise than the export, with every place.
    """
    session, forks = writing.session, list[str]()
    news = [await _news(session, card, forks) for card in contents.cards]
    common = select(PolicyRow).where(PolicyRow.scorecard_id.is_(None)).order_by(PolicyRow.id)
    there = await rows_of(session, common, POLICY)
    policies = _rest(there, contents.policies, "policy {} of all scorecards", forks)
    if forks:
        hint = "two registries that parted cannot become one; nothing was changed"
        raise ConflictError("forked", "\n".join([f"the export goes otherwise; {hint}:", *forks]))
    environments = await _add_environments(session, contents.environments)
    artefacts = await _add_artefacts(session, contents.artefacts, load)
    for item in news:
        await _add_card(session, item)
    await _insert(session, PolicyRow, [{**policy, "scorecard_id": None} for policy in policies])
    await session.flush()
    await _audit(writing, news, policies)
    await verify(session)
    return {
        "scorecard": sum(item.is_first for item in news),
        "version": sum(len(item.added) for item in news),
        "transition": sum(len(item.links) for item in news),
        "run": sum(len(item.runs) for item in news),
        "artefact": artefacts,
        "policy": len(policies) + sum(len(item.policies) for item in news),
        "environment": environments,
    }


# ---- what is new ---------------------------------------------------------------------------


async def _news(session: AsyncSession, card: Kept, forks: list[str]) -> News:
    """Return what the registry lacks of a scorecard, which is locked; note where it forked."""
    row = await store.new_or_known(session, card.name)
    links = await store.transitions(session, row)
    policies = select(PolicyRow).where(PolicyRow.scorecard_id == row.id).order_by(PolicyRow.id)
    there = await rows_of(session, policies, POLICY)
    return News(
        row,
        card,
        _rest(links, card.links, f"{card.name}: link {{}}", forks),
        _rest(there, card.policies, f"{card.name}: policy {{}}", forks),
        await _new_runs(session, card, forks),
    )


def _rest(there: Sequence[T], told: Sequence[T], where: str, forks: list[str]) -> tuple[T, ...]:
    """Return what follows on what is there, which may also go further; note the first fork."""
    for number, (one, other) in enumerate(zip(there, told, strict=False), 1):
        if one != other:
            forks.append(f"- {where.format(number)} is another one")
            break
    return tuple(told[len(there) :])


async def _new_runs(session: AsyncSession, card: Kept, forks: list[str]) -> tuple[Row, ...]:
    known: dict[str, Row] = {}
    for part in _parts([run["id"] for run in card.runs]):
        rows = await rows_of(session, select(RunRow).where(RunRow.id.in_(part)), RUN)
        known |= {row["id"]: row for row in rows}
    for run in card.runs:
        if known.get(run["id"], run) != run:
            forks.append(f"- {card.name}: run {run['id']} is another one")
    return tuple(run for run in card.runs if run["id"] not in known)


# ---- what is written -----------------------------------------------------------------------


async def _add_environments(session: AsyncSession, names: Collection[str]) -> int:
    known = set(await session.scalars(select(EnvironmentRow.name)))
    missing = [{"name": name} for name in names if name not in known]
    await _insert(session, EnvironmentRow, missing)
    return len(missing)


async def _add_artefacts(session: AsyncSession, artefacts: Sequence[Row], load: Load) -> int:
    """Write what is not kept yet, one at a time, as each may be large; return how many."""
    known: set[str] = set()
    for part in _parts([row["sha256"] for row in artefacts]):
        query = select(ArtefactRow.sha256).where(ArtefactRow.sha256.in_(part))
        known |= set(await session.scalars(query))
    missing = [row for row in artefacts if row["sha256"] not in known]
    for row in missing:
        content = await asyncio.to_thread(load, row)
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            message = f"the artefact {row['sha256'][:8]} was changed while it was read"
            raise TamperingError("changed_folder", message)
        await _insert(session, ArtefactRow, [{**row, "content": content}])
    return len(missing)


async def _add_card(session: AsyncSession, news: News) -> None:
    card, owner = news.card, {"scorecard_id": news.row.id}
    versions = [
        {
            **owner,
            "number": link.number,
            "sha256": link.sha256,
            "document": card.documents[link.number - 1],
            "author": link.actor,
            "message": link.message,
            "created": link.at,
        }
        for link in news.added
    ]
    await _insert(session, VersionRow, versions)
    await _insert(session, TransitionRow, [{**owner, **_values(link)} for link in news.links])
    await _insert(session, PolicyRow, [{**owner, **policy} for policy in news.policies])
    await _insert(session, RunRow, [{**owner, **run} for run in news.runs])
    if news.links:
        news.row.versions, news.row.transitions = len(card.documents), len(card.links)
        news.row.head = card.head
        await _set_live(session, news)


async def _set_live(session: AsyncSession, news: News) -> None:
    """Move the pointers to the live versions to where the history has them."""
    table = Base.metadata.tables[LiveRow.__tablename__]  # the mapped class counts revisions itself
    moved_here = {link.environment for link in news.links if link.after == "live"}
    lives = news.card.lives().items()
    for place, link in ((place, link) for place, link in lives if place in moved_here):
        facts = {"number": link.number, "revision": link.revision}
        here = (table.c.scorecard_id == news.row.id) & (table.c.environment == place)
        moved = await session.execute(update(table).where(here).values(**facts).returning(here))
        if moved.first() is None:
            where = {"scorecard_id": news.row.id, "environment": place}
            await session.execute(insert(table).values(**where, **facts))


async def _audit(writing: Writing, news: Sequence[News], common: Sequence[Row]) -> None:
    """Tell the audit of new scorecards and policies, and of keys that this registry lacks."""
    keys = await writing.session.scalars(select(KeyRow))
    told = select(AuditRow.message).where(AuditRow.action == FOREIGN_KEY, AuditRow.code == "done")
    known = {owner_words(principal_of(record_of(key)).identity, key.user) for key in keys}
    known |= set(await writing.session.scalars(told))
    links = [(link.identity, link.actor) for item in news for link in item.links]
    rows = [*common, *(row for item in news for row in (*item.policies, *item.runs))]
    owners = dict.fromkeys([*links, *((row["identity"], row["actor"]) for row in rows)])
    for identity, actor in owners:
        words = owner_words(identity, actor)
        if identity != CLAIMED and words not in known:
            await writing.audited(words, action=FOREIGN_KEY)
    for item in (item for item in news if item.is_first):
        await writing.audited("imported", action=NEW_SCORECARD, scorecard=item.card.name)
    for name, policies in ((None, common), *((item.card.name, item.policies) for item in news)):
        for row in policies:  # as it was told when it was set
            who, deed = Who(row["actor"], row["identity"]), Deed(SET_POLICY, "admin", name)
            message = audit_message(row["sha256"], row["message"])
            await audited(writing.session, who, deed, row["clock"], message)


async def _insert(session: AsyncSession, row: type[Base], rows: Sequence[Row]) -> None:
    for part in _parts(rows):
        await session.execute(insert(row), [dict(values) for values in part])


def _values(link: Transition) -> dict[str, object]:
    names = (field.name for field in fields(Transition) if field.name != "scorecard")
    return {name: getattr(link, name) for name in names}


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
