"""All my service plans, and one of them: what is left of it, its claims, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.faces.look.speech import number_of
from regulars.faces.shopper.buying.words import money, who
from regulars.faces.shopper.frame import looking, show
from regulars.faces.shopper.services import words
from regulars.faces.shopper.services.holding import of_contract
from regulars.goods.catalog.queries import said
from regulars.goods.media.queries import PictureUrls, urls_by_public_id
from regulars.ground.kit.refusals import LogInFirst, Refusal
from regulars.trade.services.queries import (
    Picture,
    Seen,
    ServiceClaim,
    asked_pictures,
    claims_of,
    due_of,
    is_late,
    may_dispute,
    own_contract,
    refund_words,
    result_pictures,
    seen,
    steps_of_claim,
    title_of,
    words_of,
)
from regulars.trade.services.queries import mine as my_contracts

FULL = 100


def index(request: HttpRequest) -> HttpResponse:
    """Every plan, those that run on top. Raises LogInFirst."""
    by = looking(request)
    if by.person_id is None:
        raise LogInFirst()
    found = my_contracts(by.person_id)
    urls = urls_by_public_id(one.row.cover for one in found)
    order = ("running", "waiting", "over", "refunded")
    rows = sorted(found, key=lambda one: (order.index(one.stage), one.days_left))
    return show(
        request,
        "services/mine",
        active="me",
        back={"href": reverse("me"), "label": _("Me")},
        rows=[tile(one, urls) for one in rows],
    )


def tile(one: Seen, urls: Mapping[str, PictureUrls]) -> dict[str, Any]:
    """A contract as a card: what, for which goods, how much of it is left."""
    row = one.row
    return {
        "id": row.public_id,
        "href": reverse("my_service", args=[row.public_id]),
        "title": title_of(one.definition),
        "product": said(row.product_title, row.product_title_zh),
        "store": said(row.store.name, row.store.name_zh),
        "image": urls.get(row.cover),
        "state": words.stage(one),
        "stage": one.stage,
        "left": words.time_left(one),
        "days": row.days,
        "days_left": one.days_left,
        "part": FULL * one.days_left // row.days,
        "claims": words.claims_left(one),
        "until": _last_day(one),
        "may": not one.standing.reason,
    }


def _last_day(one: Seen) -> str:
    ends = one.row.ends_on
    return words.day(ends - timedelta(days=1)) if ends is not None else ""


def page(request: HttpRequest, contract: str) -> HttpResponse:
    """One plan with its claims. Raises NotFound for everybody but its holder."""
    return shown(request, contract)


def shown(request: HttpRequest, contract: str, refusal: Refusal | None = None, at: str = "") -> HttpResponse:
    """The page, after a refusal with its sentence at the form (`at`: "claim" or a claim's id)."""
    by = of_contract(request, contract)
    one = seen(own_contract(by, contract))
    row, definition, known = one.row, one.definition, by.kind != "guest"
    order = {"href": reverse("order", args=[row.group_ref]) + f"#{row.order_ref}"}
    return show(
        request,
        "services/one",
        active="me",
        status=422 if refusal else 200,
        back={"href": reverse("my_services"), "label": _("My service plans")}
        if known
        else {"href": order["href"], "label": _("Order")},
        one=tile(one, urls_by_public_id([row.cover])),
        covered=said(definition.covered, definition.covered_zh),
        terms=said(definition.terms, definition.terms_zh),
        rules=[*words_of(definition, row.currency), *refund_words()],
        version=row.version.number,
        paid=money(row.paid_minor, row.currency),
        refunded=money(row.refunded_minor, row.currency) if row.refunded_minor else "",
        order=order | {"number": number_of(row.order_ref)},
        ways=[(key, words.way(key)) for key in definition.ways],
        claims=[claim(each) for each in claims_of(row)],
        why_not=words.why_not(one),
        typed={name: request.POST.get(name, "")[:1000] for name in ("text", "way", "words")},
        refusal=refusal,
        refused_at=at,
    )


def claim(row: ServiceClaim) -> dict[str, Any]:
    """A claim with its way so far and what its holder can do."""
    due = due_of(row)
    return {
        "id": row.public_id,
        "state": words.claim_state(row),
        "code": row.state,
        "text": row.text,
        "way": words.way(row.way),
        "asked": row.asked_at,
        "due": due,
        "due_words": _("Answer due") if row.state == "asked" else _("Done by"),
        "late": is_late(row),
        "asked_pictures": private(asked_pictures(row)),
        "result": row.result,
        "result_pictures": private(result_pictures(row)),
        "may_withdraw": row.state == "asked",
        "may_confirm": row.state == "done",
        "may_dispute": may_dispute(row),
        "steps": _steps(row),
    }


def private(pictures: Iterable[Picture]) -> list[dict[str, Any]]:
    """Private pictures by the addresses at which the holder and the store's people find them."""
    return [
        {
            "href": reverse("service_picture", args=[one.public_id]),
            "src": reverse("service_picture", args=[one.public_id]) + "?w=320",
            "alt": one.alt,
        }
        for one in pictures
    ]


def _steps(row: ServiceClaim) -> list[dict[str, Any]]:
    told = list(reversed(steps_of_claim(row)))
    return [
        {
            "title": words.happened(one.kind),
            "at": one.at,
            "who": who(one.by_kind),
            "note": one.note,
            "kind": "bad" if one.kind == "refused" else "now" if place == 0 else "done",
            "icon": "" if one.kind == "refused" else "check",
        }
        for place, one in enumerate(told)
    ]
