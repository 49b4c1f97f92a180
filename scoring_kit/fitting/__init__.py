"""Statistics of reference data, frozen into a scorecard."""

from scoring_kit.fitting.references import fit_references

__all__ = ["fit_references"]
