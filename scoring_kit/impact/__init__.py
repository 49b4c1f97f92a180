"""What changes from one version of a scorecard to another on the rows of a table."""

from scoring_kit.impact.compare import compare
from scoring_kit.impact.impact import Impact

__all__ = ["Impact", "compare"]
