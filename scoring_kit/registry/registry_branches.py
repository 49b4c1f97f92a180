"""Proposals as branches of git, as `Registry` offers them."""

from __future__ import annotations

from os import PathLike
from typing import Unpack

from scoring_kit.registry.asynchronous_views import Comparison
from scoring_kit.registry.git_branch import Branch
from scoring_kit.registry.records import PRODUCTION
from scoring_kit.registry.registry_base import Waiting


class Branches(Waiting):
    """Proposals that git can review."""

    def write_branch(
        self,
        name: str,
        number: int,
        repository: str | PathLike[str] = ".",
        *,
        environment: str = PRODUCTION,
        path: str | PathLike[str] | None = None,
        branch: str | None = None,
        base: str = "HEAD",
        by: str | None = None,
        data: object = None,
        **options: Unpack[Comparison],
    ) -> Branch:
        """Write a version as a branch of git with one commit, for people to review.

        Its message says what changes from the live version, and the impact where it is known: that
        of the evidence, if what is live is what it was made against, or of `data`. Nothing of what
        is being worked on is touched: neither files, nor index, nor branch; no hook runs. What the
        registry holds stays as it is; `propose` is another thing.

        A branch that holds this already stays as it is.

        Parameters
        ----------
        name, number, environment
            Which version, and where it is to go live.
        repository
            A folder in a work tree of git.
        path
            The file that is to hold the scorecard, from that folder; its comments stay. That of an
            export unless given (``scorecards/NAME/live/production.yaml``).
        branch
            Its name; ``propose/NAME-NUMBER`` unless given.
        base
            The commit that it stands on, by any name.
        by
            The author, ``Ann`` or ``Ann <ann@example.org>``; whoever git says it is unless given.
        data
            A table to tell the impact on, as in `scoring_kit.compare`.
        **options
            As in `scoring_kit.compare`; they need data.

        Raises
        ------
        RegistryError
            When the version is live, git is not there or refuses, or the file is none of this
            scorecard, or holds the version already.
        ConflictError
            When the branch is there with something else.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> import subprocess
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     who = ["git", "-C", folder, "-c", "user.name=ann", "-c", "user.email=a@example.org"]
        ...     for words in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "Begin"]):
        ...         _ = subprocess.run([*who, *words], check=True)
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     written = reg.write_branch("book_club", 1, folder, by="ann <a@example.org>")
        >>> written.name, written.subject
        ('propose/book_club-1', 'Propose book_club 1: First weights')
        """
        return self._run_with(
            lambda work: self._registry.write_branch(
                name,
                number,
                repository,
                environment=environment,
                path=path,
                branch=branch,
                base=base,
                by=by,
                data=data,
                work=work,
                **options,
            )
        )
