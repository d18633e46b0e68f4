"""Where buyers come from: six ways to share the same sales over channels, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.moments import local_datetime
from regulars.faces.look.speech import money
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.people import wording
from regulars.faces.merchant.people.asking import reader
from regulars.faces.merchant.people.charts import pictures, words
from regulars.ground.lake.figures import Answer, ask, registry
from regulars.ground.lake.sitting import sitting
from regulars.loyalty.customers.rules.credit import DIRECT, MODELS

LINKS = ("offline", "link", "creator", "ad", "live")
SHOWN = ("sales.credit", "sales.paths")


@sitting()
def index(request: HttpRequest, store_id: str) -> HttpResponse:
    """The models as a table and as bars, the ways buyers took, and how to make a link that says where it stands."""
    store, actor = here(request, store_id)
    need(actor, "customers")
    asked = reader(request, store)
    credit, ways = (ask(name, store, asked.as_of) for name in SHOWN)
    shop = request.build_absolute_uri(reverse("store", args=[store.slug]))
    return show(
        request,
        "people/sources",
        store,
        actor,
        "desk_people",
        empty=not ways.value,
        models=_models(credit.windows["half_life"]),
        total=money(int(credit.value or 0), store.currency),
        asked=asked,
        as_of=local_datetime(asked.as_of),
        charts={
            name: pictures(asked, registry[name], answer)[0]
            for name, answer in zip(SHOWN, (credit, ways), strict=True)
        },
        windows=credit.windows,
        only_direct=_channels(credit) in ([], [DIRECT]),
        links=[{"label": wording.channel(name), "href": f"{shop}?from={name}"} for name in LINKS],
    )


def _models(half_life: int) -> dict[str, dict[str, str]]:
    """The models by name: title and meaning."""
    return {
        "first": {
            "label": words.model("first"),
            "meaning": _("All for what brought the buyer first. Shows what makes you known."),
        },
        "last": {
            "label": words.model("last"),
            "meaning": _("All for the touch before the order. Shows what makes people decide."),
        },
        "linear": {"label": words.model("linear"), "meaning": _("Every touch gets the same.")},
        "position": {
            "label": words.model("position"),
            "meaning": _("40 % for the first touch, 40 % for the last, 20 % for all between."),
        },
        "decay": {
            "label": words.model("decay"),
            "meaning": _("The nearer to the order, the more: half as much for each %(days)s days before it.")
            % {"days": half_life},
        },
        "markov": {
            "label": words.model("markov"),
            "meaning": _(
                "Counts how many orders would be missing if a channel were gone, from all paths, also those that led"
                " to no order (a Markov chain). The channels of an order share it by that."
            ),
        },
    }


def _channels(credit: Answer) -> list[str]:
    return [point.keys[1] for point in credit.points if point.keys[0] == MODELS[0]]
