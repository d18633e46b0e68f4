"""The scorecard of a store and of one product."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.discovery.ranking.queries import (
    announced,
    book_of,
    current,
    dry_run,
    in_force,
    levers_of,
    scorecard,
    why_sheltered,
)
from regulars.discovery.ranking.queries.traffic import Scorecard
from regulars.discovery.ranking.queries.words import (
    factor_word,
    in_words,
    page_word,
    part_word,
    percent,
    rule_word,
)
from regulars.discovery.ranking.rules.scorecard import Card, Lever
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.goods.catalog.queries import product_of, said, titles_of
from regulars.people.merchants.queries import Store

PERIODS = (7, 28)
PLACES, GOODS = 20, 100


def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The store's goods together and one by one, and what the announced rules would change."""
    store, actor = here(request, store_id)
    need(actor, "products")
    days = _days(request)
    found = scorecard(store, days)
    held = in_force()
    return show(
        request,
        "placing/index",
        store,
        actor,
        "desk_placing",
        days=days,
        periods=_periods(days),
        found=_shown(found.store),
        goods=_goods(store, found, days),
        said=in_words(book_of(held)) if held else [],
        shelter=_shelter(store),
        coming=_coming(store, found),
        decisions=len(found.decisions),
    )


def product(request: HttpRequest, store_id: str, product_id: str) -> HttpResponse:
    """One product, and its levers. Raises NotFound."""
    store, actor = here(request, store_id)
    need(actor, "products")
    row, days = product_of(store, product_id), _days(request)
    found = scorecard(store, days)
    return show(
        request,
        "placing/one",
        store,
        actor,
        "desk_placing",
        days=days,
        title=said(row.title, row.title_zh),
        product_id=row.public_id,
        found=_shown(found.cards.get(row.public_id, Card())),
        levers=[
            _lever(one)
            for one in levers_of(found.decisions, row.public_id)
            if round(one.gain, 1) or one.shown_after > one.shown_before
        ],
        weights=_weights(row.store_id, row.brand_id),
    )


def _days(request: HttpRequest) -> int:
    return PERIODS[1] if request.GET.get("days") == str(PERIODS[1]) else PERIODS[0]


def _periods(days: int) -> list[dict[str, Any]]:
    return [
        {"label": _("%(days)s days") % {"days": one}, "href": f"?days={one}", "current": one == days}
        for one in PERIODS
    ]


def _shown(card: Card) -> dict[str, Any]:
    """What a page shows of a card."""
    return {
        "offered": card.offered,
        "shown": card.shown,
        "clicks": card.clicks,
        "rate": percent(round(card.clicks / card.shown, 4)) if card.shown else "–",
        "place": f"{card.mean_place:.1f}" if card.mean_place is not None else "–",
        "bars": [{"label": str(at + 1), "value": card.places[at]} for at in range(_last(card))],
        "spots": [(page_word(spot), many) for spot, many in card.spots.most_common()],
        "rules": [(rule_word(rule), many) for rule, many in card.rules.most_common()],
        "factors": [(factor_word(name), f"× {times:g}") for name, times in sorted(card.factors.items())],
        "parts": _parts(card),
        "above_factors": [
            (factor_word(name), f"× {times:.3g}")
            for name, times in (sorted(card.above_factors.items()) if card.tells_above else ())
        ],
    }


def _last(card: Card) -> int:
    return min(max(card.places, default=-1) + 1, PLACES)


def _parts(card: Card) -> list[tuple[str, str, str]]:
    """Each part: the mean of one's own, and of what stood directly above ("–" when too little did)."""
    above = card.above if card.tells_above else {}
    return [
        (
            part_word(name),
            f"{card.parts.get(name, 0.0):.3f}",
            f"{above[name]:.3f}" if name in above else "–",
        )
        for name in sorted(card.parts.keys() | above.keys())
    ]


def _goods(store: Store, found: Scorecard, days: int) -> list[dict[str, Any]]:
    cards = sorted(((name, one) for name, one in found.cards.items() if name), key=lambda it: -it[1].shown)[
        :GOODS
    ]
    titles = titles_of(store, [name for name, _card in cards])
    return [
        {
            "id": name,
            "title": said(*titles[name]),
            "href": f"{reverse('desk_placed', args=[store.public_id, name])}?days={days}",
            "shown": one.shown,
            "clicks": one.clicks,
            "place": f"{one.mean_place:.1f}" if one.mean_place is not None else "–",
            "why": rule_word(one.rules.most_common(1)[0][0]) if one.rules else _("Offered, not shown"),
        }
        for name, one in cards
        if name in titles
    ]


def _shelter(store: Store) -> str:
    why = why_sheltered().get(store.pk, "")
    return {
        "new": _("Your store is new: places are kept for stores like yours."),
        "small": _("Your store is small: places are kept for stores like yours."),
    }.get(why, "")


def _coming(store: Store, found: Scorecard) -> dict[str, Any] | None:
    """What the announced rulebook would have done to these lists; None when none is announced."""
    coming = announced()
    if coming is None:
        return None
    trial = dry_run(book_of(coming), found.decisions)
    before, after = trial.before.stores[store.pk], trial.after.stores[store.pk]
    return {
        "number": coming.number,
        "starts_at": coming.starts_at,
        "reason": coming.reason,
        "said": in_words(book_of(coming)),
        "before": before,
        "after": after,
        "share_before": percent(round(before / (trial.before.places or 1), 4)),
        "share_after": percent(round(after / (trial.after.places or 1), 4)),
    }


def _lever(one: Lever) -> dict[str, Any]:
    gain = round(one.gain, 1)
    return {
        "part": part_word(one.part),
        "value": f"{one.value:.3f}",
        "target": f"{one.target:.3f}",
        "gain": f"+{gain:g}" if gain > 0 else f"{gain:g}",
        "before": f"{one.before:.1f}",
        "after": f"{one.after:.1f}",
        "shown": _more(one.shown_after - one.shown_before),
    }


def _more(times: int) -> str:
    """How much oftener something would be shown; nothing where it would not."""
    said = ngettext("shown %(n)s time more", "shown %(n)s times more", times) % {"n": times}
    return said if times > 0 else ""


def _weights(store: int, brand: int | None) -> list[tuple[str, str]]:
    book = current()
    return [
        (factor_word("weight.store"), f"× {book.stores.get(store, 1.0):g}"),
        (factor_word("weight.brand"), f"× {book.brands.get(brand or 0, 1.0):g}"),
    ]
