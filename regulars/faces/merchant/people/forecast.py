"""Who will order again: what is expected, and how true the last forecast came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_datetime
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people.asking import reader
from regulars.faces.merchant.people.charts import keep, pictures, words
from regulars.ground.lake.figures import Answer, Point, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments.rules.forecast import FEWEST_AGAIN, FEWEST_PEOPLE, HORIZON
from regulars.people.merchants.queries import Store

NAME = "people.forecast"


@sitting()
def page(request: HttpRequest, store_id: str) -> HttpResponse:
    """Orders to come, who is likely to make them, and the forecast of 90 days ago beside what happened."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    asked = reader(request, store)
    found = ask(NAME, store, asked.as_of)
    by_key = {point.keys: point for point in found.points}
    return show(
        request,
        "people/forecast",
        store,
        actor,
        "desk_people",
        asked=asked,
        as_of=local_datetime(asked.as_of),
        found=found,
        days=found.windows["days"],
        lacking=_lacking(by_key) if found.value is None else [],
        buyers=int(by_key[("buyers",)].value or 0),
        still=by_key.get(("still-buyers",)),
        coming=by_key.get(("coming-back",)),
        charts={one.id: one for one in pictures(asked, registry[NAME], found)},
        keeping=list(_keeping(store, found)),
        trial=_trial(by_key),
        said=registry[NAME],
    )


def _keeping(store: Store, found: Answer) -> Iterator[dict[str, str]]:
    for point in found.points:
        if point.keys[0] == "chance" and point.value:
            label = words.chance(point.keys[1])
            yield {"label": label, "href": keep(store, label, point.people)}


def _lacking(by_key: dict[tuple[str, ...], Point]) -> list[dict[str, Any]]:
    """What a forecast needs, how much of it there is, and whether that is enough."""
    have = {key: int(by_key[(key,)].value or 0) for key in ("buyers", "again", "days")}
    needs = [
        (_("Buyers"), have["buyers"], FEWEST_PEOPLE),
        (_("Buyers who ordered on two days"), have["again"], FEWEST_AGAIN),
        (_("Days since the first order"), have["days"], HORIZON),
    ]
    return [
        {"label": label, "have": have, "need": need, "enough": have >= need} for label, have, need in needs
    ]


def _trial(by_key: dict[tuple[str, ...], Point]) -> dict[str, Any] | None:
    if ("trial", "orders", "said") not in by_key:
        return None
    value = {keys[1:]: float(point.value or 0) for keys, point in by_key.items() if keys[0] == "trial"}
    root, plain_root = value["root-error", "forecast"], value["root-error", "plain"]
    return {
        "people": by_key["trial", "orders", "said"].among,
        "orders_said": f"{value['orders', 'said']:,.0f}",
        "orders_made": f"{value['orders', 'made']:,.0f}",
        "people_said": f"{value['people', 'said']:,.0f}",
        "people_came": f"{value['people', 'came']:,.0f}",
        "error": f"{value['error', 'forecast']:.2f}",
        "plain": f"{value['error', 'plain']:.2f}",
        "root": f"{root:.2f}",
        "plain_root": f"{plain_root:.2f}",
        "better": root < plain_root,
    }
