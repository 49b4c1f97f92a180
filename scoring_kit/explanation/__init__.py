"""Why a row has its score: inputs, values, contributions and reasons of one row."""

from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation import Explanation
from scoring_kit.explanation.rows import find_row, wanted_row

__all__ = ["Explanation", "explain_row", "find_row", "wanted_row"]
