"""What simple fitted models make of the same rows: a yardstick for a card made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.errors import DataError, Problem
from scoring_kit.evaluation.cells import Sample, sample_of
from scoring_kit.evaluation.counting import Asked, event_sql, known_weights, segment_codes
from scoring_kit.evaluation.delong import auc_difference, auc_estimate
from scoring_kit.evaluation.metrics import METRICS
from scoring_kit.evaluation.reading import REFUSAL, Opened
from scoring_kit.expression.words import Type
from scoring_kit.optional import require

Model = Literal["logistic", "boosting"]
Models = Sequence[Model]
Matrix = Floats
SHOWN = ("auc", "gini", "ks", "average_precision", "lift")
PURPOSE = "a yardstick of fitted models"


@dataclass(frozen=True, slots=True)
class Learning:
    """Rows to learn from: inputs (rows, columns) with NaN where missing, and which are codes."""

    sample_rows: int
    all_rows: int
    inputs: Matrix
    is_code: tuple[bool, ...]
    events: Any
    scores: Floats
    weights: Any


def yardstick_rows(
    opened: Opened,
    asked: Asked,
    models: Models,
    inputs: Sequence[str] | None,
    folds: int,
    seed: int,
    most_rows: int,
    z: float,
) -> list[dict[str, Any]]:
    """Return a row for the card and one for each model; see `Evaluation.yardstick`."""
    for name in models:
        if name not in get_args(Model):
            allowed = ", ".join(get_args(Model))
            raise ValueError(f"a model is one of {allowed}, found {name!r}")
    require("sklearn", PURPOSE)
    known = tuple(n for n in opened.inputs if n not in (asked.outcome, asked.weights))
    rows = _read(opened, asked, known if inputs is None else tuple(inputs), seed, most_rows)
    least = min(int((rows.events == kind).sum()) for kind in (0, 1))
    if least < folds:
        message = f"{folds} folds need {folds} rows of each class, found {least}; use fewer folds"
        raise DataError([Problem("too_few_rows", asked.outcome, message)], refusal=REFUSAL)
    own = sample_of(rows.scores, rows.events, rows.weights)
    found = [_row(opened.name, own, own, rows, z)]
    for name in models:
        predicted = _predicted(name, rows, folds, seed)
        sample = sample_of(predicted, rows.events, rows.weights, other=rows.scores)
        found.append(_row(name, sample, own, rows, z))
    return found


def _row(name: str, sample: Sample, own: Sample, rows: Learning, z: float) -> dict[str, Any]:
    estimate = auc_estimate(sample)
    ends = None if estimate is None else estimate.interval(z, within=(0.0, 1.0))
    gain = None if sample is own else auc_difference(sample)
    gained = None if gain is None else gain.interval(z)
    return {
        "name": name,
        "rows": rows.sample_rows,
        "of": rows.all_rows,
        **{metric: METRICS[metric].value(sample) for metric in SHOWN},
        "auc_low": None if ends is None else ends[0],
        "auc_high": None if ends is None else ends[1],
        "gain": None if gain is None else gain.value,
        "gain_low": None if gained is None else gained[0],
        "gain_high": None if gained is None else gained[1],
        "p_value": None if gain is None else gain.p_value,
    }


def _read(
    opened: Opened, asked: Asked, names: Sequence[str], seed: int, most_rows: int
) -> Learning:
    """Return the usable rows, drawn with a seed where there are more than are wanted."""
    if not names:
        message = "there are no inputs to learn from; name inputs=[...]"
        raise DataError([Problem("columns_missing", "", message)], refusal=REFUSAL)
    opened = opened.with_columns(names)
    table, relation = opened.table, opened.relation
    columns = {f"input {n}": _input(opened, name, table) for n, name in enumerate(names)}
    items = {
        "score": opened.score,
        "event": event_sql(opened, asked, table),
        **known_weights(opened, asked, table),
        **{name: sql for name, (sql, _) in columns.items()},
    }
    listed = ", ".join(f"({sql}) AS {quote_identifier(name)}" for name, sql in items.items())
    found = opened.engine.fetch(
        f"SELECT {listed} FROM {relation} AS source", lambda cursor: cursor.df()
    )
    weights = found["weight"].to_numpy(np.int64) if asked.weights else np.ones(len(found), int)
    scores, events = found["score"].to_numpy(float), found["event"].to_numpy(np.int64)
    usable = np.flatnonzero(np.isfinite(scores) & (events >= 0) & (weights > 0))
    matrix = found[list(columns)].to_numpy(float)
    # rows may come in any order, and what is drawn of them must not depend on it
    keys = [matrix[usable, n] for n in range(matrix.shape[1])]
    usable = usable[np.lexsort([*keys, weights[usable], events[usable], scores[usable]])]
    every = len(usable)
    if every > most_rows:
        draw = np.random.Generator(np.random.PCG64(seed))
        usable = usable[np.sort(draw.choice(every, most_rows, replace=False))]
    is_code = tuple(code for _, code in columns.values())
    return Learning(
        len(usable), every, matrix[usable], is_code, events[usable], scores[usable], weights[usable]
    )


def _input(opened: Opened, name: str, table: Any) -> tuple[str, bool]:  # noqa: ANN401 (a Table)
    """Return the SQL of an input as a number, and whether it is a code."""
    column = table.columns[name]
    if column.kind is Type.NUMBER:
        return f"CASE WHEN isfinite({column.sql}) THEN {column.sql} END", False
    if column.kind is Type.DATE:
        x = column.sql
        return f"CASE WHEN isfinite({x}) THEN ({x} - DATE '1970-01-01')::DOUBLE END", False
    _, code = segment_codes(opened, name, table)
    # what is missing is a code of its own, 0: trees cannot part one code from missing values
    return f"({code} + 1)::DOUBLE", True


def _predicted(name: Model, rows: Learning, folds: int, seed: int) -> Floats:
    """Return the probability of each row by models that did not see it."""
    selection: Any = require("sklearn.model_selection", PURPOSE)
    parts = selection.StratifiedKFold(folds, shuffle=True, random_state=seed)
    limits: Any = require("threadpoolctl", PURPOSE)
    predicted = np.empty(len(rows.events))
    # with one thread sums have one order; with more, small trees wait for busy cores
    with limits.threadpool_limits(1):
        for seen, unseen in parts.split(rows.inputs, rows.events):
            # a column without a value in these rows says nothing, and some models refuse it
            empty = np.isnan(rows.inputs[seen]).all(axis=0)
            inputs = np.where(empty, 0.0, rows.inputs)
            model = _MODELS[name](rows.is_code, seed)
            weights = rows.weights[seen] / rows.weights.max()
            fitted = model.fit(inputs[seen], rows.events[seen], **{_WEIGHT[name]: weights})
            predicted[unseen] = fitted.predict_proba(inputs[unseen])[:, 1]
    return predicted


def _logistic(is_code: tuple[bool, ...], seed: int) -> Any:  # noqa: ANN401 (of scikit-learn)
    """Return a regression on standardised numbers, one-hot codes, and marks of what is missing."""
    compose: Any = require("sklearn.compose", PURPOSE)
    impute: Any = require("sklearn.impute", PURPOSE)
    linear: Any = require("sklearn.linear_model", PURPOSE)
    pipeline: Any = require("sklearn.pipeline", PURPOSE)
    prepare: Any = require("sklearn.preprocessing", PURPOSE)
    numbers = [place for place, code in enumerate(is_code) if not code]
    codes = [place for place, code in enumerate(is_code) if code]
    filled = impute.SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    steps = [
        ("numbers", pipeline.make_pipeline(filled, prepare.StandardScaler()), numbers),
        ("codes", prepare.OneHotEncoder(handle_unknown="ignore"), codes),
    ]
    return pipeline.Pipeline(
        [
            ("columns", compose.ColumnTransformer(steps)),
            ("model", linear.LogisticRegression(max_iter=1000, random_state=seed)),
        ]
    )


def _boosting(is_code: tuple[bool, ...], seed: int) -> Any:  # noqa: ANN401 (of scikit-learn)
    ensemble: Any = require("sklearn.ensemble", PURPOSE)
    return ensemble.HistGradientBoostingClassifier(
        categorical_features=list(is_code) if any(is_code) else None,
        learning_rate=0.1,
        max_iter=100,
        max_leaf_nodes=15,
        early_stopping=False,
        random_state=seed,
    )


_MODELS: dict[Model, Callable[[tuple[bool, ...], int], Any]] = {
    "logistic": _logistic,
    "boosting": _boosting,
}
_WEIGHT = {"logistic": "model__sample_weight", "boosting": "sample_weight"}
