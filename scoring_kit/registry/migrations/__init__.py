"""The tables of a registry, created and brought up to date."""

from scoring_kit.registry.migrations.upgrading import is_current, upgrade

__all__ = ["is_current", "upgrade"]
