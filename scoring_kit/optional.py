"""Packages that are not always there, and what to install when one is missed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from scoring_kit.errors import ScoringError

EXTRAS = {
    "altair": "charts",
    "anywidget": "lab",
    "fastapi": "serve",
    "gunicorn": "serve",
    "httpx": "client",
    "ipywidgets": "lab",
    "numba": "fast",
    "polars": "polars",
    "pyarrow": "arrow",
    "sklearn": "yardstick",
    "sqlalchemy": "registry",
    "tqdm": "lab",
    "uvicorn": "serve",
}
"""The extra that brings a package."""


class MissingPackageError(ScoringError, ImportError):
    """A package is needed that is not installed."""


def require(package: str, purpose: str) -> ModuleType:
    """Return an optional package.

    purpose: what needs it, such as "charts".

    Raises
    ------
    MissingPackageError
        When it is not installed; the message says what installs it.

    Examples
    --------
    >>> require("json", "this example").__name__
    'json'
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:  # it is there, and something that it needs is not
            raise
        extra = EXTRAS.get(package)
        what = f"'scoring-kit[{extra}]'" if extra else package
        message = f"{package} is needed for {purpose} and is not installed: pip install {what}"
        raise MissingPackageError(message, name=package) from error
