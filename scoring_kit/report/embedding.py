"""Data inside a page: JSON that no browser runs, and a seal over all that stands before it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from scoring_kit.display.markup import Markup
from scoring_kit.errors import DataError, Problem

_OPENED = '<script type="application/json" id="scoring-kit-report">'
_CLOSED = "</script>"
_SEALED = re.compile(r"<!-- seal sha256:([0-9a-f]{64}) -->\n\Z")


def embedded(data: object) -> Markup:
    r"""Return plain data as an inert part of a page.

    What could end the part, or begin another one, is written as an escape of JSON.

    Examples
    --------
    >>> embedded({"name": "</script><b>"})[-53:]
    '{"name": "\\u003c/script\\u003e\\u003cb\\u003e"}</script>'
    """
    written = json.dumps(data, ensure_ascii=True, allow_nan=False)
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f"{_OPENED}{written}{_CLOSED}")


def extracted(page: str, name: str) -> Any:  # noqa: ANN401 - whatever the page holds
    """Return the data that a page holds; name: of the page, for errors.

    Raises
    ------
    DataError
        When it holds none.
    """
    written = embedded_text(page)
    if written is None:
        raise _no_report(name, "it holds no figures; `write_report` writes a file that does")
    try:
        return json.loads(written)
    except ValueError as error:
        raise _no_report(name, f"its figures cannot be read: {error}") from error


def embedded_text(page: str) -> str | None:
    """Return the data that a page holds as they are written; None where it holds none.

    Examples
    --------
    >>> embedded_text(f"<p>one</p>{embedded([1, 2])}")
    '[1, 2]'
    """
    start = page.find(_OPENED)
    end = page.find(_CLOSED, start)
    return None if start < 0 or end < 0 else page[start + len(_OPENED) : end]


def sealed(page: str) -> str:
    """Return a page with its seal: the sha256 of all that stands before it, in the last line."""
    return f"{page}<!-- seal sha256:{_digest(page)} -->\n"


def has_whole_seal(page: str) -> bool:
    """Return whether a page ends with the seal of what stands before it.

    Examples
    --------
    >>> page = sealed("<p>one</p>")
    >>> has_whole_seal(page), has_whole_seal(page.replace("one", "two"))
    (True, False)
    """
    found = _SEALED.search(page)
    return found is not None and _digest(page[: found.start()]) == found[1]


def _digest(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()


def _no_report(name: str, message: str) -> DataError:
    problem = Problem("no_report", name, message)
    return DataError([problem], source=name, refusal="is no report")
