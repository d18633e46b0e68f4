"""The checkout's answer before anything is ordered: prices, reasons, problems, what is close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.statements import statement
from regulars.people.merchants.models import Store
from regulars.trade.advances.queries import advances_by_public_id
from regulars.trade.offers.models import Claim
from regulars.trade.offers.queries import CodeReport
from regulars.trade.offers.rules import Receipt, Sentence, explain
from regulars.trade.orders.models import Basket, BasketLine
from regulars.trade.orders.queries.baskets import claims_of, find_basket
from regulars.trade.orders.queries.goods import Item
from regulars.trade.orders.queries.holders import holder_keys
from regulars.trade.orders.queries.planned_lines import PlanItem, PlanWish
from regulars.trade.orders.queries.pricing import Priced, Wish, priced
from regulars.trade.orders.rules.grants import Grant, advances_in, by_variant


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """An item and its price. Amounts are for the whole line; a line with a problem costs nothing yet."""

    item: Item
    off_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class QuotedStore:
    """One store's part of a quote."""

    store: Store
    lines: tuple[QuotedLine, ...]
    list_minor: int = 0
    goods_minor: int = 0
    freight_list_minor: int = 0
    freight_minor: int = 0
    total_minor: int = 0


@dataclass(frozen=True, slots=True)
class ClaimChoice:
    """A coupon in hand: `applied`, or not (the receipt's refusals say why)."""

    claim: Claim
    applied: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would cost now. `total_minor` is what `place_order` expects to hear back."""

    currency: str
    stores: tuple[QuotedStore, ...]
    total_minor: int
    receipt: Receipt | None
    sentences: tuple[Sentence, ...]
    codes: tuple[CodeReport, ...]
    claims: tuple[ClaimChoice, ...]
    problems: tuple[Item, ...]
    plans: tuple[PlanItem, ...] = ()
    prepaid_minor: int = 0

    @property
    def payable_minor(self) -> int:
        """What is left to pay now."""
        return self.total_minor - self.prepaid_minor


def quote(
    *,
    by: Actor,
    currency: str,
    visitor: str = "",
    lines: Mapping[str, int] | None = None,
    codes: Sequence[str] | None = None,
    claims: Sequence[str] | None = None,
    email: str = "",
    phone: str = "",
    points: Sequence[str] = (),
    plans: Mapping[str, PlanWish] | None = None,
    grants: Sequence[Grant] = (),
    known: Sequence[Item] = (),
) -> Quote:
    """The price of the basket's chosen lines in `currency`, or of `lines` (variant -> quantity) when given.

    `email` and `phone` let limits per person bite before the order does; `points` are stores (public ids)
    in which points shall pay. `grants` are ordered along, in place of lines of the same variant; `plans` are service
    plans by variant; `known` are goods of `lines` that were looked up for this very page.
    At most twelve queries, three more with points, one with advances, one with plans.
    """
    wish = wish_of(by, currency, visitor, lines, codes, claims, email, phone, points, grants)
    seen = {one.variant.public_id: replace(one, basket_line="") for one in known}
    return _quote(priced(wish if plans is None else replace(wish, plans=plans), seen))


def wish_of(
    by: Actor,
    currency: str,
    visitor: str,
    lines: Mapping[str, int] | None,
    codes: Sequence[str] | None,
    claims: Sequence[str] | None,
    email: str,
    phone: str,
    points: Sequence[str] = (),
    grants: Sequence[Grant] = (),
) -> Wish:
    """The wish behind a quote or an order."""
    basket = find_basket(by, visitor) if lines is None else None
    holders = holder_keys(by.person_id, email, phone)
    wish = Wish(lines or {}, currency, clock.now(), by.person_id, holders, points=frozenset(points))
    if basket is not None:
        wish = _from_basket(wish, basket)
    if grants:
        wish = _with_grants(wish, by_variant(grants))
    if codes is not None:
        wish = replace(wish, codes=tuple(dict.fromkeys(codes))[:20])
    return wish if claims is None else replace(wish, claims=tuple(claims))


def _from_basket(wish: Wish, basket: Basket) -> Wish:
    found = _chosen(basket.pk, wish.currency)
    return replace(
        wish,
        wanted={variant: quantity for variant, quantity, *_rest in found},
        basket_lines={variant: line for variant, _quantity, line, *_rest in found},
        codes=tuple(basket.codes),
        claims=claims_of(basket),
        plans={variant: PlanWish(plan, many) for variant, *_rest, plan, many in found if plan and many},
    )


@statement
def _chosen(basket: int, currency: str) -> QuerySet[BasketLine, tuple[str, int, str, str, int]]:
    rows = BasketLine.objects.filter(basket=basket, chosen=True, variant__product__currency=currency)
    return rows.order_by("pk").values_list(
        "variant__public_id", "quantity", "public_id", "plan", "plan_quantity"
    )


def _with_grants(wish: Wish, grants: Mapping[str, Grant]) -> Wish:
    """What was promised stands for itself: a basket line of the same variant waits for another order."""
    others = {key: quantity for key, quantity in wish.wanted.items() if key not in grants}
    return replace(
        wish,
        wanted=others | {key: grant.quantity for key, grant in grants.items()},
        basket_lines={key: line for key, line in wish.basket_lines.items() if key not in grants},
        grants=grants,
    )


def _prepaid(wish: Wish) -> int:
    names = advances_in(wish.grants.values())
    return sum(row.amount_minor for row in advances_by_public_id(names)) if names else 0


def _quote(result: Priced) -> Quote:
    receipt = result.receipt
    used = {step.claim_id for step in receipt.steps} if receipt else set()
    applied = {step.offer_id for step in receipt.steps} if receipt else set()
    return Quote(
        currency=result.wish.currency,
        stores=tuple(_stores(result)),
        total_minor=result.total_minor,
        receipt=receipt,
        sentences=tuple(explain(receipt)) if receipt else (),
        codes=tuple(_code(report, applied) for report in result.applicable.codes),
        claims=tuple(ClaimChoice(claim, claim.public_id in used) for claim in result.applicable.claims),
        problems=tuple(item for item in result.items if item.problem),
        plans=result.plans,
        prepaid_minor=_prepaid(result.wish),
    )


def _code(report: CodeReport, applied: set[str]) -> CodeReport:
    return (
        replace(report, state="applied") if report.state == "accepted" and report.offer in applied else report
    )


def _stores(result: Priced) -> list[QuotedStore]:
    totals = {total.store_id: total for total in result.receipt.stores} if result.receipt else {}
    lines = _lines(result)
    made = []
    for store in {item.store.pk: item.store for item in result.items}.values():
        part = QuotedStore(store, tuple(line for line in lines if line.item.store.pk == store.pk))
        total = totals.get(store.public_id)
        if total is not None:
            part = replace(
                part,
                list_minor=total.list_minor,
                goods_minor=total.goods_minor,
                total_minor=total.total_minor,
                freight_list_minor=total.freight_list_minor,
                freight_minor=total.freight_minor,
            )
        made.append(part)
    return made


def _lines(result: Priced) -> list[QuotedLine]:
    rows = {line.line_id: line for line in result.receipt.lines} if result.receipt else {}
    quoted = []
    for item in result.items:
        row = rows.get(item.variant.public_id)
        quoted.append(
            QuotedLine(item, row.list_minor - row.paid_minor, row.paid_minor)
            if row
            else QuotedLine(item, 0, 0)
        )
    return quoted
