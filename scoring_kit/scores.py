"""What scoring returns: `Scores`, from which rows are asked for."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, cast

from scoring_kit.compiler import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.fingerprints import fingerprint_table
from scoring_kit.engines.frames import plan_result
from scoring_kit.engines.keeping import Kept, Stamp, keep
from scoring_kit.engines.opening import Source
from scoring_kit.engines.progress import progress_bar
from scoring_kit.engines.results import Result
from scoring_kit.engines.score_summary import ScoreSummary, summarize_scores
from scoring_kit.engines.summaries import count_rows
from scoring_kit.engines.writing import Form, output_path, write_result, write_table
from scoring_kit.explanation import Explained
from scoring_kit.lineage import Lineage, Request, lineage_of
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.types import input_types
from scoring_kit.scores_html import scores_html
from scoring_kit.tables.fingerprint import Fingerprint
from scoring_kit.tables.names import column_names
from scoring_kit.tables.table import Table, check_columns, check_groups, check_key_names

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow  # it has no types: what it gives is taken as it is

EngineName = Literal["duckdb", "numpy", "row"]
RANK_UNIT = 1e9
"""Ranks compare unrounded scores in steps of one part in a thousand million."""


@dataclass(frozen=True, slots=True)
class Scores(Explained):
    """The scores of a table; nothing is calculated until rows are asked for.

    Columns: the key, then ``score`` (float), ``tier`` (text, NULL under the last cut),
    ``status`` (scored, partial, insufficient, invalid or knocked_out), ``coverage`` (0 to
    1), ``probability`` where the scorecard has one; with ``detail="reasons"`` also
    ``reason_1`` .. ``reason_k`` (codes) and ``knock_outs`` (list of names); with
    ``detail="full"`` all values, states, contributions and group coverages.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card = sk.read_scorecard("data/book_club.yaml")
    >>> sk.score(card, "data/book_club.parquet", detail="score")
    Scores of 'book_club' by duckdb: customer_id, score, tier, status, coverage
    """

    card: Scorecard
    plan: Plan
    whole_plan: Plan
    table: Table
    key: tuple[str, ...]
    engine: EngineName
    parameters: Mapping[str, Any]
    _engine: DuckDBEngine
    _source: Source
    _request: Request
    _order: tuple[str, ...] = ()
    _index: Any = None
    _seen: list[ScoreSummary] = field(default_factory=list["ScoreSummary"], compare=False)
    _kept: Kept | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the result's columns, in order."""
        return (*self.key, *(output.name for output in self.plan.outputs), *self._stamps)

    def __repr__(self) -> str:
        columns = ", ".join(self.columns[:8])
        more = "" if len(self.columns) <= 8 else f", ... ({len(self.columns)} in all)"
        return f"Scores of {self.card.name!r} by {self.engine}: {columns}{more}"

    @property
    def _summary(self) -> ScoreSummary:
        """What the scores amount to, counted once when it is first looked at."""
        if not self._seen:
            known = score_range(self.card, Ranges(self.card, input_types(self.card).types))
            found = summarize_scores(
                self._duckdb(), self.whole_plan, self.table, self.key, within=known
            )
            self._seen.append(found)
        return self._seen[0]

    def _repr_html_(self) -> str:
        return scores_html(self.card, self._summary, self.key, self.engine)

    def to_pandas(self, *, progress: bool | None = None) -> pandas.DataFrame:
        """Return the scores as a pandas DataFrame, with the index of the one that was scored.

        Keys are what they were: dates, decimals and large integers come as Python's own.

        progress: notebooks and terminals show a bar when this takes longer than a second;
        with True at once, with False never. So it is for all that follow.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").to_pandas().shape[0]
        4000
        """
        with self._result(progress) as result:
            frame = result.to_pandas()
        return frame if self._index is None else frame.set_axis(self._index, axis="index")

    def to_polars(self, *, progress: bool | None = None) -> polars.DataFrame:
        """Return the scores as a polars DataFrame; needs polars, and no pandas or pyarrow.

        Raises
        ------
        MissingPackageError
            When polars is not installed.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").to_polars()["score"].max()
        95.9
        """
        with self._result(progress) as result:
            return result.to_polars()

    def to_arrow(self, *, progress: bool | None = None) -> pyarrow.Table:  # pyright: ignore[reportUnknownParameterType, reportUnknownMemberType] pyarrow has no types
        """Return the scores as an Arrow table; needs pyarrow.

        Raises
        ------
        MissingPackageError
            When pyarrow is not installed.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").to_arrow().num_rows
        4000
        """
        with self._result(progress) as result:
            return cast("Any", result).to_arrow()

    def to_parquet(
        self,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
        fingerprint: bool = False,
        progress: bool | None = None,
    ) -> None:
        """Write the scores to a Parquet file, whole or not at all.

        The file says where the scores come from: `read_lineage` reads it back.

        fingerprint: whether it names the fingerprint of the table as well, for which the
        table is read twice more; raises as `fingerprint` does.

        Raises
        ------
        OSError
            When there is such a file and it may not be overwritten, or when it cannot be
            written; an older one is then as it was.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> from tempfile import mkdtemp
        >>> path = f"{mkdtemp()}/scores.parquet"
        >>> sk.score(card, "data/book_club.parquet").to_parquet(path)
        """
        self._write(path, "parquet", overwrite, progress, fingerprint=fingerprint)

    def to_csv(
        self,
        path: str | PathLike[str],
        *,
        overwrite: bool = False,
        progress: bool | None = None,
    ) -> None:
        """Write the scores to a CSV file with a header, whole or not at all; as `to_parquet`.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> from tempfile import mkdtemp
        >>> path = f"{mkdtemp()}/scores.csv"
        >>> sk.score(card, "data/book_club.parquet", detail="score").to_csv(path)
        >>> import pandas
        >>> list(pandas.read_csv(path))
        ['customer_id', 'score', 'tier', 'status', 'coverage']
        """
        self._write(path, "csv", overwrite, progress)

    def to_table(
        self,
        connection: object,
        name: str,
        *,
        overwrite: bool = False,
        progress: bool | None = None,
    ) -> None:
        """Write the scores to a table of a DuckDB database, whole or not at all.

        Parameters
        ----------
        connection
            A DuckDB connection, or the path of a database file, which is made if need be.
        name
            The table, such as ``scores`` or ``some_schema.scores``.
        overwrite
            Whether a table of that name may be replaced.

        Raises
        ------
        EngineError
            When there is such a table, or the database cannot be opened or written.

        Examples
        --------
        >>> import duckdb, scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> database = duckdb.connect()
        >>> sk.score(card, "data/book_club.parquet").to_table(database, "scores")
        >>> database.sql("SELECT count(*) FROM scores").fetchall()
        [(4000,)]
        """
        with self._result(progress) as result:
            write_table(result, connection, name, overwrite=overwrite)

    def rank(self, within: str | Sequence[str] = ()) -> pandas.DataFrame:
        """Return key, `within` columns, score and competition rank; the highest score has 1.

        Ranks compare unrounded scores to nine digits, restart in each group of `within`, and
        are NULL where there is no score. Equal scores share the better rank (1, 1, 3). Rows
        stand as in the scores, so that ranks can be put beside them; sort by ``rank``.

        Raises
        ------
        DataError
            When the table lacks a column, or one has the name of a result, or holds lists.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> ranked = sk.score(card, "data/book_club.parquet").rank()
        >>> ranked.sort_values("rank").head(3)["customer_id"].tolist()
        [9162, 10047, 1394]
        """
        import pandas

        groups = column_names(within)
        columns = tuple(dict.fromkeys((*self.key, *groups)))
        check_columns(self.table, groups)
        check_key_names(columns, ("score", "unrounded", "rank"))
        plan = self.whole_plan.only(("score", "unrounded"))
        read = (*columns, *(column.name for column in plan.columns))
        table = self._source.table_with(self._engine, self.table, read)
        check_groups(table, groups)
        frame = self._frame(plan, table, columns)
        unrounded = frame.pop("unrounded")
        # the largest scores have no ninth digit, and no room for a thousand million more of them
        steps = ((unrounded * RANK_UNIT + 0.5) // 1 / RANK_UNIT).fillna(unrounded)
        by = [frame[column] for column in groups]
        ranked = steps.groupby(by, dropna=False) if by else steps
        ranks: Any = ranked.rank(method="min", ascending=False)
        ranked = frame.assign(rank=cast("Any", pandas).array(ranks, dtype="Int64"))
        return ranked.assign(**self._stamps)

    def lineage(self, *, rows: bool = False, fingerprint: bool = False) -> Lineage:
        """Return where the scores come from: document, parameters, columns, versions.

        rows: whether to count the rows. fingerprint: whether to read the columns that the
        scores are made of, the key too, for their fingerprint; raises as `fingerprint` does.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card = sk.read_scorecard("data/book_club.yaml")
        >>> sk.score(card, "data/book_club.parquet").lineage(rows=True).rows
        4000
        """
        names = dict.fromkeys((*self.key, *(column.name for column in self.plan.columns)))
        engine, table = self._duckdb(), self.table
        return lineage_of(
            self.card,
            self._request,
            {name: table.columns[name].kind for name in names},
            key=self.key,
            engine=self.engine,
            rows=count_rows(engine, table) if rows and not fingerprint else None,
            fingerprint=fingerprint_table(engine, table, key=self.key, columns=list(names))
            if fingerprint
            else None,
        )

    def _frame(self, plan: Plan, table: Table, keys: tuple[str, ...]) -> pandas.DataFrame:
        with plan_result(self._engine, plan, table, keys, self.engine, self._order) as result:
            frame = result.to_pandas()
        return frame if self._index is None else frame.set_axis(self._index, axis="index")

    def _duckdb(self) -> DuckDBEngine:
        return self._engine

    @property
    def _stamps(self) -> Mapping[str, Stamp]:
        return {} if self._kept is None else self._kept.stamps

    @contextmanager
    def _result(self, progress: bool | None = False) -> Generator[Result]:
        with (
            progress_bar(progress, f"scoring with {self.card.name}") as look,
            self._engine.reporting(look),
        ):
            if self._kept is not None:
                yield self._kept.result(self._order)
                return
            with plan_result(
                self._engine, self.plan, self.table, self.key, self.engine, self._order
            ) as result:
                yield result

    def _write(
        self,
        path: str | PathLike[str],
        form: Form,
        overwrite: bool,
        progress: bool | None,
        *,
        fingerprint: bool = False,
    ) -> None:
        output_path(path, overwrite=overwrite)  # before anything is calculated
        notes = self.lineage(fingerprint=fingerprint).metadata() if form == "parquet" else {}
        notes |= {} if self._kept is None or form == "csv" else self._kept.notes
        reads_files = self._source.is_on_disk and self.engine == "duckdb" and self._kept is None
        with (
            progress_bar(progress, f"scoring with {self.card.name}") as look,
            self._result() as result,
        ):
            write_result(
                result,
                path,
                form,
                overwrite=overwrite,
                notes=notes,
                engine=partial(self._source.writer, reads_files=reads_files),
                reads_files=reads_files,
                look=look,
            )


def opened_with(scores: Scores, columns: Sequence[str]) -> tuple[DuckDBEngine, Table]:
    """Return the engine of some scores, and their table with these columns beside its own.

    Raises
    ------
    DataError
        When the table lacks a column, or it went by in a stream.
    """
    check_columns(scores.table, columns)
    read = dict.fromkeys((*columns, *scores.key, *(c.name for c in scores.whole_plan.columns)))
    engine, source = scores._engine, scores._source  # pyright: ignore[reportPrivateUsage] its own module
    return engine, source.table_with(engine, scores.table, read)


def kept(
    scores: Scores, stamps: Mapping[str, Stamp], notes: Mapping[str, str]
) -> tuple[Scores, Fingerprint]:
    """Return the same scores, calculated now and kept, and their fingerprint.

    stamps: columns that each of their outputs ends with, the same in each row. notes: what
    Parquet files of them say of themselves.

    Raises
    ------
    DataError
        When a key has the name of a stamp, or no fingerprint.
    """
    check_key_names(scores.key, [*stamps])
    with scores._result() as result:  # pyright: ignore[reportPrivateUsage] its own module
        found = keep(result, stamps, notes)
    return replace(scores, _kept=found), found.fingerprint(scores.key)
