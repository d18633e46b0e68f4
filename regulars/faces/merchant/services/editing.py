"""The editor of a plan: a new one, or a new version of one that is sold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from regulars.faces.look.forms import Given, major
from regulars.faces.look.going import go
from regulars.faces.merchant.daily.rights import need
from regulars.faces.merchant.frame import here, show
from regulars.faces.merchant.services.choosing import categories, chosen_goods, products, sentence
from regulars.faces.merchant.services.pricing import UnderCost, findings, next_version
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.money import to_decimal
from regulars.ground.kit.refusals import Refusal
from regulars.people.merchants.queries import Store
from regulars.trade.services import actions
from regulars.trade.services.queries import current, plan_of, state_of
from regulars.trade.services.rules import MOST_CLAIMS, MOST_DAYS

Row = Any
TEXTS = ("title", "title_zh", "covered", "covered_zh", "terms", "terms_zh")
NUMBERS = {
    "days": MOST_DAYS,
    "claims": MOST_CLAIMS,
    "gap_days": MOST_DAYS,
    "answer_days": 30,
    "fulfil_days": 90,
}
FRESH: dict[str, Any] = {
    "days": 180,
    "claims": 3,
    "gap_days": 14,
    "answer_days": 2,
    "fulfil_days": 10,
    "starts": "delivery",
    "ways": ["send-in"],
    "price_by": "fixed",
    "goods": "all",
}


def new(request: HttpRequest, store_id: str) -> HttpResponse:
    """A new plan; it is a draft until it is published."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    if request.method == "POST":
        return _written(request, store, actor, None)
    return _form(request, store, actor, FRESH, None)


def change(request: HttpRequest, store_id: str, plan_id: str) -> HttpResponse:
    """Another version; whoever bought keeps the one bought."""
    store, actor = here(request, store_id)
    need(actor, "offers")
    row = plan_of(store, plan_id)
    if request.method == "POST":
        return _written(request, store, actor, row)
    return _form(request, store, actor, _values(row), row)


def _values(row: Row) -> dict[str, Any]:
    body = current(row).as_json()
    share = body["share_bp"]
    goods = "products" if body["products"] else "categories" if body["categories"] else "all"
    return body | {
        "goods": goods,
        "price_by": "share" if share else "fixed",
        "share": f"{share / 100:g}" if share else "",
        "price_text": str(to_decimal(body["price_minor"], row.currency)) if body["price_minor"] else "",
        "claim_cost_text": major(current(row).claim_cost_minor, row.currency),
    }


def _written(request: HttpRequest, store: Store, actor: Actor, row: Row | None) -> HttpResponse:
    given = Given(request.POST, store.currency)
    values, found = _read(given), None
    if not given.errors:
        try:
            made = _kept(store, actor, row, values, given.text("reason"))
            messages.success(request, _("Kept."))
            return go("desk_service", store.public_id, made)
        except UnderCost as refusal:
            given.refuse("reason", refusal.sentence)
            found = findings(store, refusal.check)
        except actions.PlanIncomplete as refusal:
            given.refuse(_place(refusal.param or "title"), sentence(refusal.param or ""))
        except Refusal as refusal:
            given.take(refusal, {}, "title")
    return _form(request, store, actor, _typed(given), row, given, found)


def _kept(store: Store, actor: Actor, row: Row | None, values: dict[str, Any], reason: str) -> str:
    if row is None:
        return str(actions.make_plan(by=actor, store=store, values=values).public_id)
    if state_of(row) == "running":
        next_version(store, actor, row, values, reason)
    else:
        actions.change_plan(by=actor, store=store, plan=row.public_id, values=values)
    return str(row.public_id)


def _read(given: Given) -> dict[str, Any]:
    """The fields of a definition as they were typed."""
    values: dict[str, Any] = {name: given.text(name) for name in TEXTS}
    for name, most in NUMBERS.items():
        low = 0 if name == "gap_days" else 1
        values[name] = given.whole(name, needed=True, low=low, high=most) or 0
    by_share = given.text("price_by") == "share"
    values["price_minor"] = None if by_share else given.money("price", needed=True)
    values["share_bp"] = given.percent("share", needed=True) if by_share else None
    values["claim_cost_minor"] = given.money("claim_cost")
    values["starts"] = given.text("starts")
    values["ways"] = tuple(given.post.getlist("ways"))
    return values | chosen_goods(given)


def _typed(given: Given) -> dict[str, Any]:
    typed: dict[str, Any] = {
        name: given.text(name) for name in (*TEXTS, *NUMBERS, "starts", "goods", "share")
    }
    typed["price_by"] = given.text("price_by")
    typed["price_text"] = given.text("price")
    typed["claim_cost_text"] = given.text("claim_cost")
    for name in ("ways", "products", "categories"):
        typed[name] = given.post.getlist(name)
    return typed


def _place(field: str) -> str:
    return {"price_minor": "price", "share_bp": "share", "claim_cost_minor": "claim_cost"}.get(field, field)


def _form(
    request: HttpRequest,
    store: Store,
    actor: Actor,
    values: dict[str, Any],
    row: Row | None,
    given: Given | None = None,
    found: dict[str, Any] | None = None,
) -> HttpResponse:
    return show(
        request,
        "services/form",
        store,
        actor,
        "desk_services",
        status=422 if given else 200,
        values=values,
        plan=row,
        sold=row is not None and state_of(row) == "running",
        errors=given.errors if given else {},
        listed=given.listed() if given else [],
        found=found,
        reason=given.text("reason") if given else "",
        all_products=products(store),
        all_categories=categories(),
        chinese_open=any(values.get(name) for name in ("title_zh", "covered_zh", "terms_zh")),
    )
