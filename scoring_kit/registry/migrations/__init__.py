"""The tables of a registry, created and brought up to date."""

from scoring_kit.registry.migrations.upgrade import is_current, upgrade

__all__ = ["is_current", "upgrade"]
