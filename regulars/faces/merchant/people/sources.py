"""Where buyers come from: six ways to share the same sales over channels, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from regulars.faces.look.speech import money
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.daily.tables import major
from regulars.faces.merchant.frame import here, show
from regulars.ground.kit import clock
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
    now = clock.now()
    credit, ways = (ask(name, store, now) for name in SHOWN)
    shop = request.build_absolute_uri(reverse("store", args=[store.slug]))
    table = _table(credit, store.currency)
    return show(
        request,
        "people/sources",
        store,
        actor,
        "desk_people",
        empty=not ways.value,
        models=_models(credit.windows["half_life"]),
        table=table,
        total=money(int(credit.value or 0), store.currency),
        charts=_charts(table),
        ways=_ways(ways),
        orders=int(ways.value or 0),
        windows=credit.windows,
        only_direct=_channels(credit) in ([], [DIRECT]),
        links=[{"label": channel_words(name), "href": f"{shop}?from={name}"} for name in LINKS],
        said={name: registry[name] for name in SHOWN},
        csv={name: reverse("desk_figure_csv", args=[store.public_id, name]) for name in SHOWN},
    )


def channel_words(name: str) -> str:
    """A channel as people call it."""
    return {
        "search": pgettext("channel", "Search"),
        "feed": pgettext("channel", "Stores they follow"),
        "market": pgettext("channel", "Market pages"),
        "link": pgettext("channel", "Shared link"),
        "live": pgettext("channel", "Live broadcast"),
        "creator": pgettext("channel", "Creator"),
        "ad": pgettext("channel", "Advertisement"),
        "outreach": pgettext("channel", "Your messages"),
        "alliance": pgettext("channel", "Partner store"),
        "offline": pgettext("channel", "On the spot"),
        "other": pgettext("channel", "Something else"),
        "direct": pgettext("channel", "Directly"),
    }[name]


def _models(half_life: int) -> dict[str, dict[str, str]]:
    """The models by name: title and meaning."""
    return {
        "first": {
            "label": _("First touch"),
            "meaning": _("All for what brought the buyer first. Shows what makes you known."),
        },
        "last": {
            "label": _("Last touch"),
            "meaning": _("All for the touch before the order. Shows what makes people decide."),
        },
        "linear": {"label": _("Evenly"), "meaning": _("Every touch gets the same.")},
        "position": {
            "label": _("By position"),
            "meaning": _("40 % for the first touch, 40 % for the last, 20 % for all between."),
        },
        "decay": {
            "label": _("By time"),
            "meaning": _("The nearer to the order, the more: half as much for each %(days)s days before it.")
            % {"days": half_life},
        },
        "markov": {
            "label": _("From data"),
            "meaning": _(
                "Counts how many orders would be missing if a channel were gone, from all paths, also those that led"
                " to no order (a Markov chain). The channels of an order share it by that."
            ),
        },
    }


def _channels(credit: Answer) -> list[str]:
    return [point.keys[1] for point in credit.points if point.keys[0] == MODELS[0]]


def _table(credit: Answer, currency: str) -> list[dict[str, Any]]:
    """One row per channel with a cell per model, the most by the data first."""
    worth = {point.keys: int(point.value or 0) for point in credit.points}
    ranked = sorted(_channels(credit), key=lambda name: -worth["markov", name])
    total = int(credit.value or 0)
    return [
        {
            "label": channel_words(name),
            "cells": [_cell(worth[model, name], total, currency) for model in MODELS],
        }
        for name in ranked
    ]


def _cell(minor: int, total: int, currency: str) -> dict[str, Any]:
    share = minor / total if total else 0.0
    return {
        "text": money(minor, currency),
        "share": f"{share:.0%}",
        "heat": min(5, -(-minor * 10 // total)) if total and minor > 0 else 0,
        "value": float(major(minor, currency)),
    }


def _charts(table: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Bars per model, channels in the order of the table."""
    return [
        [
            {"label": row["label"], "value": row["cells"][n]["value"], "text": row["cells"][n]["text"]}
            for row in table
        ]
        for n in range(len(MODELS))
    ]


def _ways(found: Answer) -> list[dict[str, Any]]:
    return [
        {
            "steps": [channel_words(name) for name in point.keys],
            "orders": ngettext("%(n)s order", "%(n)s orders", int(point.value or 0)) % {"n": point.value},
            "share": f"{int(point.value or 0) / (point.among or 1):.0%}",
        }
        for point in found.points
    ]
