"""What each store of the world makes to order: a wish, an offer, one being made, one in dispute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from regulars.goods.media.actions import rebuild_upload
from regulars.ground.kit.actors import SYSTEM, Actor
from regulars.ground.kit.money import Money
from regulars.trade.advances import actions as advances
from regulars.trade.agreements import actions, queries
from regulars.trade.agreements.models import Agreement, Photo
from regulars.trade.agreements.rules import Field, Milestone, Remedy, Terms
from regulars.trade.orders import actions as orders
from tests.trade.orders.shopping import captured

if TYPE_CHECKING:
    from tests.guarantees.world import Side

PRICE = Money(60_000, "CNY")
FIELDS = (Field("chest", "measure", "Chest", unit="cm", low="60", high="140"),)


def terms(mark: str) -> Terms:
    """Six hundred, a hundred of it ahead."""
    day = queries.today() + timedelta(days=2)
    milestones = (
        Milestone("m1", "pay", day, 0, 10_000),
        Milestone("m2", "make", day, 1_000),
        Milestone("m3", "balance", day, 1_000),
        Milestone("m4", "deliver", day, 1_000),
    )
    remedies = (Remedy(3, 500), Remedy(7, 1_000))
    return Terms("CNY", f"{mark} coat", f"{mark} spec", PRICE.minor, milestones, remedies, 7, 30)


def made_for(side: Side) -> None:
    """One agreement in each of the states that pages look different in."""
    by, store, mark = side.at_work, side.store, side.mark
    given = actions.FormFields(product=side.ids["product"], title="Coats", fields=FIELDS)
    form = actions.save_form(by=by, store=store, given=given)
    side.ids["quote_form"] = form.public_id
    for name in ("signed", "disputed", "offered"):
        row = _asked(side, form.public_id)
        version = actions.propose(by=by, agreement_id=row.public_id, terms=terms(mark))
        side.ids[f"agreement_{name}"] = row.public_id
        side.ids["agreement_digest"] = version.digest
        if name == "offered":
            continue
        signing: Any = {"agreement_id": row.public_id, "number": 1, "digest": version.digest}
        actions.sign(by=side.shopping, **signing)
        _paid(side, row.public_id)
    actions.dispute(by=side.shopping, agreement_id=side.ids["agreement_disputed"], why=f"{mark} quarrel")
    side.ids["agreement"] = _asked(side, form.public_id).public_id
    photos = Photo.objects.of(store).order_by("pk")
    side.ids |= {
        "agreement_photo": photos.get(agreement__public_id=side.ids["agreement"]).public_id,
        "photo_disputed": photos.get(agreement__public_id=side.ids["agreement_disputed"]).public_id,
    }


def _asked(side: Side, form_id: str) -> Agreement:
    from tests.guarantees.world import png

    return actions.ask(
        by=side.shopping,
        form_id=form_id,
        given={"chest": "92"},
        text=f"{side.mark} wish",
        photos=[rebuild_upload(png())],
    )


def _paid(side: Side, agreement_id: str) -> None:
    by = Actor("shopper", person_id=side.buyer.pk)
    advance = actions.pay(by=by, agreement_id=agreement_id, key="m1")
    payment = advances.start_paying_advance(by=by, advance=advance.public_id, provider="test")
    orders.receive_payment(by=SYSTEM, provider="test", message=captured(payment))
