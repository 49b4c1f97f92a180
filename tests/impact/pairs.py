"""Random pairs of cards with a hostile table for both, and what plain pandas makes of them."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

import duckdb
import numpy as np
import pandas as pd

import scoring_kit as sk
from scoring_kit.engines.sql_writer import quote_identifier
from tests.agreement.documents import Card, random_card
from tests.agreement.tables import random_table

PARAMETERS = {"as_of": "2024-02-29"}
TOP = 5
NONE = 99
"""The place of no tier, which is below all."""


class Pair:
    """Two cards and a table, from a seed: any two, or a card and the same with changes."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        old = random_card(random.randrange(100_000))
        new = random_card(random.randrange(100_000)) if seed % 2 else None
        columns = {**old.columns, **(new.columns if new else {})}
        codes = {**old.codes, **(new.codes if new else {})}
        document = new.document if new else changed(old.document, random)
        both = Card(old.document, PARAMETERS, columns, codes)
        table = random_table(both, seed, rows=random.choice([0, 1, 8, 60, 60, 60]))
        self.live = sk.parse_scorecard(old.document)
        self.candidate = sk.parse_scorecard(document)
        self.parted = [name for name, column in columns.items() if column.kind == "text"]
        self._select = table.select()

    @property
    def data(self) -> duckdb.DuckDBPyRelation:
        """The table, which is in a database of its own."""
        return duckdb.connect().sql(self._select)

    def texts_of(self, name: str) -> list[str | None]:
        """Return a column of texts, row by row."""
        rows = duckdb.connect().sql(f"SELECT {quote_identifier(name)} FROM ({self._select})")
        return [row[0] for row in rows.fetchall()]

    @cached_property
    def impact(self) -> sk.Impact:
        """The impact under test, by all columns of texts."""
        return self.compare()

    def compare(self, **options: Any) -> sk.Impact:
        """Return the impact under test with limits."""
        cards, parted = (self.live, self.candidate), self.parted
        given = {"key": [], "parameters": PARAMETERS, "segments": parted, "top": TOP}
        return sk.compare(*cards, self.data, **given, **options)

    @cached_property
    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The full detail of both versions, each with the rank of each row."""
        return scored(self.live, self.data), scored(self.candidate, self.data)


def changed(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a document with other weights, tiers and rules."""
    new = deepcopy(document)
    for member in new["score"]["of"]:
        if random.random() < 0.5:
            member["weight"] = random.choice([0.3, 1, 4])
    if random.random() < 0.5:
        new["tiers"] = {"A": 90, "B": 45.5, "C": 3}
    for name in ("knock_outs", "adjustments", "rounding", "reasons"):
        if name in new and random.random() < 0.25:
            del new[name]
    if "probability" in new and "scaling" not in new:
        del new["probability"]
    return new


def scored(card: sk.Scorecard, data: Any) -> pd.DataFrame:
    """Return the full detail of `score`, and ranks that pandas makes."""
    given = {name: value for name, value in PARAMETERS.items() if name in card.parameters}
    frame = sk.score(card, data, key=[], detail="full", parameters=given).to_pandas()
    unrounded = frame["unrounded"]
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.floor(unrounded * 1e9 + 0.5) / 1e9
    steps = steps.where(np.isfinite(steps), unrounded)
    return frame.assign(rank=steps.rank(method="min", ascending=False).astype("Int64"))


def mean(numbers: Any) -> float | None:
    """Return the mean by fractions, which lose nothing."""
    known = [Fraction(float(number)) for number in numbers]
    return float(sum(known) / len(known)) if known else None


def half_width(numbers: Any) -> float | None:
    """Return 1.96 standard errors by fractions."""
    known = [Fraction(float(number)) for number in numbers]
    if len(known) < 2:
        return None
    middle = sum(known) / len(known)
    squares = sum((number - middle) ** 2 for number in known)
    return 1.959963984540054 * float(squares / (len(known) - 1) / len(known)) ** 0.5


def places(tiers: pd.Series[Any]) -> pd.Series[Any]:
    """Return the places of tiers, which in all these cards are called A, B, C, D from the best."""
    order = {name: place for place, name in enumerate("ABCD")}
    return tiers.map(order).fillna(NONE).astype(int)


def codes(frame: pd.DataFrame) -> list[set[str]]:
    """Return the reason codes of each row."""
    names = [name for name in frame.columns if name.startswith("reason_")]
    return [
        {code for code in row if isinstance(code, str)}
        for row in frame[names].itertuples(index=False)
    ]
