"""What came of the variants between which the engine chooses, as the builder shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from regulars.discovery.recommend.figures.brought import Brought, Rate, brought
from regulars.discovery.storefront import queries
from regulars.discovery.storefront.rules import picking
from regulars.faces.look.pages import wording
from regulars.faces.look.pages.bench import Bench, Place


@dataclass(frozen=True, slots=True)
class Line:
    """One variant: its id (empty: the block's own settings), what it is called, and what came of it."""

    variant: str
    name: str
    words: str
    shown: int
    clicks: str
    orders: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """All variants between which is chosen; `fixed`: somebody said which one."""

    lines: list[Line]
    fixed: bool


def choice(bench: Bench, at: Place, block: Mapping[str, Any]) -> Choice | None:
    """The variants of a block that fit everybody alike; None where there is nothing to choose."""
    names = picking.free({**block, "fixed": ""})
    if len(names) < 2:
        return None
    page = queries.page_of(bench.store, at.kind, at.subject)
    found = {one.variant: one for one in (brought(page.public_id, block["id"]) if page else ())}
    lines = [_line(block, name, number, found.get(name)) for number, name in enumerate(names)]
    return Choice(lines, any(one.fixed for one in lines))


def _line(block: Mapping[str, Any], name: str, number: int, found: Brought | None) -> Line:
    variant, settings = picking.named(block, name)
    said = _("Everybody else") if not variant else _("Variant %(number)s") % {"number": number}
    return Line(
        name, said, _words(settings), found.shown if found else 0, _told(found.clicks if found else None),
        _told(found.orders if found else None), block.get("fixed") == name,
    )  # fmt: skip


def _words(settings: Mapping[str, Any]) -> str:
    """The first words somebody wrote into it."""
    return next((words for one in settings.values() if (words := wording.first(one)) and _said(one)), "")[:60]


def _said(value: Any) -> bool:
    return isinstance(value, Mapping)


def _told(rate: Rate | None) -> str:
    """ "12 (8–15 %)": how many, and between which shares the truth lies."""
    if rate is None:
        return "–"
    return _("%(count)s (%(low)s–%(high)s %%)") % {
        "count": rate.count,
        "low": round(100 * rate.low),
        "high": round(100 * rate.high),
    }
