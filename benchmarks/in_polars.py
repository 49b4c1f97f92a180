"""The mixed card as somebody good at polars would write it, with the columns of full detail.

Sums are the same trees as in the card, so that every column is equal to the last bit. Small
sets of texts are Enums, which polars makes faster than text and writes as the same Parquet text.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.mixed_card import LEVELS, OTHER, TIERS, Mixed

SLOTS = 4096
LARGEST = 1.7976931348623157e308
STATES = pl.Enum(["ok", "missing", "invalid", "clipped"])
STATUSES = pl.Enum(["invalid", "partial", "scored"])
RANKS = 3


def score_only(items: list[Mixed], source: Path) -> pl.LazyFrame:
    """The key and the score."""
    return _scored(items, source).select("id", "score")


def reasons(items: list[Mixed], source: Path) -> pl.LazyFrame:
    """The columns of `detail="reasons"`."""
    return _ranked(items, _scored(items, source)).select(_published(items))


def full(items: list[Mixed], source: Path, *, idiomatic: bool = False) -> pl.LazyFrame:
    """The columns of `detail="full"`; idiomatic: sort a list of shortfalls for each row."""
    rank = _sorted if idiomatic else _ranked
    frame = rank(items, _scored(items, source))
    names = [item.name for item in items]
    return frame.select(
        *_published(items),
        pl.col("score").alias("unrounded"),
        pl.col("score").alias("score_before_knock_out"),
        *(pl.col(f"value_{name}") for name in names),
        *(_state(item).alias(f"state_{item.name}") for item in items),
        *(_contribution(item).alias(f"contribution_{item.name}") for item in items),
    )


def write(frame: pl.LazyFrame, path: Path) -> None:
    """Stream to Parquet, compressed as this library does it."""
    frame.sink_parquet(path, compression="zstd", compression_level=1)


def _scored(items: list[Mixed], source: Path) -> pl.LazyFrame:
    frame = pl.scan_parquet(source)
    frame = frame.with_columns(_value(item).alias(f"value_{item.name}") for item in items)
    numbers = [pl.col(item.name) for item in items if item.kind != "categories"]
    invalid = pl.any_horizontal([number.is_infinite().fill_null(False) for number in numbers])
    frame = frame.with_columns(_present(items).alias("present"), invalid.alias("invalid"))
    total = _balanced([_weighted(item) for item in items]) / pl.col("present")
    return frame.with_columns(pl.when(~pl.col("invalid")).then(total).alias("score"))


def _value(item: Mixed) -> pl.Expr:
    x = pl.col(item.name)
    if item.kind == "categories":
        found = x.replace_strict(
            list(LEVELS), list(item.values), default=OTHER, return_dtype=pl.Float64
        )
        return pl.when(x.is_null()).then(pl.lit(item.missing, pl.Float64)).otherwise(found)
    chain = pl.when(x < -LARGEST).then(pl.lit(None, pl.Float64))
    *branches, last = _branches(item, x)
    for condition, value in branches:
        chain = chain.when(condition).then(value)
    chain = chain.when(x <= LARGEST).then(last[1]).when(x == float("inf")).then(None)
    return chain.otherwise(pl.lit(item.missing, pl.Float64))


def _branches(item: Mixed, x: pl.Expr) -> list[tuple[pl.Expr, pl.Expr]]:
    if item.kind == "bins":
        return [(x < edge, pl.lit(value)) for edge, value in item.knots]
    found = [(x < item.knots[0][0], pl.lit(item.knots[0][1]))]
    for (x0, y0), (x1, y1) in zip(item.knots, item.knots[1:], strict=False):
        found.append((x < x1, y0 + (y1 - y0) / (x1 - x0) * (x - x0)))
    return [*found, (pl.lit(True), pl.lit(item.knots[-1][1]))]


def _present(items: list[Mixed]) -> pl.Expr:
    parts = [
        pl.lit(item.weight)
        if item.missing is not None
        else pl.when(pl.col(f"value_{item.name}").is_null()).then(0.0).otherwise(item.weight)
        for item in items
    ]
    return _balanced(parts)


def _weighted(item: Mixed) -> pl.Expr:
    return (item.weight * pl.col(f"value_{item.name}")).fill_null(0.0)


def _balanced(terms: list[pl.Expr]) -> pl.Expr:
    if len(terms) == 1:
        return terms[0]
    middle = (len(terms) + 1) // 2
    return _balanced(terms[:middle]) + _balanced(terms[middle:])


def _published(items: list[Mixed]) -> list[pl.Expr]:
    status = pl.when(pl.col("invalid")).then(pl.lit("invalid", STATUSES))
    status = status.when(pl.col("coverage") < 1.0).then(pl.lit("partial", STATUSES))
    ranks = [pl.col(f"reason_{rank}") for rank in range(1, RANKS + 1)]
    return [
        pl.col("id"),
        pl.col("score"),
        _tier(),
        status.otherwise(pl.lit("scored", STATUSES)).alias("status"),
        pl.col("coverage"),
        *ranks,
        pl.lit([], dtype=pl.List(pl.String)).alias("knock_outs"),
    ]


def _tier() -> pl.Expr:
    names = pl.Enum(list(TIERS))
    (first, least), *others = TIERS.items()
    chain = pl.when(pl.col("score") >= least).then(pl.lit(first, names))
    for name, cut in others:
        chain = chain.when(pl.col("score") >= cut).then(pl.lit(name, names))
    return chain.otherwise(None).alias("tier")


def _coverage(items: list[Mixed]) -> pl.Expr:
    total = sum(item.weight for item in items)
    parts = []
    for item in items:
        x = pl.col(item.name)
        usable = x.is_not_null() if item.kind == "categories" else x.is_finite()
        parts.append(pl.when(usable).then(item.weight / total).otherwise(0.0))
    return ((_balanced(parts) * 1e9 + 0.5).floor() / 1e9).alias("coverage")


def _packed(items: list[Mixed]) -> list[pl.Expr]:
    return [
        (
            (item.weight * (item.best - pl.col(f"value_{item.name}")) * pl.col("part") * 1e6 + 0.5)
            .floor()
            .cast(pl.Int64)
            * SLOTS
            + (SLOTS - 1 - place)
        ).alias(f"packed_{place}")
        for place, item in enumerate(items)
    ]


def _prepared(items: list[Mixed], frame: pl.LazyFrame) -> pl.LazyFrame:
    frame = frame.with_columns((1.0 / pl.col("present")).alias("part"), _coverage(items))
    return frame.with_columns(_packed(items))


def _ranked(items: list[Mixed], frame: pl.LazyFrame) -> pl.LazyFrame:
    """Three times the largest of what is below the one before."""
    frame = _prepared(items, frame)
    packed = [pl.col(f"packed_{place}") for place in range(len(items))]
    frame = frame.with_columns(pl.max_horizontal(packed).alias("top_1"))
    for rank in range(2, RANKS + 1):
        above = pl.col(f"top_{rank - 1}")
        below = [pl.when(item < above).then(item) for item in packed]
        frame = frame.with_columns(pl.max_horizontal(below).alias(f"top_{rank}"))
    return _named(items, frame)


def _sorted(items: list[Mixed], frame: pl.LazyFrame) -> pl.LazyFrame:
    """What one writes first: a list for each row, sorted."""
    frame = _prepared(items, frame)
    packed = [pl.col(f"packed_{place}") for place in range(len(items))]
    order = pl.element().arg_sort(descending=True, nulls_last=True).head(RANKS)
    frame = frame.with_columns(pl.concat_list(packed).alias("packed"))
    frame = frame.with_columns(pl.col("packed").list.eval(order).alias("order"))
    frame = frame.with_columns(
        pl.col("packed").list.get(pl.col("order").list.get(rank - 1)).alias(f"top_{rank}")
        for rank in range(1, RANKS + 1)
    )
    return _named(items, frame)


def _named(items: list[Mixed], frame: pl.LazyFrame) -> pl.LazyFrame:
    names = pl.Enum([item.name for item in items])
    places = list(range(SLOTS - 1, SLOTS - 1 - len(items), -1))
    return frame.with_columns(
        pl.when((pl.col(f"top_{rank}") >= SLOTS) & ~pl.col("invalid"))
        .then(
            (pl.col(f"top_{rank}") & (SLOTS - 1)).replace_strict(
                places, names.categories, default=None, return_dtype=names
            )
        )
        .alias(f"reason_{rank}")
        for rank in range(1, RANKS + 1)
    )


def _state(item: Mixed) -> pl.Expr:
    x = pl.col(item.name)
    text = {name: pl.lit(name, STATES) for name in STATES.categories}
    if item.kind == "categories":
        return pl.when(x.is_null()).then(text["missing"]).otherwise(text["ok"])
    chain = pl.when(x.is_null() | x.is_nan()).then(text["missing"])
    chain = chain.when(x.is_infinite()).then(text["invalid"])
    if item.kind == "piecewise":
        (low, _), *_, (high, _) = item.knots
        chain = chain.when((x < low) | (x > high)).then(text["clipped"])
    return chain.otherwise(text["ok"])


def _contribution(item: Mixed) -> pl.Expr:
    part = item.weight / pl.col("present") * pl.col(f"value_{item.name}")
    return pl.when(~pl.col("invalid")).then(part.fill_null(0.0))
