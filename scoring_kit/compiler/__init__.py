"""From a scorecard to a plan: inputs, values, groups, score, contributions, reasons."""

from scoring_kit.compiler.compile import compile_scorecard
from scoring_kit.compiler.plan import Plan

__all__ = ["Plan", "compile_scorecard"]
