"""What changes from one version of a scorecard to another: `Impact`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

from scoring_kit.engines.drafts import output_path
from scoring_kit.engines.writing import write_result
from scoring_kit.impact.html import impact_html
from scoring_kit.impact.rows import DeltaRows
from scoring_kit.impact.segments import SEGMENT_COLUMNS
from scoring_kit.impact.words import sentences
from scoring_kit.scorecard.models import Scorecard

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow  # it has no types: what it gives is taken as it is


NUMBERS = (
    "live", "candidate", "change", "median_move", "mean_change", "mean_size", "half_width", "share",
)  # fmt: skip
"""Columns of numbers that may be missing in all rows."""


@dataclass(frozen=True)
class Impact:
    """What changes from the live version to a candidate on the same rows.

    Shown at the end of a cell it tells the main things. Its tables are pandas DataFrames; those
    of all rows, `deltas` and `top`, are calculated when they are first asked for.

    A row *crosses* when it comes into a better tier (up) or a worse one (down). Tiers are matched
    by name, and no tier is below all: a row that gains a tier crosses up, one that loses it down.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> live, data = sk.example("book_club")
    >>> candidate = live.model_copy(update={"tiers": (("A", 90.0), ("B", 60.0), ("C", 40.0))})
    >>> impact = sk.compare(live, candidate, data)
    >>> impact.tiers.head(2).to_string(index=False).splitlines()
    ['live_tier tier  rows', '        A    A     3', '        A    B   314']
    """

    live: Scorecard
    candidate: Scorecard
    _figures: dict[str, Any]
    _rows: DeltaRows

    def figures(self) -> dict[str, Any]:
        """Return every figure by name, as JSON holds it: None where there is none.

        The same for the same rows in any order, on any number of threads.

        Returns
        -------
        dict
            ``live``, ``candidate`` (``name``, ``hash``); ``rows``; ``changed`` (rows with another
            score, rank, tier or status); ``scored`` (rows with a score under ``live``,
            ``candidate``, ``both``; of these ``higher`` and ``lower``); ``mean`` (of scores);
            ``top`` (``n``; rows that ``stay``, ``enter`` and ``leave``); ``median_move``,
            ``most_up``, ``most_down`` (ranks); ``crossed`` (rows that go ``up`` or ``down`` a tier,
            ``gained`` and ``lost`` being part of them); then a list for each of the tables
            `scores`, `changes`, `ranks`, `tiers`, `statuses`, `reasons`, `lines`, `segments`,
            `one_sided`;
            and ``coverage`` (means under ``live`` and ``candidate``; rows with ``more``, ``less``).

        Examples
        --------
        >>> import scoring_kit as sk
        >>> live, data = sk.example("book_club")
        >>> sk.compare(live, live, data).figures()["crossed"]
        {'up': 0, 'down': 0, 'gained': 0, 'lost': 0}
        """
        return deepcopy(self._figures)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """The main things in sentences, made from the figures."""
        return sentences(self._figures)

    def __repr__(self) -> str:
        return "\n".join(["Impact", *(f"  {sentence}" for sentence in self.summary)])

    def _repr_html_(self) -> str:
        return impact_html(self.live, self.candidate, self._figures, self.summary)

    # ---- tables --------------------------------------------------------------------------

    @cached_property
    def scores(self) -> pandas.DataFrame:
        """``statistic`` (mean, lowest, quantiles, highest), ``live``, ``candidate``, ``change``.

        The first two over the rows with a score under each version, ``change`` over those with
        one under both: a quantile of the changes is no change of a quantile.
        """
        return self._table("scores")

    @cached_property
    def changes(self) -> pandas.DataFrame:
        """``from``, ``to`` and ``rows`` of equally wide bins over the changes of the score.

        Only over rows whose score changes; at most 41 bins, empty ones left out.
        """
        return self._table("changes", ("from", "to", "rows"))

    @cached_property
    def ranks(self) -> pandas.DataFrame:
        """``moved`` (up, down, none; entered and left for a rank under one only) and ``rows``.

        Then ``median_move`` and ``largest_move``, in ranks without sign.
        """
        return self._table("ranks")

    @cached_property
    def tiers(self) -> pandas.DataFrame:
        """``live_tier``, ``tier`` and ``rows`` for each pair; missing where there is no tier."""
        return self._table("tiers", ("live_tier", "tier", "rows"))

    @cached_property
    def statuses(self) -> pandas.DataFrame:
        """``live_status``, ``status`` and ``rows`` for each pair that there is."""
        return self._table("statuses", ("live_status", "status", "rows"))

    @cached_property
    def reasons(self) -> pandas.DataFrame:
        """Rows with each reason at any rank: ``live_rows``, ``rows``, ``gained`` and ``lost``.

        Before these ``code``, ``text`` and ``version``: live or candidate for a code that only
        one of them can give, else both.
        """
        columns = ("code", "text", "version", "live_rows", "rows", "gained", "lost")
        return self._table("reasons", columns)

    @cached_property
    def lines(self) -> pandas.DataFrame:
        """How each contribution changes, over rows with a score under both.

        ``line`` (a criterion, adjustment, scaling, rounding ...), ``kind``, ``version`` that has
        it, ``mean_change`` (these add up to that of the score), ``mean_size`` (of changes without
        sign) and ``share`` (of all sizes, 0 to 1).
        """
        columns = ("line", "kind", "version", "mean_change", "mean_size", "share")
        return self._table("lines", columns)

    @cached_property
    def segments(self) -> pandas.DataFrame:
        """``column``, and how each of its segments fares, the largest first.

        ``segment``, ``kind`` (value, other, missing), ``rows``, ``scored`` (under both),
        ``higher`` and ``lower`` (scores), ``up`` and ``down`` (tiers), ``mean_change`` of the
        score, ``half_width`` of its 95 % interval (normal), ``small`` (fewer than 30 rows).
        """
        return self._table("segments", ("column", *SEGMENT_COLUMNS))

    @cached_property
    def one_sided(self) -> pandas.DataFrame:
        """``kind``, ``name`` and ``version`` of what only one version has.

        Criteria, inputs, adjustments, knock-outs and tiers, by name.
        """
        return self._table("one_sided", ("kind", "name", "version"))

    def _table(self, name: str, columns: Sequence[str] | None = None) -> pandas.DataFrame:
        import pandas

        frame = pandas.DataFrame(
            self._figures[name], columns=None if columns is None else list(columns)
        )
        kinds = {**dict.fromkeys(NUMBERS, "float64"), "largest_move": "Int64"}
        return frame.astype({name: kind for name, kind in kinds.items() if name in frame})

    # ---- rows ----------------------------------------------------------------------------

    @cached_property
    def deltas(self) -> pandas.DataFrame:
        """A row for each row of the table, in its order: the key, or ``row``, its number from 0.

        Then ``live_score``, ``score``, ``change``, ``live_rank``, ``rank``, ``move`` (ranks
        gained, negative for lost), ``live_tier``, ``tier``, ``live_status``, ``status``. Missing
        where there is no score.
        """
        return self._rows.to_pandas()

    @cached_property
    def top(self) -> pandas.DataFrame:
        """``moved``, and `deltas` of the rows that enter the top ranks, then of those that leave.

        The top are the ranks up to ``figures()["top"]["n"]``; best ranks first.
        """
        return self._rows.top(self._figures["top"]["n"])

    def to_pandas(self) -> pandas.DataFrame:
        """Return `deltas` anew, without keeping them.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> live, data = sk.example("book_club")
        >>> sk.compare(live, live, data).to_pandas().columns[:3].tolist()
        ['customer_id', 'live_score', 'score']
        """
        return self._rows.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return `deltas` as a polars DataFrame; needs polars.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> live, data = sk.example("book_club")
        >>> sk.compare(live, live, data).to_polars().height
        4000
        """
        return self._rows.result().to_polars()

    def to_arrow(self) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType] pyarrow has no types
        """Return `deltas` as an Arrow table; needs pyarrow.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> live, data = sk.example("book_club")
        >>> sk.compare(live, live, data).to_arrow().num_rows
        4000
        """
        return cast("Any", self._rows.result()).to_arrow()

    def to_parquet(self, path: str | PathLike[str], *, overwrite: bool = False) -> None:
        """Write `deltas` to a Parquet file, whole or not at all; raises as `Scores.to_parquet`.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> live, data = sk.example("book_club")
        >>> from tempfile import mkdtemp
        >>> sk.compare(live, live, data).to_parquet(f"{mkdtemp()}/deltas.parquet")
        """
        output_path(path, overwrite=overwrite)  # before anything is calculated
        write_result(self._rows.result(), path, "parquet", overwrite=overwrite)
