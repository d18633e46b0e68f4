"""Service plans of a side of the world: one on sale, a draft, four contracts, claims at every step."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from regulars.goods.media.actions import rebuilt_pictures
from regulars.goods.media.models import Picture
from regulars.trade.orders import actions as orders
from regulars.trade.orders.queries import quote
from regulars.trade.orders.queries.planned_lines import PlanWish
from regulars.trade.services import actions
from regulars.trade.services.models import Contract
from regulars.trade.services.queries.claims import ASKED
from tests.trade.orders.shopping import GUEST, order_in, pay


def add_services(side: Any) -> None:
    """A buyer with four contracts: one claimed, one done, one disputed, one free."""
    by, store, who, mark = side.at_work, side.store, side.shopping, side.mark
    values = {
        "title": "Care", "title_zh": "养护", "covered": "Stains", "terms": "Within reason",
        "price_minor": 500, "claims": 2, "days": 90,
    }  # fmt: skip
    plan = actions.make_plan(by=by, store=store, values=values)
    actions.publish_plan(by=by, store=store, plan=plan.public_id)
    draft = actions.make_plan(by=by, store=store, values=values | {"title": f"{mark} draft care"})
    side.ids |= {"service_plan": plan.public_id, "service_draft": draft.public_id}
    _contracts(side, plan.public_id)
    _of_a_guest(side, plan.public_id)
    claims = [_claim(side, name) for name in ("contract", "contract_done", "contract_disputed")]
    asked, done, disputed = claims
    for claim in (done,):
        actions.accept_claim(by=by, store=store, claim=claim, answer=f"{mark} yes")
        actions.finish_claim(by=by, store=store, claim=claim, result=f"{mark} clean")
    actions.refuse_claim(by=by, store=store, claim=disputed, answer=f"{mark} refusal")
    actions.dispute_claim(by=who, claim=disputed, text=f"{mark} unfair")
    picture = Picture.objects.get(owner_kind=ASKED, owner_id=asked)
    side.ids |= {
        "service_claim": asked, "service_done": done, "service_disputed": disputed,
        "service_picture": picture.public_id,
    }  # fmt: skip


def _contracts(side: Any, plan: str) -> None:
    lines, plans = {side.ids["variant"]: 4}, {side.ids["variant"]: PlanWish(plan, 4)}
    asked: dict[str, Any] = {
        "by": side.shopping,
        "currency": "CNY",
        "lines": lines,
        "plans": plans,
        "claims": [],
    }
    group = orders.place_order(
        **asked, expected_total_minor=quote(**asked).total_minor, address=side.address()
    )
    assert pay(side.shopping, group) == "paid"
    side.groups.append(group.public_id)
    order = order_in(group, side.store).public_id
    orders.ship(by=side.at_work, store=side.store, order=order, carrier=f"{side.mark} Post")
    orders.deliver(by=side.at_work, store=side.store, order=order)
    rows = Contract.objects.of(side.store).order_by("pk")
    names = ("contract", "contract_done", "contract_disputed", "contract_free")
    side.ids |= {name: row.public_id for name, row in zip(names, rows, strict=True)}


def _of_a_guest(side: Any, plan: str) -> None:
    """Somebody without an account has one too."""
    asked: dict[str, Any] = {
        "by": GUEST, "currency": "CNY", "lines": {side.ids["variant"]: 1},
        "plans": {side.ids["variant"]: PlanWish(plan, 1)}, "email": f"{side.mark}-guest@example.com",
    }  # fmt: skip
    group = orders.place_order(
        **asked, expected_total_minor=quote(**asked).total_minor, address=side.address()
    )
    assert pay(GUEST, group) == "paid"
    side.groups.append(group.public_id)
    row = Contract.objects.of(side.store).get(group_ref=group.public_id)
    side.ids |= {"contract_guest": row.public_id, "contract_guest_key": group.guest_key}


def _claim(side: Any, name: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(out, "PNG")
    row = actions.claim_service(
        by=side.shopping,
        contract=side.ids[name],
        text=f"{side.mark} stain",
        way="send-in",
        pictures=rebuilt_pictures(uploads=[out.getvalue()]) if name == "contract" else (),
    )
    return str(row.public_id)
