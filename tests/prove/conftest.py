"""The long campaigns use the fixtures of the short ones."""

from tests.agreement.conftest import campaign_folder, chunk_of

__all__ = ["campaign_folder", "chunk_of"]
