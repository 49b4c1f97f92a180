"""Figures as texts, also for another interpreter with another DuckDB.

Run as a program, it prints those of some pairs and of the book club's table:

    python -m tests.impact.texts
"""

import json
import sys
from pathlib import Path
from typing import Any

import scoring_kit as sk
from tests.impact.pairs import Pair

SEEDS = range(20)
DATA = Path(__file__).parents[2] / "data" / "book_club.parquet"


def versions() -> tuple[sk.Scorecard, sk.Scorecard]:
    """Return the book club's scorecard, and one without its rounding and with other weights."""
    live = sk.example("book_club").scorecard
    document = live.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    document["score"]["of"][0]["of"][0]["weight"] = 0.2
    del document["rounding"], document["knock_outs"]
    return live, sk.parse_scorecard(document)


def figures_of(data: Any, **options: Any) -> str:
    """Return every figure of the two versions on a table like the book club's, as JSON."""
    found = sk.compare(*versions(), data, segments=["gender", "art_books"], **options)
    return json.dumps(found.figures(), allow_nan=False)


def texts() -> dict[str, str]:
    """Return the figures of each pair, and those of the book club."""
    pairs = {str(seed): json.dumps(Pair(seed).impact.figures()) for seed in SEEDS}
    return {**pairs, "book_club": figures_of(DATA)}


if __name__ == "__main__":
    json.dump(texts(), sys.stdout)
