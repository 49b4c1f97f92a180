"""The mixed card as a model of MLflow, for its scoring server: run by `.venv-mlflow`.

`python benchmarks/mlflow_model.py CRITERIA FOLDER` reads the criteria as JSON, as
`bench_service` writes them, and saves the model. It imports nothing of this project, and scores
as somebody good at numpy would: a value for each criterion and row, and a mean of those present.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import mlflow.pyfunc
import numpy as np
import pandas as pd
from mlflow.models import ModelSignature
from mlflow.types.schema import ColSpec, DataType, Schema


class MixedCard(mlflow.pyfunc.PythonModel):
    """Scores a frame of the criteria's columns.

    items: for each criterion its name, kind, weight, missing (null: left out), knots and, for
    categories, values by level and the value of all others.
    """

    def __init__(self, items: list[dict]) -> None:
        self.items = items

    def predict(
        self, context: object, model_input: pd.DataFrame, params: object = None
    ) -> np.ndarray:
        weighted = np.zeros(len(model_input))
        present = np.zeros(len(model_input))
        for item in self.items:
            values = _values(item, model_input[item["name"]])
            gaps = np.isnan(values)
            if item["missing"] is not None:
                values[gaps] = item["missing"]
                gaps[:] = False
            weighted += np.where(gaps, 0.0, item["weight"] * values)
            present += np.where(gaps, 0.0, item["weight"])
        return weighted / present


def _values(item: dict, column: pd.Series) -> np.ndarray:
    if item["kind"] == "categories":
        values = column.map(item["values"]).astype(float)
        return values.where(values.notna() | column.isna(), item["other"]).to_numpy(copy=True)
    numbers = column.to_numpy(dtype=float)
    edges, points = (np.array(side) for side in zip(*item["knots"], strict=True))
    if item["kind"] == "piecewise":
        return np.interp(numbers, edges, points)
    found = points[np.searchsorted(edges[:-1], numbers, side="right")]
    return np.where(np.isnan(numbers), np.nan, found)


def main(criteria: str, folder: str) -> None:
    """Save the model."""
    items = json.loads(Path(criteria).read_text())
    kinds = {"categories": DataType.string}
    columns = [
        ColSpec(kinds.get(item["kind"], DataType.double), item["name"], required=False)
        for item in items
    ]
    signature = ModelSignature(Schema(columns), Schema([ColSpec(DataType.double)]))
    mlflow.pyfunc.save_model(folder, python_model=MixedCard(items), signature=signature)


if __name__ == "__main__":
    main(*sys.argv[1:])
