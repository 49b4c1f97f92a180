"""The command line: `scoring-kit new`, `check`, `score`, `diff`, `report` and the others."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command line; errors go to standard error, without a traceback."""
    try:
        # Here, so that Ctrl-C is quiet while the commands are still being imported.
        from scoring_kit.cli.application import run

        run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except RuntimeError as error:
        if str(error) != "Query interrupted":  # what DuckDB makes of Ctrl-C
            raise
        sys.exit(INTERRUPTED)


__all__ = ["main"]
