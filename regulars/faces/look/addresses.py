"""Addresses of pages by their names, worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its name, as `reverse` gives it. Raises NoReverseMatch."""
    if kwargs:
        return reverse(name, args=args, kwargs=kwargs)
    return _known(name, tuple([one if type(one) is str else str(one) for one in args]), get_script_prefix())


@lru_cache(maxsize=10_000)
def _known(name: str, args: tuple[str, ...], _prefix: str) -> str:
    return reverse(name, args=args)
