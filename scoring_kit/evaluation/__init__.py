"""How well scores find an event: figures, tables, two versions beside each other."""

from scoring_kit.evaluation.drift import Drift, psi
from scoring_kit.evaluation.evaluate import evaluate
from scoring_kit.evaluation.evaluation import Evaluation

__all__ = ["Drift", "Evaluation", "evaluate", "psi"]
