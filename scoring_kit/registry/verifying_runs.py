"""What a registry holds of runs, compared with its versions and artefacts."""

from __future__ import annotations

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scoring_kit.errors import RegistryError, TamperingError
from scoring_kit.registry import artefacts, store
from scoring_kit.registry.replaying import Recorded
from scoring_kit.registry.run_records import SHORT, Run
from scoring_kit.registry.run_store import run_of
from scoring_kit.registry.schema import RunRow, ScorecardRow, VersionRow
from scoring_kit.tables.fingerprint import Fingerprint

AT_ONCE = 1_000
"""Runs that are read at once."""

Short = tuple[str, int]
"""The text of a fingerprint, and its number of rows; the blocks of many would take memory."""


async def recorded(session: AsyncSession, run: Run) -> Recorded:
    """Return all that is held of a run that is done.

    Raises
    ------
    TamperingError
        When the version, a fingerprint, or what the run says of them was changed.
    """
    card = await store.scorecard_row(session, run.scorecard)
    row = await store.version_row(session, card, run.version)
    version = await asyncio.to_thread(store.version_of, card.name, row)
    _check_version(run, version.sha256)
    data = await _fingerprint(session, run, run.fingerprint)
    result = await _fingerprint(session, run, _scores(run))
    _check_fingerprints(run, _short(data), _short(result))
    return Recorded(run, version, data, result)


async def verify_runs(session: AsyncSession, card: ScorecardRow) -> int:
    """Return how many runs a scorecard has, once all of them are as they were written.

    Raises
    ------
    TamperingError
        At the first that is of no version, or whose fingerprints are not those that were kept.
    """
    numbered = select(VersionRow.number, VersionRow.sha256)
    versions = await session.execute(numbered.where(VersionRow.scorecard_id == card.id))
    hashes = {row[0]: row[1] for row in versions}
    known: dict[str | None, Short] = {}
    count = 0
    query = select(RunRow).where(RunRow.scorecard_id == card.id).order_by(RunRow.started, RunRow.id)
    async for row in await session.stream_scalars(query.execution_options(yield_per=AT_ONCE)):
        run = run_of(card.name, row)
        _check_version(run, hashes.get(run.version))
        if run.status == "done":
            for sha256 in (run.fingerprint, _scores(run)):
                if sha256 not in known:
                    known[sha256] = _short(await _fingerprint(session, run, sha256))
            _check_fingerprints(run, known[run.fingerprint], known[_scores(run)])
        count += 1
    return count


def _check_version(run: Run, sha256: str | None) -> None:
    if run.document_hash != sha256:
        raise _changed(run, f"it names another hash than version {run.version} has")


def _check_fingerprints(run: Run, data: Short, result: Short) -> None:
    of_data = (run.lineage or {}).get("result", {}).get("fingerprint")
    if (data, result) != ((of_data, run.rows), (run.result, run.rows)):
        raise _changed(run, "its fingerprints are not those that were kept for it")


def _short(found: Fingerprint) -> Short:
    return found.text, found.rows


def _scores(run: Run) -> str | None:
    """Return the hash of the artefact with the fingerprint of the scores."""
    return (run.lineage or {}).get("scores")


async def _fingerprint(session: AsyncSession, run: Run, sha256: str | None) -> Fingerprint:
    try:
        return Fingerprint.from_json((await artefacts.load(session, sha256 or "")).text)
    except TamperingError:
        raise
    except (ValueError, RegistryError) as error:
        raise _changed(run, "a fingerprint that it names is not there") from error


def _changed(run: Run, message: str) -> TamperingError:
    text = f"run {run.id[:SHORT]} of {run.scorecard!r} was changed: {message}"
    return TamperingError("changed_run", text)
