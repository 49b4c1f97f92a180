"""The campaign of `make test`: run once, in chunks, whatever process asks first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.agreement.campaign import Chunk, chunk_on_disk


@pytest.fixture(scope="session")
def campaign_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "agreement"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chunk_of(campaign_folder: Path) -> Callable[[int, int], Chunk]:
    """What the campaign found for some seeds: the first one and how many."""
    return lambda first, size: chunk_on_disk(campaign_folder, first, size)
