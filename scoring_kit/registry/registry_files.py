"""A registry as a folder of files, as `Registry` offers it."""

from __future__ import annotations

from os import PathLike

from scoring_kit.registry.folder_contents import Exported, Imported
from scoring_kit.registry.registry_base import Waiting


class Files(Waiting):
    """What a registry holds, as files that git can review, and back."""

    def export(self, folder: str | PathLike[str]) -> Exported:
        """Write all that the registry holds into a folder, for git to keep and people to review.

        The same registry gives the same bytes. A folder that holds an earlier export of it gets
        what is new, and nothing in it is removed; files of others are left alone. Each file is
        written whole or not at all, and ``registry.json`` last: an export that was interrupted is
        known by it, and ended by the next one.

        ======================================= ===================================================
        ``live.yaml``                           what is live where, for people
        ``scorecards/NAME/versions/1.yaml``     a version, as `write_scorecard` writes it
        ``scorecards/NAME/live/production.yaml`` what is live, so that a change shows what differs
        ``scorecards/NAME/history.jsonl``       the chain: a link a line, its hash in it
        ``scorecards/NAME/runs.jsonl``          the runs that have ended
        ``scorecards/NAME/policies.jsonl``      its policies (``policies.jsonl``: those of all)
        ``artefacts/``                          evidence and reports, by their sha256
        ``registry.json``                       how far all of this goes
        ======================================= ===================================================

        A line of a history without its ``hash`` is what that hash was made of. Users, keys and the
        audit stay where they are: they are of this database, not of its scorecards.

        Parameters
        ----------
        folder
            One that holds an earlier export, or none of these files; it is created where its
            parent is there.

        Raises
        ------
        TamperingError
            When something was changed behind the registry's back.
        ConflictError
            When the folder holds what the registry does not.
        RegistryError
            When it is no folder, or holds files of others where these would be.
        OSError
            When a file cannot be written.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from pathlib import Path
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     exported = reg.export(Path(folder) / "review")
        ...     exported.totals["version"], reg.export(Path(folder) / "review").written
        (1, 0)
        """
        return self._run(self._registry.export(folder))

    def import_from(self, folder: str | PathLike[str], *, by: str | None = None) -> Imported:
        """Take in all of an export that the registry does not hold.

        First every hash and chain in the folder is verified. The registry holds nothing of a
        scorecard, or the beginning of its history; then all that is new is written as it was, in
        one transaction: history, what is live and was live, evidence, runs. What is there already
        stays, so that importing twice changes nothing. Where a history goes otherwise, nothing is
        taken in.

        Hashes prove that what is there fits together, not who wrote it: take folders from those
        who may write them. Links that were made with a key stay so, and the audit tells whose keys
        of the other registry these are.

        Parameters
        ----------
        folder
            That of an export.
        by
            Who does it, where the registry has no keys; else the key's user, who is an admin.

        Raises
        ------
        TamperingError
            When the folder is not as it was written, with all that is wrong.
        ConflictError
            When the registry goes otherwise, with every place.
        RegistryError
            When the folder is none of an export, or a newer scoring_kit wrote it.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder:
        ...     with Registry(f"sqlite:///{folder}/one.db") as one:
        ...         _ = one.add(card, "First weights", author="ann")
        ...         _ = one.export(f"{folder}/review")
        ...     with Registry(f"sqlite:///{folder}/other.db") as other:
        ...         _ = other.import_from(f"{folder}/review", by="bob")
        ...         other.version("book_club", 1).author
        'ann'
        """
        return self._run(self._registry.import_from(folder, by=by))
