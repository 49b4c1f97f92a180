"""Reasons that rows have under one version and not under another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Texts
from scoring_kit.engines.growing import small_kind
from scoring_kit.impact.pair import version_of
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.reason_texts import reason_codes, reason_text

Places = npt.NDArray[np.signedinteger[Any]]


def codes_of(card: Scorecard) -> tuple[str, ...]:
    """Return all codes that rows can have, those of knock-outs last."""
    return tuple(dict.fromkeys((*reason_codes(card), *(out.code for out in card.knock_outs))))


def reason_changes(
    live: Scorecard, was: Sequence[Texts], candidate: Scorecard, now: Sequence[Texts]
) -> list[dict[str, Any]]:
    """Return how many rows have each code among their reasons, at whatever rank.

    was, now: the codes at each rank, (rows,) each.

    Returns
    -------
    list of dict
        Of each code of the candidate, then of those that live has only: ``code``, ``text`` (None
        where it has none), ``version`` that can give it (both, live, candidate), ``live_rows``
        and ``rows`` with it, ``gained`` (rows that have it under the candidate only) and ``lost``
        (under live only).
    """
    old, new = codes_of(live), codes_of(candidate)
    codes = tuple(dict.fromkeys((*new, *old)))
    before, after = ([_places(each, codes) for each in texts] for texts in (was, now))
    counts = (
        _counted(before, len(codes)),
        _counted(after, len(codes)),
        _counted(_unshared(after, before), len(codes)),
        _counted(_unshared(before, after), len(codes)),
    )
    return [
        {
            "code": code,
            "text": reason_text(candidate if code in new else live, code),
            "version": version_of(code, old, new),
            **dict(zip(("live_rows", "rows", "gained", "lost"), numbers, strict=True)),
        }
        for code, numbers in zip(codes, zip(*counts, strict=True), strict=True)
    ]


def _places(texts: Texts, codes: Sequence[str]) -> Places:
    """Return the place of each row's code among all, -1 for none."""
    places = [*(codes.index(name) for name in texts.names if name), -1]
    table = np.array(places, small_kind(len(codes)))
    # the one text of an ENUM of nothing is empty, and no row has it
    return table[texts.codes]


def _unshared(some: Sequence[Places], others: Sequence[Places]) -> list[Places]:
    """Return the places with -1 where another rank of the other version has the same."""
    found: list[Places] = []
    for places in some:
        is_shared = np.zeros(len(places), np.bool_)
        for other in others:
            is_shared |= places == other
        found.append(np.where(is_shared, -1, places))
    return found


def _counted(ranks: Sequence[Places], count: int) -> list[int]:
    total = np.zeros(count + 1, np.intp)
    for places in ranks:
        # -1, no reason, counts last
        total += np.bincount(
            np.where(places < 0, places.dtype.type(count), places), minlength=count + 1
        )
    return total[:-1].tolist()
