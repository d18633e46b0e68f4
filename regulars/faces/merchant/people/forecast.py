"""Who will order again: what is expected, and how true the last forecast came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people.overview import behind
from regulars.ground.kit import clock
from regulars.ground.lake.figures import Answer, Point, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.segments.rules.forecast import FEWEST_AGAIN, FEWEST_PEOPLE
from regulars.people.merchants.queries import Store

NAME = "people.forecast"


@sitting()
def page(request: HttpRequest, store_id: str) -> HttpResponse:
    """Orders to come, who is likely to make them, and the forecast of 90 days ago beside what happened."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    now = clock.now()
    found = ask(NAME, store, now)
    by_key = {point.keys: point for point in found.points}
    return show(
        request,
        "people/forecast",
        store,
        actor,
        "desk_people",
        as_of=now,
        found=found,
        days=found.windows["days"],
        fewest={"people": FEWEST_PEOPLE, "again": FEWEST_AGAIN},
        buyers=int(by_key[("buyers",)].value or 0),
        still=by_key.get(("still-buyers",)),
        coming=by_key.get(("coming-back",)),
        chances=list(_chances(store, found)),
        trial=_trial(by_key),
        bins=list(_bins(by_key)),
        said=registry[NAME],
        csv=reverse("desk_figure_csv", args=[store.public_id, NAME]),
    )


def _chances(store: Store, found: Answer) -> Iterator[dict[str, Any]]:
    words = {
        "75": _("Very likely: 75 to 100 %"),
        "50": _("Likely: 50 to 74 %"),
        "25": _("Less likely: 25 to 49 %"),
        "0": _("Unlikely: under 25 %"),
    }
    for point in found.points:
        if point.keys[0] == "chance":
            many = int(point.value or 0)
            yield {
                "label": words[point.keys[1]],
                "value": many,
                "text": f"{many:,}",
                "href": behind(store, point.people) if many else "",
                "keep": _keep(store, words[point.keys[1]], point.people) if many else "",
            }


def _keep(store: Store, name: str, definition: Any) -> str:
    """The builder, with these people filled in."""
    query = urlencode({"name": name, "definition": json.dumps(definition, separators=(",", ":"))})
    return f"{reverse('desk_group_new', args=[store.public_id])}?{query}"


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


def _bins(by_key: dict[tuple[str, ...], Point]) -> Iterator[dict[str, Any]]:
    """The most likely first."""
    numbers = sorted(
        (int(keys[1]) for keys in by_key if keys[0] == "bin" and keys[2] == "said"), reverse=True
    )
    for place, number in enumerate(numbers, 1):
        said, came = by_key["bin", str(number), "said"], by_key["bin", str(number), "came"]
        yield {
            "place": place,
            "people": said.among,
            "said": round(100 * (said.value or 0)),
            "came": round(100 * (came.value or 0)),
        }
