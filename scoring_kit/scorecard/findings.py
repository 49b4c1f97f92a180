"""Findings: what is valid but probably wrong, with codes that stay the same over versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, overload

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From what has to be mended, over what is probably wrong, to what is good to know."""

FINDING_CODES: dict[str, str] = {
    "dead_branch": "a bin or category that no valid input can reach",
    "not_monotone": "values that turn although `monotone` says that they do not",
    "monotone_unknown": "a value function of which nobody can say whether it is monotone",
    "inert": "a criterion or group that cannot change the score",
    "duplicate_criterion": "two criteria with one input and one value function",
    "not_fitted": "statistics that `fit_references` has to complete before anything is scored",
    "weights_do_not_sum": "weights of a mean that look like shares and do not sum to 1",
    "unused_weight": "a weight under an aggregation that has none",
    "unreachable_tier": "a tier that no possible score lies in",
    "reason_without_text": "a reason code that has no text",
    "text_without_reason": "a text whose reason code nothing gives",
    "unused": "a derived input or parameter that nothing reads",
    "column_missing": "an input that the table lacks",
    "column_type": "a column of another type than its use",
    "column_names": "columns that cannot be told apart, or have no proper name",
    "table_unreadable": "a table that cannot be read",
    "no_rows": "a table without rows",
    "constant_column": "an input with one value in all rows",
    "duplicate_key": "keys that several rows share",
    "missing_key": "rows without a key",
    "unknown_category": "values in the data that no category lists",
    "empty_branch": "a bin or category that no row of the data falls in",
    "not_ok": "the share of rows in which a criterion's input is not ok",
}
"""Every code that `check_scorecard` can give, with its meaning."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is valid and probably not meant.

    code: one of `FINDING_CODES`. place: where in the document, such as
    ``score.of.0.value.bins.2``; a column's name where it is about the data.
    message: what was found and what to do.
    """

    code: str
    severity: Severity
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.place or 'document'}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, repr=False)
class Findings(Sequence[Finding]):
    """Findings, the most severe first, else in document order.

    Examples
    --------
    >>> Findings((Finding("inert", "warning", "score.of.0", "'age' weighs 0"),))
    1 finding: 1 warning
    warning  inert  score.of.0  'age' weighs 0
    """

    items: tuple[Finding, ...] = ()

    @classmethod
    def sorted(cls, findings: Iterable[Finding]) -> Findings:
        """Return findings with the most severe first; those of one severity keep their order."""
        rank = {severity: index for index, severity in enumerate(SEVERITIES)}
        return cls(tuple(sorted(findings, key=lambda finding: rank[finding.severity])))

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended before the scorecard is used."""
        return any(finding.severity == "error" for finding in self.items)

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each finding."""
        return tuple(finding.code for finding in self.items)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        rows = [(f.severity, f.code, f.place or "document") for f in self.items]
        formats = [f"{{:{max(map(len, column))}}}" for column in zip(*rows, strict=True)]
        lines = [
            "  ".join([*map(str.format, formats, row), finding.message])
            for row, finding in zip(rows, self.items, strict=True)
        ]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self) -> str:
        from scoring_kit.scorecard.html_findings import findings_html

        return findings_html(self)

    @property
    def summary(self) -> str:
        """How many findings there are of each severity: ``2 findings: 1 error, 1 note``."""
        if not self.items:
            return "no findings"
        counts = Counter(finding.severity for finding in self.items)
        parts = [_counted(counts[severity], severity) for severity in SEVERITIES]
        return f"{_counted(len(self.items), 'finding')}: {', '.join(filter(None, parts))}"


def _counted(count: int, noun: str) -> str:
    """Return '2 errors', '1 error', or nothing for none."""
    return "" if count == 0 else f"{count:,} {noun}{'' if count == 1 else 's'}"
