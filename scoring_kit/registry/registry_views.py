"""Several versions seen at once, as `Registry` offers it."""

from __future__ import annotations

from typing import Unpack, overload

from scoring_kit.impact import Impact
from scoring_kit.registry.asynchronous_views import Comparison, check_options, compared
from scoring_kit.registry.records import Holding
from scoring_kit.registry.registry_base import Waiting
from scoring_kit.scorecard.changes import Changes


class Views(Waiting):
    """What a registry holds, and how versions differ."""

    def overview(self) -> tuple[Holding, ...]:
        """Return how many versions each scorecard has, and which are live where, by name.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg.overview()
        (Holding(scorecard='book_club', versions=1, live={}),)
        """
        return self._run(self._registry.overview())

    @overload
    def compare(self, name: str, first: int, second: int, data: None = None) -> Changes: ...
    @overload
    def compare(
        self, name: str, first: int, second: int, data: object, **options: Unpack[Comparison]
    ) -> Impact: ...
    def compare(
        self, name: str, first: int, second: int, data: object = None, **options: Unpack[Comparison]
    ) -> Changes | Impact:
        """Return what differs between two versions; with data, what that means for its rows.

        Parameters
        ----------
        name, first, second
            The versions `first` and `second` of a scorecard; changes go from the first.
        data
            A table, as in `scoring_kit.compare`.
        options
            As in `scoring_kit.compare`: ``segments=``, ``top=``, ``key=``, ``parameters=`` and
            the others. They need data.

        Raises
        ------
        RegistryError
            When there is no such scorecard or version.
        TamperingError
            When a document was changed behind the registry's back.
        DataError
            When the table does not fit.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from scoring_kit.registry import Registry
        >>> from tempfile import TemporaryDirectory
        >>> card, data = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, Registry(f"sqlite:///{folder}/scores.db") as reg:
        ...     for edge in (60.0, 55.0):
        ...         tiers = {"tiers": (("A", edge), *card.tiers[1:])}
        ...         _ = reg.add(card.model_copy(update=tiers), "Next", author="ann")
        ...     print(reg.compare("book_club", 1, 2))
        ...     print(reg.compare("book_club", 1, 2, data).summary[1])
        tier A: 60 -> 55
        214 rows change tier: 214 up, 0 down.
        """
        check_options(data, options)
        # In the thread of whoever asks, so that it shows its progress and can be interrupted.
        return compared(self._run(self._registry.pair(name, first, second)), data, options)
