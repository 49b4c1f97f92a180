"""The command line: `scoring-kit check`, `score`, `schema`."""

from scoring_kit.cli.application import main

__all__ = ["main"]
