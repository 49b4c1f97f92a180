"""Chains, of a scorecard and of the audit: each hash covers what was done and what was before."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import TypeVar

from scoring_kit.registry.records import AuditEntry, Transition
from scoring_kit.scorecard.canonical import document_hash

_LATER = ("evidence", "policy")
"""Fields of links that the first registries did not have."""


def chain_start(scorecard: str) -> str:
    """Return what the first link stands on, so that no chain passes for another's.

    Examples
    --------
    >>> chain_start("tiny") == chain_start("small"), len(chain_start("tiny"))
    (False, 64)
    """
    return document_hash({"scorecard": scorecard})


AUDIT_START = document_hash({"chain": "audit"})
"""What the first entry of the audit stands on."""

L = TypeVar("L", Transition, AuditEntry)


def link_hash(link: Transition | AuditEntry) -> str:
    """Return the sha256 of the canonical JSON of a link's fields, all but its own hash.

    Fields that came later are left out where they hold nothing, so that older links keep theirs.
    """
    found = {field.name: _plain(getattr(link, field.name)) for field in fields(link)}
    absent = {name for name in _LATER if found.get(name) is None}
    return document_hash({name: found[name] for name in found.keys() - absent - {"hash"}})


def sealed(link: L) -> L:
    """Return a link with its hash."""
    return replace(link, hash=link_hash(link))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value
