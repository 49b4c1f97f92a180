"""A first scorecard from what a table holds: `draft_scorecard`."""

from scoring_kit.drafting.draft import Draft, draft_scorecard

__all__ = ["Draft", "draft_scorecard"]
