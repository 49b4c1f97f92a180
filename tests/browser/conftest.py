"""What the tests in a browser share."""

import pytest

from tests.browser.laboratory import chromium, close_browser


@pytest.fixture(scope="session")
def executable():
    """Give the browser of this machine; skip where there is none."""
    found = chromium()
    if found is None:
        pytest.skip("Chromium is not here: apt-get install chromium fonts-dejavu-core")
    yield found
    close_browser()
