"""The kinds of blocks there are: built in and of plug-ins."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from regulars.discovery.storefront import hooks
from regulars.discovery.storefront.blocks.page import PARTS
from regulars.discovery.storefront.hooks import Block, PageKind


def kinds() -> dict[str, Block]:
    """Every kind of block by its name; the first answer of a name counts."""
    return _asked(tuple(hooks.blocks.answers))


@lru_cache(maxsize=4)
def _asked(answers: tuple[Callable[[], Block], ...]) -> dict[str, Block]:
    found: dict[str, Block] = {}
    for one in hooks.blocks.ask():
        found.setdefault(one.kind, one)
    return found


def kinds_for(page: PageKind) -> list[Block]:
    """The kinds that may stand on such a page: parts of the page first, then by title."""
    fitting = [one for one in kinds().values() if page in one.pages]
    return sorted(fitting, key=lambda one: (bool(one.template), str(one.title)))


def part_kinds(page: PageKind) -> tuple[str, ...]:
    """The parts such a page has of itself, in the order they stand in where nobody arranged them."""
    return tuple(part[0] for part in PARTS.get(page, ()))
