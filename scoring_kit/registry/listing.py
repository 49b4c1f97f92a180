"""All scorecards of a registry at a glance: versions, what is live, what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from scoring_kit.registry.records import Transition
from scoring_kit.registry.schema import LiveRow, ScorecardRow, TransitionRow
from scoring_kit.registry.store import transition_of

WAITING = ("proposed", "approved")
"""States in which a version waits for somebody."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A scorecard in the list of all.

    live: what made its live versions live. waiting: what was done last with versions that are
    proposed or approved, the newest first. last: what was done last at all.
    """

    name: str
    versions: int
    live: tuple[Transition, ...]
    waiting: tuple[Transition, ...]
    last: Transition | None


async def listing(session: AsyncSession) -> tuple[Listed, ...]:
    """Return all scorecards by name."""
    cards = list(await session.scalars(select(ScorecardRow)))
    names = {card.id: card.name for card in cards}
    found = [await _links(session, query, names) for query in (_LIVE, _WAITING, _LAST)]
    return tuple(
        Listed(card.name, card.versions, live, waiting[::-1], last[-1] if last else None)
        for card in sorted(cards, key=lambda card: card.name)
        for live, waiting, last in [[each.get(card.id, ()) for each in found]]
    )


async def _links(
    session: AsyncSession, query: Select[TransitionRow], names: Mapping[int, str]
) -> dict[int, tuple[Transition, ...]]:
    order = (TransitionRow.scorecard_id, TransitionRow.sequence)
    rows = await session.scalars(query.order_by(*order))
    return {key: _told(each, names[key]) for key, each in groupby(rows, lambda x: x.scorecard_id)}


def _told(rows: Iterable[TransitionRow], name: str) -> tuple[Transition, ...]:
    return tuple(transition_of(name, row) for row in rows)


_later = aliased(TransitionRow)
_LIVE = select(TransitionRow).join(
    LiveRow,
    and_(
        LiveRow.scorecard_id == TransitionRow.scorecard_id,
        LiveRow.environment == TransitionRow.environment,
        LiveRow.revision == TransitionRow.revision,
        LiveRow.number == TransitionRow.number,
        TransitionRow.after == "live",
    ),
)
_WAITING = select(TransitionRow).where(
    or_(*(TransitionRow.after == state for state in WAITING)),
    ~select(_later.sequence)
    .where(
        _later.scorecard_id == TransitionRow.scorecard_id,
        _later.environment == TransitionRow.environment,
        _later.number == TransitionRow.number,
        _later.sequence > TransitionRow.sequence,
    )
    .exists(),
)
_LAST = select(TransitionRow).join(
    ScorecardRow,
    and_(
        ScorecardRow.id == TransitionRow.scorecard_id,
        ScorecardRow.transitions == TransitionRow.sequence,
    ),
)
