# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds broken on purpose: a campaign that does not see them proves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(holder: Any, name: str, by: Any, *, when: bool = True) -> Iterator[None]:
    """Let one part of the product be another one for a while.

    Args:
        holder: module or class.
        name: of its attribute.
        by: what stands in its place.
        when: False leaves it alone.
    """
    whole = vars(holder).get(name)
    if when:
        setattr(holder, name, by)
    try:
        yield
    finally:
        if whole is None:  # a builtin that the module had under its own name for a while
            vars(holder).pop(name, None)
        else:
            setattr(holder, name, whole)
