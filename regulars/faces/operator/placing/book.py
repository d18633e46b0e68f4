"""The rulebook in force, the one announced, and those before."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.discovery.ranking import actions
from regulars.discovery.ranking.queries import (
    Edition,
    announced,
    book_of,
    editions,
    in_force,
    main_parameters,
    standing,
    why_sheltered,
)
from regulars.discovery.ranking.queries.words import in_words, part_word, percent
from regulars.discovery.ranking.rules import Rulebook
from regulars.faces.look.going import go
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import brands, said
from regulars.ground.kit import clock
from regulars.people.accounts.queries import people_by_key
from regulars.people.merchants.queries import stores_by_key

RIGHT, HISTORY = "market.merchants", 30


def index(request: HttpRequest) -> HttpResponse:
    """The rules in words."""
    actor = here(request)
    held, coming = in_force(), announced()
    return show(
        request,
        "placing/book",
        actor,
        "console_placing",
        held=held,
        coming=coming,
        said=in_words(book_of(held)) if held else [],
        coming_said=in_words(book_of(coming)) if coming else [],
        weights=weights(book_of(held)) if held else [],
        coming_weights=weights(book_of(coming)) if coming else [],
        parameters=[(part_word(name), percent(round(share, 3))) for name, share in main_parameters()],
        sheltered=len(why_sheltered()),
        pins=standing().count(),
        rows=_history(held),
        may=actor.may(RIGHT),
    )


def weights(book: Rulebook) -> list[tuple[str, str]]:
    """Names and weights of stores and brands, the greatest first."""
    stores = stores_by_key(book.stores)
    marks = {row.pk: row for row in brands(retired=True).filter(pk__in=book.brands)}
    found = [(said(one.name, one.name_zh), book.stores[key]) for key, one in stores.items()]
    found += [(said(one.name, one.name_zh), book.brands[key]) for key, one in marks.items()]
    return [(name, f"× {times:g}") for name, times in sorted(found, key=lambda one: -one[1])]


def _history(held: Edition | None) -> list[dict[str, object]]:
    rows = list(editions()[:HISTORY])
    people = people_by_key(row.by_id for row in rows)
    return [
        {
            "id": row.public_id,
            "number": row.number,
            "state": _state(row, held),
            "starts": row.starts_at,
            "published": row.published_at,
            "by": str(people.get(row.by_id or 0, _("Set up"))),
            "reason": row.reason or "–",
        }
        for row in rows
    ]


def _state(row: Edition, held: Edition | None) -> str:
    if row.withdrawn_at:
        return "cancelled"
    if held is not None and row.pk == held.pk:
        return "active"
    return "scheduled" if row.starts_at > clock.now() else "ended"


def withdraw(request: HttpRequest, edition_id: str) -> HttpResponse:
    """Take the announced rulebook back."""
    actor = here(request, RIGHT)
    actions.withdraw(by=actor, edition_id=edition_id)
    messages.success(request, _("The announcement is withdrawn. The rules in force stay."))
    return go("console_placing")
