"""What proposals stood on, as `Registry` offers it."""

from __future__ import annotations

from scoring_kit.registry.artefacts import Artefact
from scoring_kit.registry.asynchronous_moves import PRODUCTION
from scoring_kit.registry.evidence import Evidence
from scoring_kit.registry.registry_base import Waiting


class KeptEvidence(Waiting):
    """Evidence and reports, as they were kept."""

    def evidence(self, name: str, number: int, environment: str = PRODUCTION) -> Evidence | None:
        """Return what the newest proposal of a version stands on.

        None where it stands on nothing, or there is no proposal.

        Raises
        ------
        RegistryError
            When there is no such scorecard, version or environment.
        TamperingError
            When it is not what the proposal stood on.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann", data=data, sample="October")
        ...     evidence = reg.evidence("book_club", 1)
        >>> evidence.sample.name, evidence.sample.rows
        ('October', 4000)
        """
        return self._run(self._registry.evidence(name, number, environment))

    def report(self, name: str, number: int, environment: str = PRODUCTION) -> Artefact:
        """Return the report that the newest proposal of a version stands on.

        Its `text` is the page, `save` writes it to a file, which `verify_report` can make again
        from the data.

        Raises
        ------
        RegistryError
            When there is none.
        TamperingError
            When it is not the one that was kept.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     _ = reg.propose("book_club", 1, "Ready", by="ann", data=data)
        ...     reg.report("book_club", 1).save(f"{folder}/report.html")
        ...     print(sk.verify_report(f"{folder}/report.html", data))
        report.html holds: made again from book_club.parquet, it is the same to the byte.
        """
        return self._run(self._registry.report(name, number, environment))

    def artefact(self, sha256: str) -> Artefact:
        """Return what is kept under a hash: evidence, a report, a policy, a fingerprint.

        Raises
        ------
        RegistryError
            When nothing is.
        TamperingError
            When it is not what was kept.

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
        ...     kept = reg.artefact(reg.history("book_club")[-1].policy)
        >>> Policy.from_json(kept.content)
        Policy(evidence=False)
        """
        return self._run(self._registry.artefact(sha256))
