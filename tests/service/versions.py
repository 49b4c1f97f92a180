"""Versions that no registry holds, for rooms that need no registry."""

from datetime import UTC, datetime

from scoring_kit.registry import Version
from scoring_kit.scorecard.canonical import canonical_bytes
from scoring_kit.scorecard.document import hash_of, to_document


def version_of(card, number=1):
    """Return a card as a version."""
    document = canonical_bytes(to_document(card)).decode()
    created = datetime(2026, 11, 27, tzinfo=UTC)
    return Version(card.name, number, hash_of(card), "ann", "first", created, document)
