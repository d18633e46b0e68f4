"""The home page through the eyes of a kind of person, with what put everything in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.discovery.ranking.queries.words import factor_word, rule_word
from regulars.discovery.recommend.queries import EVERYONE, Chosen, Looker, choose
from regulars.discovery.recommend.queries.kinds import reader_of_kind
from regulars.faces.operator.frame import here, show
from regulars.goods.catalog.queries import category_tree, said
from regulars.people.accounts.rules import DECADES

SIZE = 24


def index(request: HttpRequest) -> HttpResponse:
    """Pick a birth decade, a category they like and how well the market knows them; see their home page."""
    actor, asked = here(request), _asked(request.GET)
    chosen = choose(_looker(asked), spot="home.for-you", size=SIZE, keep_it=False)
    return show(
        request,
        "faces",
        actor,
        "console_faces",
        asked=asked,
        decades=[("", _("Any age")), *((str(one), _("Born in the %(decade)ss") % {"decade": one}) for one in DECADES)],
        categories=[("", _("No taste known")), *((node.slug, said(node.name, node.name_zh)) for node in category_tree())],
        ways=[("new", _("New: looked at a few things just now")), ("regular", _("Regular: known for weeks")),
              ("off", _("Switched off: what everybody sees"))],
        model=chosen.model,
        rulebook=chosen.rulebook,
        places=list(_places(chosen)),
        parts=_names(),
    )  # fmt: skip


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    way = given.get("way", "")
    decade = given.get("decade", "")
    return {
        "decade": decade if decade in map(str, DECADES) else "",
        "category": given.get("category", "")[:80],
        "way": way if way in {"new", "regular", "off"} else "regular",
    }


def _looker(asked: Mapping[str, str]) -> Looker:
    if asked["way"] == "off":
        return EVERYONE
    node = next((one for one in category_tree() if one.slug == asked["category"]), None)
    return reader_of_kind(
        decade=int(asked["decade"]) if asked["decade"] else None,
        categories=node.all_keys() if node else (),
        regular=asked["way"] == "regular",
    )


def _names() -> dict[str, str]:
    """The parts of a score in words."""
    return {
        "moment": _("this visit"),
        "taste": _("taste"),
        "relation": _("followed store"),
        "popularity": _("popularity"),
        "freshness": _("newness"),
        "exploration": _("place by lot"),
    }


def _places(chosen: Chosen) -> Any:
    names = _names()
    for one, card in zip(chosen.placed, chosen.cards, strict=True):
        candidate = one.candidate
        parts = sorted(candidate.parts.items(), key=lambda part: -part[1])
        yield {
            "place": one.place + 1,
            "name": card.title,
            "href": reverse("product", args=[card.public_id]),
            "store": card.store_name,
            "score": f"{one.final:.3f}",
            "parts": " + ".join(
                f"{names.get(name, name)} {value:.3f}" for name, value in parts if value >= 0.001
            ),
            "rules": ", ".join(_rules(one)) or "–",
            "propensity": f"{one.propensity:.4f}",
            "why": chosen.whys.get(card.pk, ""),
        }


def _rules(one: Any) -> Iterator[str]:
    """Published factors and the rule that moved a place, in words."""
    yield from (f"{factor_word(factor.rule)} × {factor.times:.2f}" for factor in one.factors)
    if one.moved_by:
        yield rule_word(one.moved_by)
