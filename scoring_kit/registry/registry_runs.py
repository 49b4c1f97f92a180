"""Runs of live versions, as `Registry` offers them."""

from __future__ import annotations

from typing import Unpack

from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.asynchronous_runs import new_run_id
from scoring_kit.registry.heartbeats import active
from scoring_kit.registry.registry_base import Waiting
from scoring_kit.registry.replaying import Replay, ReplayOptions, replayed
from scoring_kit.registry.run_records import Run, RunList, ScoredRun
from scoring_kit.registry.running import ScoreOptions, calculate


class Runs(Waiting):
    """What live versions are for: scores, and the record of each run."""

    def score(
        self,
        name: str,
        data: object,
        environment: str = PRODUCTION,
        *,
        by: str | None = None,
        **options: Unpack[ScoreOptions],
    ) -> ScoredRun:
        """Score data with the version that is live, and record the run.

        The scores are calculated at once and kept, so that whatever is made of them later is what
        was recorded. Each of their rows ends with ``version`` and ``document_hash``. Recorded are
        the fingerprints of the scores and of the columns that they were made of, the options, the
        parameters, the versions of the engine and of the packages: `replay` calculates it again.

        A run that is killed is marked lost as soon as the registry is opened again; one that fails
        is recorded as failed, with what went wrong and nothing of the data.

        Parameters
        ----------
        name, environment
            Which scorecard, and where it is live.
        data
            What `sk.score` takes. A stream is read once, and what is needed of it is kept.
        by
            Who asks for it; the user of this machine unless given.
        **options
            Those of `sk.score`: key, parameters, detail, engine, types, table, order, threads,
            memory_limit, temp_directory, temp_limit, time_limit; and progress, as in
            `Scores.to_pandas`. Each row needs a key of its own, unless there is none (``key=[]``).

        Returns
        -------
        ScoredRun
            With `scores`, an `sk.Scores`, and `id`, `version`, `status`, `rows` and the like.

        Raises
        ------
        RegistryError
            When nothing is live there (`not_live`), or the run was marked lost before it ended.
        TamperingError
            When the live version was changed behind the registry's back.
        DataError
            When the data cannot be scored, a key stands in several rows, or is called as a stamp.
        CompileError, ValueError, TypeError
            When an option or a parameter is none that there is.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann")
        ...     _ = reg.approve("book_club", 1, "Agreed", by="bob")
        ...     _ = reg.promote("book_club", 1, "Go", by="ann")
        ...     run = reg.score("book_club", data, detail="score", by="ann")
        >>> run.status, run.rows, run.version
        ('done', 4000, 1)
        >>> run.scores.columns[-2:]
        ('version', 'document_hash')
        """
        # here, and not where the registry has its loop: this thread hears Ctrl-C, and may draw
        options.setdefault("progress", None)
        run = new_run_id()
        with active(run):
            try:
                begun = self._run(
                    self._registry.begin_run(run, name, data, environment, by, options)
                )
                outcome = calculate(begun.version, data, options, run=run)
                return self._run(self._registry.end_run(begun, outcome))
            except BaseException as error:
                self._run(self._registry.fail_run(run, error))
                raise

    def run(self, run: str) -> Run:
        """Return a run by its id, or by the beginning of it where no other begins so.

        Raises
        ------
        RegistryError
            When there is none (`unknown`), or there are several (`ambiguous`).

        Examples
        --------
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.run("a1b2")
        Traceback (most recent call last):
        scoring_kit.errors.RegistryError: the registry has no run 'a1b2'; runs(name) lists those \
of a scorecard
        """
        return self._run(self._registry.run(run))

    def runs(
        self,
        name: str,
        *,
        environment: str | None = None,
        status: str | None = None,
        before: Run | str | None = None,
        limit: int = 20,
    ) -> RunList:
        """Return runs of a scorecard, the newest first.

        Parameters
        ----------
        name
            The scorecard.
        environment, status
            Only those in this environment, or that are running, done, failed or lost.
        before
            The last run of the page before this one, or its id; older ones follow on it.
        limit
            How many, from 1 to 1,000.

        Raises
        ------
        RegistryError
            When there is no such scorecard, environment, status or run.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg.runs("book_club")
        no runs
        """
        return self._run(
            self._registry.runs(
                name, environment=environment, status=status, before=before, limit=limit
            )
        )

    def replay(
        self, run: str | Run, data: object = None, **options: Unpack[ReplayOptions]
    ) -> Replay:
        """Calculate a run again, and say whether it comes to the same, or what differs.

        It is done with the recorded version, parameters and options. Compared are fingerprints, so
        that a single changed cell is found: its column, and the block of 10,000 rows in the order
        of the key; and the scores to the bit. Nothing is written.

        Parameters
        ----------
        run
            The run, its id, or the beginning of it.
        data
            The table; the files that the run was of unless given.
        **options
            Limits, as in `sk.score`: threads, memory_limit, temp_directory, temp_limit,
            time_limit; and progress, as in `Scores.to_pandas`.

        Returns
        -------
        Replay
            True where all is identical; `differences` says what is not.

        Raises
        ------
        RegistryError
            When there is no such run, it is not done, or it was of data that are not given now.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann")
        ...     _ = reg.approve("book_club", 1, "Agreed", by="bob")
        ...     _ = reg.promote("book_club", 1, "Go", by="ann")
        ...     run = reg.score("book_club", data, detail="score", by="ann")
        ...     again = reg.replay(run.id)
        >>> bool(again), again.outcome, again.data
        (True, 'identical', 'book_club.parquet')
        """
        options.setdefault("progress", None)
        wanted = run.id if isinstance(run, Run) else run
        return replayed(self._run(self._registry.recorded(wanted)), data, options)
