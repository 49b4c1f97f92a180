"""What raw data of a document looks like before it is checked."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_mapping(value: object) -> TypeGuard[dict[Any, Any]]:
    """Whether a value is a mapping of fields."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list; documents made in Python may hold tuples."""
    return isinstance(value, list | tuple)
