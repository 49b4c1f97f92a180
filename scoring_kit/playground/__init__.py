"""Play with a score at a million rows, against the live version, every step a valid scorecard."""
