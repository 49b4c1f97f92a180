"""Drafts by machine code against the same by passes of numpy, to the bit."""

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground import room, workers
from scoring_kit.playground.compiled import compile_kernels
from scoring_kit.playground.moves import moved
from scoring_kit.playground.quick import Given, QuickScores
from scoring_kit.playground.room import Room
from scoring_kit.playground.standing import Scale
from scoring_kit.playground.values import CodedColumn, coded
from scoring_kit.playground.workers import Workers

ROWS = 10_000
NAMES = ("a", "b", "c", "d")
KERNELS = compile_kernels()


def card(*weights, tiers=2):
    of = [
        {"criterion": name, "missing": "reweight", "range": [0, 100], "weight": weight}
        for name, weight in zip(NAMES, weights, strict=True)
    ]
    return sk.parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "loops",
            "score": {"aggregate": "mean", "of": of},
        }
        | (
            {"tiers": {name: 60 - 5 * n for n, name in enumerate("ABCDEFG"[:tiers])}}
            if tiers
            else {}
        )
    )


def given():
    draw = np.random.default_rng(3)
    values = {name: (draw.random(ROWS) * 100).astype(np.float32) for name in NAMES}
    values["b"][draw.random(ROWS) < 0.1] = np.nan
    values["d"][draw.random(ROWS) < 0.1] = np.nan
    scored = draw.random(ROWS) > 0.01
    return Given(values=values, missing={}, fires={}, scored=scored)


def frames(threads, tiers):
    """Return what each step of a drag gives: weights, then values by code."""
    first = card(1, 2, 3, 4, tiers=tiers)
    scores, place = QuickScores(first, given(), threads), Room(ROWS, threads)
    inputs = np.tile([1.0, 2.0, 3.0, np.nan], ROWS // 4)
    codes = coded(inputs)
    live, found = None, []
    for step in range(6):
        if step >= 2:
            values = np.array([10.0, 20.0 + step, 90.0, np.nan], np.float32)
            scores.put("b", CodedColumn(codes, values))
        draft = card(1 + step / 10, 2, 3 - step / 10, 4, tiers=tiers)
        scores.turn_to(draft)
        standing = place.standing(draft, scores.scores, Scale(-10.0, 120.0))
        if live is None:
            live = standing
            place = Room(ROWS, threads)  # so that it stays
        movers = moved(standing, live, threads)
        arrays = (standing.scores, standing.codes, standing.tiers, standing.counts)
        found.append(([item.copy() for item in (*arrays, standing.tier_counts)], movers))
    return found


@pytest.mark.parametrize("tiers", [0, 1, 2, 4, 5, 7])
@pytest.mark.parametrize("block", [999, 65_536])
def test_each_step_is_the_same_by_either(monkeypatch, block, tiers):
    assert KERNELS is not None
    monkeypatch.setattr(workers, "BLOCK", block)
    monkeypatch.setattr(workers, "WIDE_BLOCK", block + 1)
    monkeypatch.setattr(room, "EXACT_RANKS_UP_TO", 10)
    by_kernels = frames(Workers(2, kernels=lambda: KERNELS), tiers)
    both = zip(by_kernels, frames(Workers(2), tiers), strict=True)
    for (arrays, movers), (expected, expected_movers) in both:
        for one, other in zip(arrays, expected, strict=True):
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        for name in ("up", "down", "crossed_up", "crossed_down", "mean_move", "largest_change"):
            assert getattr(movers, name) == getattr(expected_movers, name)
        # sums in 32 bits, in another order
        assert movers.mean_change == pytest.approx(expected_movers.mean_change, rel=1e-5)
    assert movers.up > 0
    assert movers.largest_change > 0


@pytest.mark.parametrize("count", [1, 3, 4, 5])
def test_an_infinite_score_reaches_the_cuts_that_there_are_and_no_others(count):
    assert KERNELS is not None
    cuts = np.arange(60, 60 - 5 * count, -5, dtype=np.float32)
    scores = np.array([np.inf, 60, np.nan, -np.inf], np.float32)
    tiers, reached = np.empty(4, np.int8), np.empty(count, np.int64)
    KERNELS.grade(scores, cuts, tiers, reached)
    assert tiers.tolist() == [0, 0, count, count]
    assert reached.tolist() == [2] * count
