"""Every edit of a scorecard that the playground knows, each from the file of its subject."""

from __future__ import annotations

from collections.abc import Mapping

from scoring_kit.playground.edits_base import Edit
from scoring_kit.playground.edits_branches import SetBinEdge, SetBinPoints, SetCategoryPoints
from scoring_kit.playground.edits_groups import SetAggregation, SetWeight
from scoring_kit.playground.edits_reading import read_edit
from scoring_kit.playground.edits_rules import (
    Replace,
    SetAdjustment,
    SetMissing,
    SetTier,
    SwitchAdjustment,
    SwitchKnockOut,
)
from scoring_kit.playground.edits_values import AddKnot, DeleteKnot, MoveKnot, SnapMonotone

__all__ = [
    "EDITS",
    "AddKnot",
    "DeleteKnot",
    "Edit",
    "MoveKnot",
    "Replace",
    "SetAdjustment",
    "SetAggregation",
    "SetBinEdge",
    "SetBinPoints",
    "SetCategoryPoints",
    "SetMissing",
    "SetTier",
    "SetWeight",
    "SnapMonotone",
    "SwitchAdjustment",
    "SwitchKnockOut",
    "edit_from",
]

EDITS: dict[str, type[Edit]] = {
    edit.kind: edit
    for edit in (
        SetWeight,
        SetAggregation,
        MoveKnot,
        AddKnot,
        DeleteKnot,
        SnapMonotone,
        SetBinEdge,
        SetBinPoints,
        SetCategoryPoints,
        SetMissing,
        SetTier,
        SetAdjustment,
        SwitchAdjustment,
        SwitchKnockOut,
        Replace,
    )
}
"""The edits by what they do."""


def edit_from(kind: str, fields: Mapping[str, object]) -> Edit:
    """Return the edit that plain data describes, as a screen sends it.

    Parameters
    ----------
    kind
        One of `EDITS`.
    fields
        The fields of that edit by name, as JSON has them: a list for a set of names, the
        document for a scorecard. Those with a default may be left out.

    Raises
    ------
    EditError
        When the kind or a field is unknown, a field is missing, or a value has another type.
        Whether the scorecard takes the edit shows when it is made.
    ScorecardError
        When the document in it is no scorecard.

    Examples
    --------
    >>> edit_from("tier cut", {"tier": "A", "cut": 65})
    SetTier(tier='A', cut=65)
    """
    return read_edit(EDITS, kind, fields)
