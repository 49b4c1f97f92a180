"""The chain of a scorecard: each link's hash covers what was done and the link before it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from scoring_kit.registry.records import Transition
from scoring_kit.scorecard.canonical import document_hash


def chain_start(scorecard: str) -> str:
    """Return what the first link stands on, so that no chain passes for another's.

    Examples
    --------
    >>> chain_start("tiny") == chain_start("small"), len(chain_start("tiny"))
    (False, 64)
    """
    return document_hash({"scorecard": scorecard})


def link_hash(link: Transition) -> str:
    """Return the sha256 of the canonical JSON of a link's fields, all but its own hash."""
    return document_hash(
        {
            field.name: _plain(getattr(link, field.name))
            for field in fields(link)
            if field.name != "hash"
        }
    )


def sealed(link: Transition) -> Transition:
    """Return a link with its hash."""
    return replace(link, hash=link_hash(link))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value
