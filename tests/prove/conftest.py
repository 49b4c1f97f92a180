"""The long campaigns use the fixtures of the short ones."""

from tests.agreement.conftest import campaign_folder, chunk_of
from tests.registry.conftest import copies, copies_in_postgresql, copies_in_sqlite, server, url

__all__ = [
    "campaign_folder",
    "chunk_of",
    "copies",
    "copies_in_postgresql",
    "copies_in_sqlite",
    "server",
    "url",
]
