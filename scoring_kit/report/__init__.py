"""The report: one page with figures, the same bytes for the same inputs."""
