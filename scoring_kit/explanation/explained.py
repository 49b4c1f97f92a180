"""What can be asked of scores beyond the scores: why, which reasons, and pictures of them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, get_args

from scoring_kit.charts.results import reason_chart, score_chart, tier_chart
from scoring_kit.compiler import Plan
from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import Source
from scoring_kit.engines.tallies import score_bins, tier_counts
from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.reasons_table import by_rank, reasons_table
from scoring_kit.explanation.rows import find_row, wanted_row
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import Table, table_columns

if TYPE_CHECKING:
    import altair
    import pandas

ChartName = Literal["scores", "tiers", "reasons"]


class Explained:
    """Explanations, reasons and charts of scores; `Scores` says of what."""

    __slots__ = ()

    if TYPE_CHECKING:
        card: Scorecard
        whole_plan: Plan
        table: Table
        key: tuple[str, ...]
        parameters: Mapping[str, Any]
        _source: Source

        def _duckdb(self) -> DuckDBEngine: ...

    def explain(self, key: object = None, *, row: int | None = None) -> Explanation:
        """Return why one row has its score: inputs, values, contributions, reasons.

        Parameters
        ----------
        key
            The value of the key column; a tuple, or a mapping by column, where the key has
            several.
        row
            Instead of a key: the place of the row, from 0, in a table in memory.

        Raises
        ------
        DataError
            When no row has the key, several have it, or there is no such place.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> print(sk.score(card, "data/book_club.parquet").explain(25).reasons[0].text)
        Has bought no art book
        """
        plan = compile_explanation(self.card, table_columns(self.table), self.parameters)
        wanted = wanted_row(self.table, self.key, key, row)
        with self._finder() as engine:
            found = find_row(engine, plan, self.table, wanted)
        return explain_row(self.card, wanted.name, found)

    def reasons_table(self, by: str | None = None) -> pandas.DataFrame:
        """Return how many rows have each reason code, the most frequent first.

        Columns: `by`, if it is given; ``kind`` (criterion or knock_out), ``code``, ``text``,
        ``rank_1`` .. ``rank_k`` (rows with the code at that rank), ``rows`` (with it at any
        rank, or in which a knock-out fired) and ``share`` (of all rows of the segment). Codes
        that no row has are there with 0.

        Parameters
        ----------
        by
            A column to count apart by: ``tier`` or ``status`` of the result, or one of the
            table.

        Raises
        ------
        DataError
            When neither the result nor the table has the column.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> reasons = sk.score(card, "data/book_club.parquet").reasons_table()
        >>> reasons.loc[0, ["code", "text"]].tolist(), int(reasons.loc[0, "rank_1"])
        (['T1', 'Has bought no art book'], 2703)
        """
        names = [output.name for output in self.whole_plan.outputs]
        reasons = names[: names.index("knock_outs") + 1]
        plan = self.whole_plan.only(set(reasons) - {"score", "coverage", "probability"})
        table = self.table
        if by not in (None, "tier", "status"):
            _check_segment(table, by, plan)
            read = (by, *(column.name for column in plan.columns))
            table = self._source.table_with(self._duckdb(), table, read)
        return reasons_table(self._duckdb(), self.card, plan, table, by)

    def chart(self, what: ChartName = "scores", *, bins: int = 40) -> altair.LayerChart:
        """Return an altair chart of all rows; needs altair.

        DuckDB counts first, so that the chart is small whatever the size of the table.

        Parameters
        ----------
        what
            ``scores``: a histogram by tier; ``tiers``: rows in each; ``reasons``: rows with
            each code, by rank.
        bins
            The most bins that a histogram has.

        Raises
        ------
        MissingPackageError
            When altair is not installed.
        ValueError
            When `what` is no chart that there is.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").chart("tiers").title
        'Who will buy the next art book?'
        """
        if what not in get_args(ChartName):
            allowed = ", ".join(get_args(ChartName))
            hint = nearest(what, get_args(ChartName))
            raise ValueError(f"a chart is one of {allowed}, found {what!r}{hint}")
        title, tiers = self.card.title or self.card.name, self.card.tiers
        if what == "scores":
            counted = score_bins(self._duckdb(), self.whole_plan, self.table, bins)
            return score_chart(counted, tiers, title)
        if what == "tiers":
            return tier_chart(
                tier_counts(self._duckdb(), self.whole_plan, self.table), tiers, title
            )
        return reason_chart(by_rank(self.reasons_table()), title)

    @contextmanager
    def _finder(self) -> Generator[DuckDBEngine]:
        """Give an engine that reads no more of the files than a filter needs."""
        if not self._source.is_on_disk:
            yield self._duckdb()
            return
        engine = self._source.finder()
        try:
            yield engine
        finally:
            engine.connection.close()


def _check_segment(table: Table, by: str, plan: Plan) -> None:
    """Refuse a column that is not there, or whose name the result or its table has."""
    if by not in table.columns:
        near = nearest(by, ["tier", "status", *table.columns])
        message = f"neither the result nor the table has a column {by!r}{near}"
        raise DataError([Problem("column_missing", "by", message)], "reasons", "cannot be counted")
    taken = {"kind", "code", "text", "rows", "share", *(output.name for output in plan.outputs)}
    taken |= {f"rank_{rank + 1}" for rank in range(len(plan.outputs))}
    if by.casefold() in taken:
        message = f"the reasons table has a column {by!r} of its own; rename that of the table"
        raise DataError([Problem("key_collides", "by", message)], "reasons", "cannot be counted")
