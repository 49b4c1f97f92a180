"""Peers with an environment of their own: run by `.venv-bench`, told what to do line by line.

`python benchmarks/outside.py DATA` fits optbinning's card on the first rows, prints its points as
JSON, then answers each name of a peer on standard input with the seconds of one scoring, and
each `name PATH` by also writing the scores there. It imports nothing of this project.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

EDGES = (-1.0, -0.25, 0.25, 1.0)
FITTED = 20_000
Points = dict[str, list[float]]
Scoring = Callable[[pd.DataFrame], object]


def optbinning_card(sample: pd.DataFrame) -> tuple[Scoring, Points]:
    """Fit a card with the given edges and return its points, which the others then use."""
    from optbinning import BinningProcess, Scorecard
    from sklearn.linear_model import LogisticRegression

    names = list(sample.columns)
    odds = sample.to_numpy() @ np.linspace(0.2, 0.6, len(names))
    target = (odds + np.random.default_rng(3).logistic(size=len(sample)) > 0).astype(int)
    fixed = {"user_splits": list(EDGES), "user_splits_fixed": [True] * len(EDGES)}
    process = BinningProcess(names, binning_fit_params=dict.fromkeys(names, fixed))
    card = Scorecard(binning_process=process, estimator=LogisticRegression())
    card.fit(sample, target)
    table = card.table(style="summary")
    bins = len(EDGES) + 1
    points = {name: table.Points[table.Variable == name].tolist()[:bins] for name in names}
    return card.score, points


def toad_card(points: Points) -> Scoring:
    """Return toad's scoring of the same points."""
    import toad

    card = toad.ScoreCard()
    texts = [f"[{low} ~ {high})" for low, high in _bounds()]
    card.load({name: dict(zip(texts, values, strict=True)) for name, values in points.items()})
    return card.predict


def scorecardpy_card(points: Points) -> Scoring:
    """Return scorecardpy's scoring of the same points."""
    import scorecardpy

    rows = [
        {"variable": name, "bin": f"[{low},{high})", "points": value}
        for name, values in points.items()
        for (low, high), value in zip(_bounds(), values, strict=True)
    ]
    base = {"variable": "basepoints", "bin": None, "points": 0.0}
    card = pd.DataFrame([base, *rows])
    return lambda data: scorecardpy.scorecard_ply(data, card)["score"]


def scikit_learn_card(points: Points, sample: pd.DataFrame) -> Scoring:
    """Return a pipeline of bins, one-hot columns and a linear model with the same points."""
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import KBinsDiscretizer

    count = len(EDGES) + 1
    binning = KBinsDiscretizer(count, encode="onehot", quantile_method="averaged_inverted_cdf")
    model = make_pipeline(binning, LinearRegression())
    model.fit(sample, np.zeros(len(sample)))
    for edges in binning.bin_edges_:
        edges[1:-1] = EDGES
    model[-1].coef_ = np.concatenate(list(points.values()))
    model[-1].intercept_ = 0.0
    return model.predict


def numpy_card(points: Points) -> Scoring:
    """Return what one writes with numpy: search the edges, take the points."""
    arrays = {name: np.array(values) for name, values in points.items()}

    def run(data: pd.DataFrame) -> np.ndarray:
        total = np.zeros(len(data))
        for name, values in arrays.items():
            total += values[np.searchsorted(EDGES, data[name].to_numpy(), side="right")]
        return total

    return run


def pandas_card(points: Points) -> Scoring:
    """Return what one writes with pandas: cut, then map."""
    limits = [-np.inf, *EDGES, np.inf]

    def run(data: pd.DataFrame) -> pd.Series:
        parts = [
            pd.cut(data[name], limits, right=False, labels=False).map(dict(enumerate(values)))
            for name, values in points.items()
        ]
        return sum(parts[1:], parts[0])

    return run


def _bounds() -> list[tuple[float, float]]:
    return list(zip([-np.inf, *EDGES], [*EDGES, np.inf], strict=True))


def main() -> None:
    """Answer until standard input ends; what peers print goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    data = pd.read_parquet(sys.argv[1])
    sample = data.head(FITTED)
    optbinning, points = optbinning_card(sample)
    peers: dict[str, Scoring] = {
        "numpy": numpy_card(points),
        "pandas": pandas_card(points),
        "toad": toad_card(points),
        "optbinning": optbinning,
        "scikit-learn": scikit_learn_card(points, sample),
        "scorecardpy": scorecardpy_card(points),
    }
    print(json.dumps({"edges": EDGES, "points": points}), file=answers, flush=True)
    for line in sys.stdin:
        name, *path = line.split(maxsplit=1)
        clock, work = time.perf_counter(), time.process_time()
        scores = peers[name](data)
        seconds = {"processor": time.process_time() - work, "wall": time.perf_counter() - clock}
        if path:
            np.save(path[0].strip(), np.asarray(scores, dtype=float).reshape(-1))
        print(json.dumps(seconds), file=answers, flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
