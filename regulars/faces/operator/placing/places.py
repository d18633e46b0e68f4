"""The logic of every place: a decision, its places, and why each good stands there."""

from __future__ import annotations

from math import prod
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.discovery.decisions.queries import decision
from regulars.discovery.decisions.rules import Decision, Option
from regulars.discovery.ranking.queries import traits, yesterday
from regulars.discovery.ranking.queries.words import factor_word, page_word, part_word, rule_word
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import said
from regulars.goods.catalog.queries.documents import titles_by_id
from regulars.ground.kit.refusals import NotFound
from regulars.people.merchants.queries import stores_by_key

LATEST, LOOKED = 40, 400


def index(request: HttpRequest) -> HttpResponse:
    """The latest decisions, of one spot or of all."""
    actor = here(request)
    made = yesterday(LOOKED)
    spot = request.GET.get("spot", "")
    spots = sorted({one.spot for one in made})
    rows = [one for one in reversed(made) if spot in ("", one.spot)][:LATEST]
    return show(
        request,
        "placing/places",
        actor,
        "console_placing",
        rows=[_listed(one) for one in rows],
        spots=[{"label": _("All spots"), "href": "?", "current": not spot}]
        + [{"label": page_word(one), "href": f"?spot={one}", "current": one == spot} for one in spots],
    )


def _listed(one: Decision) -> dict[str, Any]:
    return {
        "id": one.id,
        "href": reverse("console_place", args=[one.id]),
        "spot": page_word(one.spot),
        "at": one.at,
        "places": len(one.shown),
        "moved": sum(bool(it.moved_by) for it in one.shown),
        "rulebook": one.rulebook or "–",
    }


def one(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Every place of a decision. Raises NotFound for one that was not kept."""
    actor = here(request)
    made = decision(decision_id)
    if made is None:
        raise NotFound()
    titles = titles_by_id(one.product for one in made.options)
    known = traits([made])
    rows = stores_by_key({one.store for one in known.values()})
    stores = {name: said(rows[one.store].name, rows[one.store].name_zh) for name, one in known.items()}
    unshown = sorted((one for one in made.options if one.place is None), key=lambda one: -one.score)
    return show(
        request,
        "placing/place",
        actor,
        "console_placing",
        made=made,
        spot=page_word(made.spot),
        rows=[_place(it, titles, stores) for it in made.shown],
        unshown=[_place(it, titles, stores) for it in unshown[:10]],
        parts=[(name, part_word(name)) for name in _parts(made)],
    )


def _parts(made: Decision) -> list[str]:
    return sorted({name for one in made.options for name in one.parts})


def _place(it: Option, titles: dict[str, tuple[str, str]], stores: dict[str, str]) -> dict[str, Any]:
    base = it.base or sum(it.parts.values())
    return {
        "place": it.place + 1 if it.place is not None else None,
        "title": said(*titles[it.product]) if it.product in titles else it.product,
        "store": stores.get(it.product, "–"),
        "base": f"{base:.3f}",
        "parts": [
            (part_word(name), f"{value:.3f}")
            for name, value in sorted(it.parts.items())
            if f"{value:.3f}" != "0.000"
        ],
        "factors": [(factor_word(name), f"× {times:g}") for name, times in sorted(it.factors.items())],
        "times": f"{prod(it.factors.values()):g}",
        "final": f"{it.score:.3f}",
        "why": rule_word(it.moved_by) if it.place is not None else "–",
        "moved": bool(it.moved_by),
    }
