"""How versions move from draft to live, as `Registry` offers it."""

from __future__ import annotations

from os import PathLike
from typing import Unpack

from scoring_kit.impact import Impact
from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.evidence_making import Options
from scoring_kit.registry.records import Version
from scoring_kit.registry.registry_base import Waiting
from scoring_kit.report.report import Report


class Moves(Waiting):
    """What can be done with a version that was added."""

    def propose(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        data: object = None,
        sample: str | None = None,
        report: Report | str | PathLike[str] | None = None,
        impact: Impact | None = None,
        **options: Unpack[Options],
    ) -> Version:
        """Propose a version for an environment on evidence, against what is live there now.

        A draft can be proposed, and so can a version that was retired. It can be promoted as long
        as nothing else goes live in the meantime. Evidence is a report on just this version and,
        where another one is live, the impact against it, both of one sample; it is bound to both
        documents and the sample by their hashes, and kept.

        Parameters
        ----------
        name, number, message, environment
            Which version, why, and where.
        by
            Who does it; the user of the key unless given.
        data
            A table as in `write_report`, of which the evidence is made here; nobody else waits
            meanwhile.
        sample
            What the table is called, such as "customers of October"; the name of its file, unless
            given.
        report
            In the place of data: a report, or the path of one that `write_report` wrote, made with
            the live version as its `live=`.
        impact
            What `compare` returns, where the report has none.
        **options
            With data, as in `write_report`: outcome, event, weights, period, segments, key,
            parameters, table, types, top, threads, memory_limit, temp_directory, temp_limit,
            time_limit, progress.

        Raises
        ------
        ConflictError
            When somebody changed the live version while the evidence was made.
        RegistryError
            When the version is in another state, the evidence is about something else, or a guard
            refuses; the message says why.
        ScoringError
            When the table cannot be scored.
        OSError
            When the report cannot be read.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann", data=data, sample="October")
        ...     print(reg.evidence("book_club", 1).summary[0][:51])
        3,938 rows score 37.2 on average, from 9.2 to 95.9;
        """
        return self._run_with(
            lambda work: self._registry.propose(
                name,
                number,
                message,
                by=by,
                environment=environment,
                data=data,
                sample=sample,
                report=report,
                impact=impact,
                work=work,
                **options,
            )
        )

    def approve(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
    ) -> Version:
        """Approve a proposed version, as somebody who did not write it.

        Raises
        ------
        RegistryError
            When the version is in another state, or a guard refuses; the message says why.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann")
        ...     _ = reg.approve("book_club", 1, "Agreed", by="bob")
        ...     reg.history("book_club")[-1].after
        'approved'
        """
        return self._run(
            self._registry.approve(name, number, message, by=by, environment=environment)
        )

    def reject(
        self,
        name: str,
        number: int,
        reason: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
    ) -> Version:
        """Make a proposed or approved version a draft again, and say why.

        Raises
        ------
        RegistryError
            When the version is in another state, or a guard refuses; the message says why.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann")
        ...     _ = reg.reject("book_club", 1, "Too steep", by="bob")
        ...     reg.history("book_club")[-1].message
        'Too steep'
        """
        return self._run(
            self._registry.reject(name, number, reason, by=by, environment=environment)
        )

    def promote(
        self,
        name: str,
        number: int,
        message: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        revision: int | None = None,
    ) -> Version:
        """Make an approved version live, and retire the one that is.

        Parameters
        ----------
        name, number, message, environment
            Which version, why, and where.
        by
            Who does it; the user of the key unless given.
        revision
            Of the live version as it was seen (`Live.revision`; 0 for none). Where it has changed
            since, nothing is done.

        Raises
        ------
        ConflictError
            When somebody changed the live version after this one was proposed, or was seen.
        RegistryError
            When the version is in another state, or a guard refuses; the message says why.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann")
        ...     _ = reg.approve("book_club", 1, "Agreed", by="bob")
        ...     _ = reg.promote("book_club", 1, "Go", by="ann")
        ...     reg.live("book_club").revision
        1
        """
        return self._run(
            self._registry.promote(
                name, number, message, by=by, environment=environment, revision=revision
            )
        )

    def rollback(
        self,
        name: str,
        number: int,
        reason: str,
        *,
        by: str | None = None,
        environment: str = PRODUCTION,
        to: int | None = None,
        revision: int | None = None,
    ) -> Version:
        """Take back the live version: make live what was live before it. Returns that version.

        It is instant and asks no guard, as what it leads to was approved. Versions that were taken
        back themselves are passed over.

        Parameters
        ----------
        name, number, reason, environment
            Which version to take back, why, and where.
        by
            Who does it; the user of the key unless given.
        to
            An earlier version to go back to, which was live before.
        revision
            As in `promote`.

        Raises
        ------
        ConflictError
            When the version is not live, or no longer; it says who was first.
        RegistryError
            When no version was live before it.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Policy, Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     reg.set_policy(Policy(evidence=False), "Trying things out", by="ann")
        ...     for weights in (card, card.model_copy(update={"title": "Art for all"})):
        ...         number = reg.add(weights, "Next", author="ann").number
        ...         _ = reg.propose("book_club", number, "Ready", by="ann")
        ...         _ = reg.approve("book_club", number, "Agreed", by="bob")
        ...         _ = reg.promote("book_club", number, "Go", by="ann")
        ...     reg.rollback("book_club", 2, "Wrong title", by="bob").number
        1
        """
        return self._run(
            self._registry.rollback(
                name,
                number,
                reason,
                by=by,
                environment=environment,
                to=to,
                revision=revision,
            )
        )
