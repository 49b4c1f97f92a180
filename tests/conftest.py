"""What all tests share: how hard hypothesis tries, and where published results are found."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TRUTH = "SCORING_KIT_TRUTH"
"""Names the folder that holds results which others published."""

# A slow or shared machine is no failure, so nothing is timed. `make test` tries the same cases
# every time; `make prove` draws new ones, and ten times as many.
settings.register_profile(
    "test", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "prove",
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


@pytest.fixture(scope="session")
def truth() -> Path:
    """Return the folder of published results; skip, or fail under CI, where there is none."""
    folder = os.environ.get(TRUTH, "")
    if Path(folder).is_dir() and folder:
        return Path(folder)
    reason = f"published results are not here: set {TRUTH} to their folder"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of the small files that come with the project."""
    return Path(__file__).parents[1] / "data"
