"""HTML that cannot carry anything but what was meant: texts are escaped where they enter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeVar

Item = TypeVar("Item")

LONGEST = 240
"""Characters of a user's text that are shown; the rest stands behind an ellipsis."""

LONGEST_TITLE = 2_000
"""Characters of the full form that pops up over a text that was cut."""

LONGEST_WORD = 20
"""Letters of a word that never breaks; in a table a longer one may, once it is this wide."""

TAG = re.compile(r"[a-z][a-z0-9]*")
# NUL and its like are no text in HTML, half a surrogate pair cannot be saved as UTF-8, and what
# turns the direction of text would turn the sentence around it.
NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
VOID = frozenset({"br", "hr", "col"})
JOINT = re.compile(r"_(?=[^\W_])")


class Markup(str):
    """A text that is HTML already; any other text is escaped when it is put in."""

    __slots__ = ()


Child = str | int | None
"""What an element holds: markup as it is, texts escaped, whole numbers, nothing for None."""


def text(value: object) -> Markup:
    """Return a value as escaped text.

    Examples
    --------
    >>> text("a < b & c")
    'a &lt; b &amp; c'
    """
    return value if isinstance(value, Markup) else Markup(escape(NO_TEXT.sub("\ufffd", str(value))))


def element(tag: str, /, *children: Child, **attributes: str | float | None) -> Markup:
    """Return an element; attributes are named with underscores: ``class_``, ``aria_label``.

    An attribute that is None is left out.

    Examples
    --------
    >>> element("b", "Tom & Co", class_="name")
    '<b class="name">Tom &amp; Co</b>'
    """
    if TAG.fullmatch(tag) is None:
        raise ValueError(f"{tag!r} is no name of an element")
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    opened = f"<{tag}{written}>"
    return Markup(opened if tag in VOID else f"{opened}{join(children)}</{tag}>")


def join(children: Iterable[Child], separator: str = "") -> Markup:
    """Return children one after the other, the separator escaped like them.

    Examples
    --------
    >>> join(["a", None, "b"], " < ")
    'a &lt; b'
    """
    return Markup(text(separator).join(text(child) for child in children if child is not None))


def said(value: object, limit: int = LONGEST) -> Markup:
    """Return a text of the user's: cut where it is very long, and apart from what it stands in.

    Apart: a name written from right to left does not turn the sentence around it.

    Examples
    --------
    >>> said("x" * 300, limit=3)[:50]
    '<bdi title="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
    """
    whole = str(value)
    is_cut = len(whole) > limit
    shown = f"{whole[:limit].rstrip()}…" if is_cut else whole
    is_long = any(len(word) > LONGEST_WORD for word in re.split(r"[\s_]", shown))
    return element(
        "bdi",
        breaking(shown),
        class_="long" if is_long else None,
        title=shortened(whole, LONGEST_TITLE) if is_cut else None,
    )


def breaking(name: str) -> Markup:
    """Return a name that goes on in the next line after an underscore, where it has to.

    Examples
    --------
    >>> breaking("months_since_order")
    'months_<wbr>since_<wbr>order'
    """
    return Markup(JOINT.sub("_<wbr>", text(name)))


def shortened(value: str, limit: int) -> str:
    """Return a text of at most `limit` characters, with an ellipsis where it was cut."""
    return value if len(value) <= limit else f"{value[: limit - 1]}…"


def some(items: Sequence[Item], limit: int) -> tuple[Sequence[Item], int]:
    """Return the first items and how many are left out; never leaves out just one.

    Examples
    --------
    >>> some("abcde", 3)
    ('abc', 2)
    >>> some("abcd", 3)
    ('abcd', 0)
    """
    if len(items) <= limit + 1:
        return items, 0
    return items[:limit], len(items) - limit
