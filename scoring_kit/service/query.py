"""What the query of an address says: names that are known, each once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import parse_qsl

from scoring_kit.errors import nearest
from scoring_kit.service.problems import Fault, ServiceError, pointer

_MOST = 50
_NOTHING: Mapping[str, str] = {}


def read_query(query: bytes, allowed: Collection[str]) -> Mapping[str, str]:
    """Return the values of a query by name.

    A name that is not known is refused: with `verison=3`, somebody would follow the live version.

    Raises
    ------
    ServiceError
        When a name is unknown, there twice or empty (422).

    Examples
    --------
    >>> read_query(b"version=3", {"version"})
    {'version': '3'}
    """
    if not query:
        return _NOTHING
    try:
        pairs = parse_qsl(
            query.decode("latin-1"),
            keep_blank_values=True,
            max_num_fields=_MOST,
            errors="strict",
        )
    except ValueError:
        raise wrong_query("", "it cannot be read") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in allowed:
            raise wrong_query(name, f"there is no such parameter{nearest(name, allowed)}")
        if name in found or not value:
            raise wrong_query(name, "one value is expected")
        found[name] = value
    return found


def number_in(query: Mapping[str, str], name: str, highest: int = 2**31 - 1) -> int | None:
    """Return a whole number from 1 in a query; None where it is not there.

    Raises
    ------
    ServiceError
        When it is none (422).
    """
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= highest):
        raise wrong_query(name, f"a whole number from 1 to {highest} is expected")
    return int(text)


def wrong_query(name: str, message: str) -> ServiceError:
    """Return the refusal of a query."""
    fault = Fault(pointer("query", name[:100]), "query", message)
    return ServiceError(422, "query", "the query is wrong; see errors", [fault])
