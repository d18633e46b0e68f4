"""Placing an order: the server's price, frozen with its receipt; stock and offers taken; one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.queries import said
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.money import format_money
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.statements import statement
from regulars.loyalty.customers.actions import touch
from regulars.people.accounts.actions import clean_address, create_person
from regulars.people.accounts.models import Person
from regulars.people.accounts.queries import address_of
from regulars.trade.advances.actions import AdvanceGone
from regulars.trade.advances.models import Advance
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.offers.actions import use_offers
from regulars.trade.orders.actions.basket import BasketFull, NotForSale, pieces
from regulars.trade.orders.actions.codes import count_wrong
from regulars.trade.orders.actions.facts import tell_placed
from regulars.trade.orders.actions.freezing import freeze_group, freeze_orders
from regulars.trade.orders.actions.membership import join_on_the_way, use_points
from regulars.trade.orders.actions.paying import pay_nothing
from regulars.trade.orders.actions.plan_sales import sell_plans_with
from regulars.trade.orders.actions.prepaid import check_advances, hold_goods, use_advances, within
from regulars.trade.orders.models import BasketLine, Order, OrderGroup
from regulars.trade.orders.queries.goods import Item
from regulars.trade.orders.queries.holders import holder_keys
from regulars.trade.orders.queries.planned_lines import PlanWish
from regulars.trade.orders.queries.pricing import Priced, Wish, priced
from regulars.trade.orders.queries.quoting import wish_of
from regulars.trade.orders.rules import MOST_LINES
from regulars.trade.orders.rules.granting import grants as granted
from regulars.trade.orders.rules.grants import Grant, advances_in
from regulars.trade.settlement.actions import open_accounts

MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
LANGUAGES = ("en", "zh-hans")


class PriceChanged(Refusal):
    """The total is not what the shopper saw. `details`: total_minor, currency."""

    status = 409
    code = "price-changed"
    sentence = _("The total has changed. Look at the new one and order again.")


class EmptyBasket(Refusal):
    """Nothing is chosen."""

    code = "empty-basket"
    sentence = _("Nothing is chosen to be ordered. Choose something in the basket first.")


class ContactMissing(BadInput):
    """The store must be able to reach the buyer."""

    code = "contact-missing"
    sentence = _("Give an e-mail address or a phone number, so that the store can reach you about the order.")


class TooFewLeft(Refusal):
    """Less is left than was asked for. `details`: variant, left."""

    status = 409
    code = "too-few-left"
    sentence = _("There are not enough left. Lower the quantity and try again.")


class TooManyUnpaid(Refusal):
    """One buyer holds goods without paying, again and again."""

    status = 429
    code = "too-many-unpaid"
    sentence = _(
        "Some of your orders are not paid yet. Pay or cancel them first; what you chose stays in the basket."
    )


@dataclass(frozen=True, slots=True)
class Contact:
    """How the store reaches the buyer."""

    email: str
    phone: str
    name: str
    language: str


@action("orders.place")
def place_order(
    *,
    by: Actor,
    expected_total_minor: int,
    currency: str,
    address: Mapping[str, str] | None = None,
    address_id: str = "",
    email: str = "",
    phone: str = "",
    name: str = "",
    language: str = "en",
    visitor: str = "",
    lines: Mapping[str, int] | None = None,
    codes: Sequence[str] | None = None,
    claims: Sequence[str] | None = None,
    points: Sequence[str] = (),
    join: Sequence[str] = (),
    plans: Mapping[str, PlanWish] | None = None,
    grants: Sequence[Grant] = (),
) -> OrderGroup:
    """Order the basket's chosen lines in `currency`, or `lines` (variant -> quantity), and hold the stock.

    Every price comes from the server: `expected_total_minor` only says which total the shopper agreed to.
    Guests become persons without a log-in; `guest_key` of the group opens their order. `points` and `join` name
    stores (public ids): where points shall pay, and whose programme the shopper joins. `grants` are promises of
    apps above: their goods are ordered along, what was paid ahead for them counts. `plans` are service plans by
    variant; None: those of the basket.
    Raises PriceChanged, SoldOut, TooFewLeft, NotForSale, EmptyBasket, BasketFull, QuantityNotPossible,
    ContactMissing, AddressIncomplete, OfferGone, OfferLimitReached, TooManyUnpaid, TooManyTries, PointsGone,
    AdvanceGone, PaidAheadMore.
    """
    count_wrong(by, codes or (), visitor)
    where = _address(by, address, address_id)
    contact = _contact(by, email, phone, name or where["recipient"], language, where)
    wish = _wish(by, currency, visitor, lines, codes, claims, contact, points, grants)
    result = priced(wish if plans is None else replace(wish, plans=plans))
    _check(result, expected_total_minor)
    stores = sorted({item.store.pk for item in result.good})
    advances = _advances(by, result, stores)
    prepaid = sum(row.amount_minor for row in advances)
    within(result.total_minor, prepaid)
    if result.total_minor == prepaid or points:
        # It is booked on at once; accounts are opened before anything is locked.
        open_accounts(by=by, currency=currency, store_ids=stores)
    person_pk = by.person_id or _guest(by, contact)
    _not_hoarding(by, person_pk, contact)
    holders = holder_keys(person_pk, contact.email, contact.phone)
    values = _group_values(by, contact, where)
    if advances:
        values |= {"prepaid_minor": prepaid, "advances": [row.public_id for row in advances]}
    group = freeze_group(result, person_pk, values)
    orders, sold = freeze_orders(group, result, by)
    sell_plans_with(by, group, orders, sold, result)
    for store in stores:
        touch(
            by=by,
            store=store,
            person_id=person_pk,
            origin="order",
            origin_ref=group.public_id,
            at=group.placed_at,
        )
    tell_placed(group, orders, sold)
    _take(by, group, result, holders, orders, advances)
    join_on_the_way(by, orders, join)
    _empty(result)
    if not group.payable_minor:
        pay_nothing(by, group)
    return group


def _advances(by: Actor, result: Priced, stores: Sequence[int]) -> list[Advance]:
    """What was paid ahead for the promises of this order. Raises AdvanceGone."""
    names = advances_in(result.wish.grants.values())
    if not names:
        return []
    rows = advances_by_public_id(names)
    if len(rows) != len(names) or by.person_id is None:
        raise AdvanceGone()
    check_advances(rows, stores, result.wish.currency, by.person_id)
    return rows


def _not_hoarding(by: Actor, person_pk: int, contact: Contact) -> None:
    """Stock is held for who pays: so many orders may wait for one buyer. Raises TooManyUnpaid."""
    guest = by.person_id is None
    email = contact.email if guest and contact.email else None
    phone = contact.phone if guest and not contact.email else None
    if len(_waiting(person_pk, email, phone, clock.now())) >= settings.UNPAID_ORDERS_AT_ONCE:
        raise TooManyUnpaid(retry_after=300)


@statement
def _waiting(
    person: int, email: str | None, phone: str | None, now: datetime
) -> QuerySet[OrderGroup, tuple[int]]:
    same = Q(person_id=person)
    if email is not None:
        same |= Q(contact_email=email)
    if phone is not None:
        same |= Q(contact_phone=phone)
    return OrderGroup.objects.filter(same, state="awaiting_payment", pay_until__gt=now).values_list("pk")


def _address(by: Actor, given: Mapping[str, str] | None, address_id: str) -> dict[str, str]:
    if address_id:
        return address_of(by.require_person(), address_id).as_text()
    if given is not None and not all(isinstance(part, str) for part in given.values()):
        raise BadInput(_("This address cannot be read. Fill in its lines again."), param="address")
    return clean_address(dict(given or {}))


def _contact(
    by: Actor, email: str, phone: str, name: str, language: str, where: Mapping[str, str]
) -> Contact:
    mail = plain(email, limit=254)
    if by.person_id is not None and not mail:
        mail = Person.objects.filter(pk=by.person_id).values_list("email", flat=True).first() or ""
    number = plain(phone or where["phone"], limit=30)
    if mail and not MAIL.fullmatch(mail):
        raise ContactMissing(_("This e-mail address is not complete. Check it, please."), param="email")
    if by.person_id is None and not mail and sum(char.isdigit() for char in number) < 5:
        raise ContactMissing(param="email")
    return Contact(mail, number, plain(name, limit=80), language if language in LANGUAGES else "en")


def _wish(
    by: Actor,
    currency: str,
    visitor: str,
    lines: Mapping[str, int] | None,
    codes: Sequence[str] | None,
    claims: Sequence[str] | None,
    contact: Contact,
    points: Sequence[str],
    grants: Sequence[Grant],
) -> Wish:
    counted = None if lines is None else {str(key): pieces(lines[key]) for key in lines}
    if counted is not None and len(counted) > MOST_LINES:
        raise BasketFull()
    wish = wish_of(
        by, currency, visitor, counted, codes, claims, contact.email, contact.phone, points, grants
    )
    if not wish.wanted:
        raise EmptyBasket()
    return replace(wish, wanted=dict(sorted(wish.wanted.items())))


def _check(result: Priced, expected: int) -> None:
    if len(result.items) != len(result.wish.wanted):
        raise NotForSale(param="lines")
    for item in result.items:
        _check_item(item)
    if type(expected) is not int:
        raise BadInput(
            _("Say which total was shown, as a whole number of minor units."), param="expected_total_minor"
        )
    if expected != result.total_minor:
        raise _changed(result.total_minor, result.wish.currency)


def _check_item(item: Item) -> None:
    if item.problem == "not-for-sale":
        raise NotForSale(param="lines", variant=item.variant.public_id)
    if item.problem:
        words = gettext("Only {left} of “{title}” left. Lower the quantity and try again.")
        sentence = words.format(left=max(item.left, 0), title=said(item.product.title, item.product.title_zh))
        raise TooFewLeft(sentence, param="lines", variant=item.variant.public_id, left=max(item.left, 0))


def _changed(total: int, currency: str) -> PriceChanged:
    words = gettext("The total is now {total}. Look at it and order again.")
    sentence = words.format(total=format_money(total, currency, get_language() or "en"))
    return PriceChanged(sentence, param="expected_total_minor", total_minor=total, currency=currency)


def _guest(by: Actor, contact: Contact) -> int:
    return create_person(by=by, name=contact.name, language=contact.language).pk


def _group_values(by: Actor, contact: Contact, where: Mapping[str, str]) -> dict[str, Any]:
    return {
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "address": dict(where),
        "language": contact.language,
        "guest_key": new_id("gst") if by.person_id is None else "",
    }


def _take(
    by: Actor,
    group: OrderGroup,
    result: Priced,
    holders: tuple[str, ...],
    orders: Sequence[Order],
    advances: Sequence[Advance],
) -> None:
    """Advances, offers and points first, stock last: the hottest rows are locked for the shortest time."""
    if result.receipt is None:
        raise NotFound()
    granted.placed(by, group.grants, group.public_id)
    use_advances(by, group, advances)
    use_offers(by=by, ref=group.public_id, receipt=result.receipt, holders=holders, person_pk=group.person_id)
    use_points(by, orders, result.receipt)
    hold_goods(by, group, result.good)


def _empty(result: Priced) -> None:
    taken = [line for line in result.wish.basket_lines.values() if line]
    if taken:
        BasketLine.objects.filter(public_id__in=taken).delete()
