"""What lies in a basket: put in, changed, chosen, taken out, brought along at log-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from regulars.goods.catalog.actions import SoldOut
from regulars.goods.catalog.queries import all_sold
from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock, idempotency
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.ground.kit.statements import insert, statement
from regulars.trade.offers.models import Claim
from regulars.trade.offers.queries.applying import normal
from regulars.trade.orders.actions.codes import right_code
from regulars.trade.orders.events import BasketFilled
from regulars.trade.orders.models import Basket, BasketLine
from regulars.trade.orders.queries.baskets import find_basket
from regulars.trade.orders.queries.goods import items_for
from regulars.trade.orders.rules import LARGEST, MOST_LINES, NotWhole, whole_quantity

MOST_CODES = 20


class QuantityNotPossible(BadInput):
    """Not a number of pieces."""

    code = "quantity-not-possible"
    sentence = _("Give a whole number of pieces between 1 and 9,999.")


class NotForSale(Refusal):
    """Nobody can buy this now."""

    code = "not-for-sale"
    sentence = _("This is not for sale at the moment. Take it out of the basket to go on.")


class BasketFull(Refusal):
    """Too many different things."""

    code = "basket-full"
    sentence = _("A basket holds 100 different things. Order some of them first.")


def pieces(value: object, low: int = 1) -> int:
    """`value` as a number of pieces. Raises QuantityNotPossible."""
    try:
        return whole_quantity(value, low)
    except NotWhole as error:
        raise QuantityNotPossible(param="quantity") from error


def put_in_basket(*, by: Actor, variant: str, quantity: int | str = 1, visitor: str = "") -> BasketLine:
    """Add pieces of a variant to the basket.

    What has sold out is refused here already. Raises QuantityNotPossible, NotForSale, SoldOut, BasketFull, NotFound.
    """
    intent = idempotency.current()
    # Thousands may come too late at once: they need no transaction. Who was in time and asks again is answered below.
    if all_sold(variant) and not (intent is not None and intent.known):
        raise SoldOut(param="variant")
    return put_what_is_there(by=by, variant=variant, quantity=quantity, visitor=visitor)


@action("orders.put_in_basket", audit=False)
def put_what_is_there(*, by: Actor, variant: str, quantity: int | str = 1, visitor: str = "") -> BasketLine:
    """`put_in_basket` for what may still be there."""
    many = pieces(quantity)
    item = next(iter(items_for({variant: many})), None)
    if item is None:
        raise NotFound()
    if item.problem == "not-for-sale":
        raise NotForSale()
    if item.problem == "sold-out":
        raise SoldOut(param="variant")
    basket = _basket(by, visitor)
    line = _add(basket, item.variant.pk, many)
    if by.person_id is not None:
        announce(
            BasketFilled(
                product=item.product.public_id,
                variant=item.variant.public_id,
                quantity=many,
                store_id=item.variant.store_id,
                person_id=by.person_id,
            )
        )
    return line


def _basket(by: Actor, visitor: str) -> Basket:
    found = find_basket(by, visitor)
    if found is not None:
        return found
    owner: dict[str, Any] = (
        {"person_id": by.person_id} if by.person_id is not None else {"visitor": visitor[:40]}
    )
    if by.person_id is None and not visitor:
        raise NotFound()
    try:
        with transaction.atomic():
            return insert(Basket(**owner))
    except IntegrityError:
        return Basket.objects.get(**owner)


def _add(basket: Basket, variant_pk: int, many: int) -> BasketLine:
    lines = {line.variant_id: line for line in _lines(basket.pk)}
    line = lines.get(variant_pk)
    if line is None:
        if len(lines) >= MOST_LINES:
            raise BasketFull()
        try:
            with transaction.atomic():
                return insert(BasketLine(basket=basket, variant_id=variant_pk, quantity=many))
        except IntegrityError:
            line = BasketLine.objects.get(basket=basket, variant_id=variant_pk)
    BasketLine.objects.filter(pk=line.pk).update(quantity=Least(F("quantity") + many, LARGEST), chosen=True)
    line.refresh_from_db()
    return line


@statement
def _lines(basket: int) -> QuerySet[BasketLine, BasketLine]:
    return BasketLine.objects.filter(basket=basket)


@action("orders.set_quantity", audit=False)
def set_quantity(*, by: Actor, line: str, quantity: int | str, visitor: str = "") -> None:
    """Set how many of a basket line; 0 takes it out. Raises QuantityNotPossible, NotFound."""
    many = pieces(quantity, low=0)
    rows = BasketLine.objects.filter(basket=_own(by, visitor), public_id=line)
    plans = Least(F("plan_quantity"), many)
    changed = rows.update(quantity=many, plan_quantity=plans) if many else rows.delete()[0]
    if not changed:
        raise NotFound()


@action("orders.remove_line", audit=False)
def remove_line(*, by: Actor, line: str, visitor: str = "") -> None:
    """Take a line out of the basket. Taking it out twice is taking it out."""
    BasketLine.objects.filter(basket=_own(by, visitor), public_id=line).delete()


@action("orders.choose_lines", audit=False)
def choose_lines(*, by: Actor, lines: Sequence[str], visitor: str = "") -> None:
    """Say which lines are to be ordered now; the others wait."""
    rows = BasketLine.objects.filter(basket=_own(by, visitor))
    rows.filter(public_id__in=list(lines)).update(chosen=True)
    rows.exclude(public_id__in=list(lines)).update(chosen=False)


@action("orders.enter_code", audit=False)
def enter_code(*, by: Actor, code: str, visitor: str = "", address: str = "") -> None:
    """Keep a code with the basket; the quote says whether it fits. `address` is the network address it came from.

    Raises CodeUnknown, TooManyTries.
    """
    word = right_code(by, code, visitor, address)
    basket = _basket(by, visitor)
    codes = list(dict.fromkeys([*basket.codes, word]))[-MOST_CODES:]
    Basket.objects.filter(pk=basket.pk).update(codes=codes, updated_at=clock.now())


@action("orders.remove_code", audit=False)
def remove_code(*, by: Actor, code: str, visitor: str = "") -> None:
    """Forget a code."""
    basket = _own(by, visitor)
    left = [word for word in basket.codes if word != normal(code)]
    Basket.objects.filter(pk=basket.pk).update(codes=left)


@action("orders.choose_claims", audit=False)
def choose_claims(*, by: Actor, claims: Sequence[str] | None, visitor: str = "") -> None:
    """Use exactly these coupons (public ids of own claims); None: the best ones are found.

    Raises NotFound.
    """
    basket = _basket(by, visitor)
    chosen: dict[str, Any] = {}
    if claims is not None:
        ids = list(dict.fromkeys(claims))
        if Claim.objects.filter(public_id__in=ids, person_id=by.require_person()).count() != len(ids):
            raise NotFound()
        chosen = {"ids": ids}
    Basket.objects.filter(pk=basket.pk).update(chosen_claims=chosen)


@action("orders.merge_baskets", audit=False)
def merge_baskets(*, by: Actor, visitor: str) -> None:
    """Bring what a visitor put in the basket along when the person logs in; the larger quantity stays."""
    person = by.require_person()
    theirs = Basket.objects.filter(visitor=visitor, person=None).first() if visitor else None
    if theirs is None:
        return
    if not Basket.objects.filter(person_id=person).exists():
        Basket.objects.filter(pk=theirs.pk).update(person_id=person, visitor=None)
        return
    _merge(theirs, Basket.objects.get(person_id=person))


def _merge(theirs: Basket, mine: Basket) -> None:
    have = {line.variant_id: line for line in mine.lines.all()}
    for line in theirs.lines.order_by("pk"):
        kept = have.get(line.variant_id)
        if kept is None and len(have) < MOST_LINES:
            BasketLine.objects.filter(pk=line.pk).update(basket=mine)
            have[line.variant_id] = line
        elif kept is None:
            continue
        else:
            plan = {} if kept.plan else {"plan": line.plan, "plan_quantity": line.plan_quantity}
            BasketLine.objects.filter(pk=kept.pk).update(quantity=max(kept.quantity, line.quantity), **plan)
    codes = list(dict.fromkeys([*mine.codes, *theirs.codes]))[-MOST_CODES:]
    Basket.objects.filter(pk=mine.pk).update(codes=codes)
    theirs.delete()


def _own(by: Actor, visitor: str) -> Basket:
    found = find_basket(by, visitor)
    if found is None:
        raise NotFound()
    return found
