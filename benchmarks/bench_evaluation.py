"""AUC and KS of many rows with a published score, beside scikit-learn's AUC alone.

Both start from the same pandas DataFrame: a score that is rounded to two digits, as published
scores are, and a boolean outcome. scikit-learn sorts the rows; here they are counted by score.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

import scoring_kit as sk
from benchmarks.measure import interleave, ratio
from benchmarks.report import Report

OURS, THEIRS = "scoring_kit: AUC and KS", "scikit-learn: AUC"
AT_LEAST = 10.0
TOLERANCE = 1e-12


def run(report: Report, rows: int, *, rounds: int = 5) -> None:
    """Compare both AUCs, then time them in turn."""
    frame = samples(rows)
    difference = abs(both(frame)[0] - theirs(frame))
    report.equal(f"AUC of {rows:,} rows", difference, TOLERANCE)
    alternatives = {OURS: lambda: both(frame), THEIRS: lambda: theirs(frame)}
    timings = interleave(alternatives, rounds=rounds, warm=1)
    different = frame["score"].nunique()
    title = f"AUC and KS, {rows:,} rows, {different:,} different scores"
    report.timings(title, timings, OURS)
    for clock in ("wall", "processor"):
        faster = ratio(timings[THEIRS], timings[OURS], clock)
        report.at_least(f"times as fast as roc_auc_score, {rows:,} rows, {clock}", faster, AT_LEAST)


def samples(rows: int) -> pd.DataFrame:
    """Return rows whose outcome is more frequent where the score is high."""
    draw = np.random.default_rng(20260101)
    score = draw.normal(50.0, 12.0, rows).clip(0.0, 100.0).round(2)
    came = draw.random(rows) < 1.0 / (1.0 + np.exp((70.0 - score) / 12.0))
    return pd.DataFrame({"score": score, "came": came})


def both(frame: pd.DataFrame) -> tuple[float | None, float | None]:
    """Return AUC and KS by this library."""
    found = sk.evaluate(frame, "came", bootstrap=0)
    return found.auc, found.ks


def theirs(frame: pd.DataFrame) -> float:
    """Return AUC by scikit-learn."""
    return float(roc_auc_score(frame["came"], frame["score"]))
