"""A service asked from a notebook or a program: scores, explanations, and what is live."""
