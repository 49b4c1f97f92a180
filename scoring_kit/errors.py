"""What can go wrong, one class per phase, all under `ScoringError`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a document, expression or table.

    code: one of the documented codes, stable over versions.
    place: where, as a path such as ``score.of.0.value.bins.2``; empty for the whole.
    message: what was found, what is allowed, and the next step, in one or two sentences.
    line: line in the file, from 1; None where there is no file.
    """

    code: str
    place: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}, " if self.line is not None else ""
        return f"{where}{self.place or 'document'}: {self.message} [{self.code}]"


class ScoringError(Exception):
    """The base of every error that scoring_kit raises on purpose."""


class ScorecardError(ScoringError):
    """A document is not a valid scorecard. `problems` holds everything that was found."""

    def __init__(self, problems: Sequence[Problem], source: str = "scorecard") -> None:
        self.problems = tuple(problems)
        self.source = source
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = [f"{source} has {count}:", *(f"- {problem}" for problem in self.problems)]
        super().__init__("\n".join(lines))


class ExpressionError(ScoringError):
    """An expression cannot be understood or mixes types. `code` is a problem code."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class MergeError(ScoringError):
    """A choice does not fit a merge: nothing differs at its place, or it cannot be there."""


class CompileError(ScoringError):
    """A valid scorecard cannot be turned into a plan, say because a parameter is not given."""


class DataError(ScoringError):
    """A table does not fit the scorecard or cannot be read. `problems` holds all of them."""

    def __init__(
        self,
        problems: Sequence[Problem],
        source: str = "table",
        refusal: str = "cannot be scored",
    ) -> None:
        self.problems = tuple(problems)
        self.source = source
        placed = [replace(item, place=item.place or "table") for item in self.problems]
        lines = [f"{source} {refusal}:", *(f"- {problem}" for problem in placed)]
        super().__init__("\n".join(lines))


class EngineError(ScoringError):
    """An engine failed or was stopped while it ran a plan."""


class FitError(ScoringError):
    """Statistics cannot be derived from the data, say because a column is constant."""


class RegistryError(ScoringError):
    """A registry refuses, or cannot be read. `code` says why, the same over versions."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class ConflictError(RegistryError):
    """Somebody else was first; the message says who, and what to look at.

    merge: a `Merge` of both edits where somebody else added a version first, else None.
    """

    merge: Any = None


class TamperingError(RegistryError):
    """What a registry holds was changed behind its back."""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the closest allowed name, or an empty text."""
    folded = {other.casefold(): other for other in allowed}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""
