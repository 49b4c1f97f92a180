"""Every edit of a scorecard that the playground knows, each from the file of its subject."""

from __future__ import annotations

from scoring_kit.playground.edits_base import Edit
from scoring_kit.playground.edits_branches import SetBinEdge, SetBinPoints, SetCategoryPoints
from scoring_kit.playground.edits_groups import SetAggregation, SetWeight
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
