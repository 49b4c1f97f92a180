"""What a registry shows of itself, as `Registry` offers it: ``reg``, and ``reg["book_club"]``."""

from __future__ import annotations

from collections.abc import Iterator

from scoring_kit.errors import RegistryError
from scoring_kit.registry.registered import RegisteredScorecard
from scoring_kit.registry.registry_base import Waiting


class Pages(Waiting):
    """Scorecards by their names."""

    def __getitem__(self, name: str) -> RegisteredScorecard:
        """Return a scorecard as it is now: its versions, what is live where, and its history.

        Raises
        ------
        RegistryError
            When there is no such scorecard.
        TamperingError
            When a version was changed behind the registry's back.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> from tempfile import TemporaryDirectory
        >>> card, _ = sk.example("book_club")
        >>> with TemporaryDirectory() as folder, sk.Registry(f"sqlite:///{folder}/s.db") as reg:
        ...     _ = reg.add(card, "First weights", author="ann")
        ...     reg["book_club"].newest.message
        'First weights'
        """
        return self._run(self._registry.registered(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._run(self._registry.names()))

    def __contains__(self, name: object) -> bool:
        return name in self._run(self._registry.names())

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def _repr_html_(self) -> str:
        from scoring_kit.registry.html_listing import listing_html, unreadable_html

        address = self._registry.address
        try:
            return listing_html(address, self._run(self._registry.listing()))
        except RegistryError as error:
            return unreadable_html(address, str(error))
