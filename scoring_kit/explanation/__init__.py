"""Why a row has its score, and which reasons many rows have."""

from scoring_kit.explanation.explained import Explained
from scoring_kit.explanation.explanation import Explanation

__all__ = ["Explained", "Explanation"]
