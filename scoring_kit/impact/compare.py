"""Compares two versions of a scorecard on the rows of a table: `compare`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, cast

from scoring_kit.compiler.pairs import CANDIDATE, LIVE, SEGMENT
from scoring_kit.engines.arrays import Outputs, Texts
from scoring_kit.engines.opening import Source
from scoring_kit.engines.pairs import pair_arrays, pair_sums
from scoring_kit.engines.parts import find_parting
from scoring_kit.engines.progress import progress_bar
from scoring_kit.expression.words import Type
from scoring_kit.impact.figures import PairedRows, figures_of
from scoring_kit.impact.impact import Impact
from scoring_kit.impact.pair import Pair, pair_of
from scoring_kit.impact.ranks import competition_ranks
from scoring_kit.impact.rows import DeltaRows, check_keys
from scoring_kit.impact.scored import RankedScores, tier_codes
from scoring_kit.impact.segments import MOST_SEGMENTS, check_parted
from scoring_kit.scorecard.document import checked
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.frames import shallow_copy
from scoring_kit.tables.names import column_names
from scoring_kit.tables.table import Table, check_columns

RESULTS = ("score", "unrounded", "tier", "status")


def compare(
    live: Scorecard,
    candidate: Scorecard,
    data: object,
    *,
    segments: str | Sequence[str] = (),
    top: int | None = None,
    key: str | Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    types: Mapping[str, str] | None = None,
    table: str | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
    temp_directory: str | PathLike[str] | None = None,
    temp_limit: str | None = None,
    time_limit: float | None = None,
    progress: bool | None = None,
) -> Impact:
    """Return what changes for the rows of a table from the live version to a candidate.

    DuckDB scores both versions in one pass and adds contributions up in another; of each row
    some 90 bytes are needed meanwhile, however many columns the table has.

    Parameters
    ----------
    live, candidate
        The versions. Their criteria, inputs and tiers are matched by name and may differ.
    data
        As in `score`.
    segments
        Columns to tell winners and losers apart by: text, booleans or numbers. The 40 largest
        segments of each are told apart, then the others together, then rows without a value.
    top
        Ranks that count as the top; a tenth of the rows, at most 1000, unless given.
    key
        Columns that identify a row; the candidate's `key` unless given. Without any, rows are
        called by their number in the order of the table.
    parameters
        Values of the parameters of both versions; each gets those that it declares.
    types, table, threads, memory_limit, temp_directory, temp_limit, time_limit
        As in `score`.
    progress
        Notebooks and terminals show a bar when this takes longer than a second; with True at
        once, with False never.

    Raises
    ------
    DataError
        When the table lacks a column or one has another type, a key stands in several rows or
        a row has none, or rows cannot be parted by a segment column.
    CompileError
        When a parameter is not given, or a normalisation is not fitted.
    ValueError
        When `top` is less than 1.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> live, data = sk.example("book_club")
    >>> candidate = live.model_copy(update={"tiers": (("A", 55.0), *live.tiers[1:])})
    >>> impact = sk.compare(live, candidate, data, segments="gender")
    >>> impact.segments[["segment", "rows", "up", "down"]].to_dict("split")["data"]
    [['female', 2818, 151, 0], ['male', 1182, 63, 0]]
    """
    _check_top(top)
    live, candidate = checked(live), checked(candidate)
    keys = candidate.key if key is None else column_names(key)
    columns = column_names(segments)
    data = shallow_copy(data)
    limits = {"memory_limit": memory_limit, "temp_directory": temp_directory}
    limits |= {"temp_limit": temp_limit, "threads": threads}
    known, read = _read(live, candidate, types or {})
    source = Source(data, known, table, limits, time_limit)
    engine, opened = source.open((*keys, *columns, *read))
    _check_segments(opened, columns)
    pair = pair_of(live, candidate, opened, parameters or {}, columns)
    index = getattr(data, "index", None) if hasattr(data, "iloc") else None
    rows = DeltaRows(engine, pair.plan, opened, keys, index)
    with (
        progress_bar(progress, f"comparing versions of {candidate.name}") as look,
        engine.reporting(look),
    ):
        check_keys(engine, opened, keys)
        sums = pair_sums(engine, pair.plan, opened)
        figures = figures_of(pair, _rows_of(pair, rows, columns), sums, top)
    return Impact(live, candidate, figures, rows)


def _check_top(top: int | None) -> None:
    if top is not None and top < 1:
        raise ValueError(f"top is a number of ranks, at least 1; found {top}")


def _check_segments(opened: Table, columns: Sequence[str]) -> None:
    check_columns(opened, columns)
    for name in columns:
        check_parted(name, opened.columns[name].kind)


def _read(
    live: Scorecard, candidate: Scorecard, given: Mapping[str, str]
) -> tuple[dict[str, Type], list[str]]:
    """Return the types of columns that are known, and the columns that either version reads."""
    both = [input_types(live), input_types(candidate)]
    known = {name: kind for each in both for name, kind in each.types.items() if kind is not None}
    read = dict.fromkeys(name for each in both for name in (*each.types, *each.read))
    return {**known, **{name: Type(kind) for name, kind in given.items()}}, list(read)


def _rows_of(pair: Pair, rows: DeltaRows, columns: Sequence[str]) -> PairedRows:
    """Return the rows of a pair, scored in one pass over the table."""
    engine, opened = rows.engine, rows.table
    partings = {
        f"{SEGMENT}{name}": find_parting(engine, opened, name, MOST_SEGMENTS) for name in columns
    }
    results = [f"{side}{name}" for side in (LIVE, CANDIDATE) for name in RESULTS]
    reasons = [pair.reasons(side) for side in (LIVE, CANDIDATE)]
    plan = pair.plan.only([*results, *reasons[0], *reasons[1], *partings])
    found, parts = pair_arrays(engine, plan, opened, partings)
    was, now = ([cast("Texts", found[name]) for name in names] for names in reasons)
    return PairedRows(
        _scored(pair.live, found, LIVE),
        _scored(pair.candidate, found, CANDIDATE),
        was,
        now,
        {name: parts[f"{SEGMENT}{name}"] for name in columns},
    )


def _scored(card: Scorecard, found: Outputs, side: str) -> RankedScores:
    """Take the scores of a version from what was found; unrounded ones only make ranks."""
    score, unrounded, tier, status = (cast("Any", found.pop(f"{side}{name}")) for name in RESULTS)
    codes = tier_codes(tier, [name for name, _ in card.tiers])
    return RankedScores(card, score, codes, status, competition_ranks(unrounded))
