"""Play with a score at a million rows, against the live version."""
