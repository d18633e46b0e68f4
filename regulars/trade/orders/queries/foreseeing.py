"""Past orders priced again with an offer that is only planned: what it would cost, and what that does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, QuerySet
from django.db.models.functions import TruncDate

from regulars.goods.catalog.models import Variant
from regulars.ground.kit import clock
from regulars.loyalty.members.models import Member
from regulars.loyalty.members.queries import programme_of, standings
from regulars.loyalty.members.rules import Standing, place
from regulars.people.merchants.models import Store
from regulars.people.merchants.queries import market
from regulars.trade.offers.models import Joining, Offer
from regulars.trade.offers.queries import budget_of, people_meant, terms_of
from regulars.trade.offers.rules import (
    Basket,
    Line,
    OfferTerms,
    Receipt,
    days_of,
    keys_of_tiers,
    price,
    times_of,
)
from regulars.trade.orders.models import Order, OrderLine
from regulars.trade.orders.queries.goods import category_keys
from regulars.trade.orders.queries.receipts import receipt_of
from regulars.trade.orders.rules.foresight import Projection, Seen, project, repriced, within_limit

WEEKS = 8
FEWEST_ORDERS = 10
MOST_PRICED = 1_200
LONGEST = 366
YEAR = timedelta(days=364)
FEWEST_A_SEASON = 50
AT_ONCE = 100
HELD = "example"
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """The offer that is only planned: its terms and what else limits it. `only`: keys of persons, None for all."""

    terms: OfferTerms
    stored: Mapping[str, Any]
    starts_at: datetime
    ends_at: datetime
    per_person: int | None = None
    cap_count: int | None = None
    cap_minor: int | None = None
    only: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Foresight:
    """A forecast. `orders`: paid orders of the past `weeks` weeks, of which `priced` were priced again.

    `imported` of those priced have no receipt, `unknown` hold goods without a cost price (then the margin is not
    known). `season` is None where no year lies behind. `projection` is None with too few orders to say anything.
    """

    projection: Projection | None
    weeks: int
    orders: int
    priced: int
    days: int
    imported: int = 0
    unknown: int = 0
    season: float | None = None
    held: int = 0


def plan_from(offer: Offer) -> Plan:
    """The offer as a forecast asks for it. In one across stores whoever takes part is found in each basket."""
    budget = budget_of(offer)
    more: dict[str, Any] = {"code": "C"} if offer.terms.get("needs_code") else {}
    if offer.store_id is None:
        more["stores"] = frozenset({"any"})
    meant = people_meant(offer) if offer.exclusive else set()
    return Plan(
        terms_of(offer, **more), offer.terms, offer.starts_at, offer.ends_at, offer.per_person,
        budget.cap_count if budget else None, budget.cap_minor if budget else None,
        frozenset(meant) if meant else None,
    )  # fmt: skip


def foresee(
    store: Store | None, plan: Plan, *, most: int = MOST_PRICED, tell: Tell | None = None
) -> Foresight:
    """What the offer of the store (None: the market) would cost. A bounded number of queries and of orders priced.

    `tell` hears how many of how many orders are priced, at first 0, then after every AT_ONCE.
    """
    zone = ZoneInfo(market().zone)
    now = clock.now()
    today = now.astimezone(zone).date()
    ahead = _ahead(plan, zone, now)
    first = today - timedelta(weeks=WEEKS)
    rows = _paid(store, plan.terms.currency, clock.midnight(first, zone), clock.midnight(today, zone))
    counts = _counts(rows, zone)
    weeks = min(max((today - min(counts, default=today)).days // 7, 1), WEEKS)
    past = [today - timedelta(days=back) for back in range(weeks * 7, 0, -1)]
    counts = {day: many for day, many in counts.items() if day >= past[0]}
    total = sum(counts.values())
    if total < FEWEST_ORDERS or not ahead:
        return Foresight(None, weeks, total, 0, len(ahead))
    chosen = _chosen(rows.filter(paid_at__gte=clock.midnight(past[0], zone)), most)
    seen, imported, unknown = _priced(store, plan, chosen, zone, tell or _nobody)
    season = _season(store, plan.terms.currency, past, ahead, zone)
    limited = within_limit(seen, plan.per_person, len(ahead))
    found = project(limited, counts, past, ahead, season=season or 1.0)
    held = int(plan.stored.get("holdout") or 0)
    return Foresight(
        _capped(found, plan, 1 - held / 100),
        weeks,
        total,
        len(seen),
        len(ahead),
        imported,
        unknown,
        season,
        held,
    )


def _nobody(done: int, whole: int) -> None:
    """Nobody waits."""


def _ahead(plan: Plan, zone: ZoneInfo, now: datetime) -> list[date]:
    """The days on which the offer counts, from now on; a part of a day at each end makes one together."""
    begins = max(plan.starts_at, now)
    if begins >= plan.ends_at:
        return []
    start, days = begins.astimezone(zone).date(), days_of(plan.stored)
    span = min(max(round((plan.ends_at - begins) / timedelta(days=1)), 1), LONGEST)
    return [day for n in range(span) if days.count(day := start + timedelta(days=n))]


def _paid(store: Store | None, currency: str, since: datetime, until: datetime) -> QuerySet[Order]:
    """Orders that were paid in the span and not wholly paid back; for the market one of each group."""
    rows = Order.objects.across_stores("the market foresees its own offer") if store is None else None
    rows = Order.objects.of(store) if rows is None else rows
    kept = rows.filter(
        currency=currency, paid_at__gte=since, paid_at__lt=until, refunded_minor__lt=F("paid_minor")
    )
    if store is None:
        firsts = kept.order_by().values("group_id").annotate(first=Min("pk")).values("first")
        return Order.objects.across_stores("the market foresees its own offer").filter(pk__in=firsts)
    return kept


def _counts(rows: QuerySet[Order], zone: ZoneInfo) -> dict[date, int]:
    told = rows.order_by().values_list(TruncDate("paid_at", tzinfo=zone)).annotate(n=Count("pk"))
    return {day: many for day, many in told if day}


def _chosen(rows: QuerySet[Order], most: int) -> list[int]:
    """The orders to price: all, or a sample spread evenly over the time, seeded."""
    keys = list(rows.order_by("paid_at", "pk").values_list("pk", flat=True))
    if len(keys) <= most:
        return keys
    step, dice = len(keys) / most, Random(1)
    return [keys[int(n * step + dice.random() * step)] for n in range(most)]


def _priced(
    store: Store | None, plan: Plan, keys: Sequence[int], zone: ZoneInfo, tell: Tell
) -> tuple[list[Seen], int, int]:
    terms = replace(plan.terms, starts_at=None, ends_at=None, budget_left_minor=None)
    seen: list[Seen] = []
    imported = unknown = 0
    known, times = _Known(store, plan), times_of(plan.stored)
    tell(0, len(keys))
    for start in range(0, len(keys), AT_ONCE):
        orders = _loaded(keys[start : start + AT_ONCE])
        known.learn(orders)
        for order in orders:
            old, bare = known.receipt(order)
            asked = known.terms(terms, old) if times.shows(old.priced_at, zone) else None
            amounts = known.amounts(
                order, old, _again(old, asked, known.person(order, old)) if asked else old
            )
            imported += bare
            unknown += known.costless(order)
            day = (order.paid_at or order.placed_at).astimezone(zone).date()
            seen.append(Seen(day=day, person=order.person_id, **amounts))
        tell(len(seen), len(keys))
    return seen, imported, unknown


def _loaded(keys: Sequence[int]) -> list[Order]:
    rows = Order.objects.across_stores("orders chosen by their own store or by the market").filter(
        pk__in=keys
    )
    return list(
        rows.select_related("group__receipt", "store").prefetch_related("lines__variant__product__category")
    )


def _again(old: Receipt, terms: OfferTerms, basket: Basket) -> Receipt:
    others = [one for one in old.offers if one.offer_id != terms.offer_id]
    return price(basket, [*others, terms], old.priced_at)


class _Known:
    """What pricing past orders again must know of people, tiers, stores and costs; asked for many at once."""

    def __init__(self, store: Store | None, plan: Plan) -> None:
        self.store, self.plan = store, plan
        self.first: dict[int, int] = {}
        self.tiers: dict[int, int] = {}
        self.costs: dict[str, int] = {}
        self.joined = self._joined()

    def learn(self, orders: Sequence[Order]) -> None:
        """Ask what the orders need, in a few queries for all of them."""
        people = {order.person_id for order in orders}
        if self.store is None:
            return
        variants = {line.variant.public_id for order in orders for line in order.lines.all()}
        known = Variant.objects.of(self.store).filter(public_id__in=variants, cost_minor__isnull=False)
        costs = known.values_list("public_id", "cost_minor")
        self.costs |= {one: cost for one, cost in costs if cost is not None}
        if self.plan.terms.only_new:
            paid = Order.objects.of(self.store).filter(person__in=people, paid_at__isnull=False).order_by()
            self.first |= dict(paid.values_list("person_id").annotate(first=Min("pk")))
        if self.plan.terms.only_for:
            self.tiers |= _tiers(self.store, people)

    def receipt(self, order: Order) -> tuple[Receipt, bool]:
        """The order's receipt and whether one had to be made from its lines."""
        if hasattr(order.group, "receipt") and order.group.receipt.rule_version.startswith("price-"):
            whole = receipt_of(order.group)
            return (whole if self.store is None else _own_part(whole, self.store.public_id)), False
        return _bare(order), True

    def terms(self, terms: OfferTerms, old: Receipt) -> OfferTerms | None:
        """The terms for this basket; None when the order cannot have it."""
        if terms.kind != "cross-store":
            return terms
        here = frozenset(line.store_id for line in old.lines)
        stores = here & self.joined if self.joined else here
        return replace(terms, store_ids=stores) if stores else None

    def person(self, order: Order, old: Receipt) -> Basket:
        """The basket as the offer would have met it: claimed, its code typed, the person's tier as it is today."""
        plan, basket = self.plan, old.basket
        allowed = plan.only is None or order.person_id in plan.only
        held = dict(basket.person.held)
        if plan.terms.needs_claim and allowed:
            held[HELD] = plan.terms.offer_id
        new_to = basket.person.new_to
        if plan.terms.only_new and self.store is not None:
            mine = frozenset({self.store.public_id})
            new_to = new_to | mine if self.first.get(order.person_id) == order.pk else new_to - mine
        keys = basket.person.keys
        if plan.terms.only_for and self.store is not None:
            keys = keys | keys_of_tiers({self.store.public_id: self.tiers.get(order.person_id, 0)})
        person = replace(basket.person, held=held, new_to=new_to, keys=keys)
        codes = basket.codes | {plan.terms.code} if plan.terms.code and allowed else basket.codes
        chosen = None if basket.chosen is None else (*basket.chosen, *({HELD} & held.keys()))
        return replace(basket, person=person, codes=codes, chosen=chosen)

    def amounts(self, order: Order, old: Receipt, new: Receipt) -> dict[str, int]:
        """What became of the order's amounts."""
        mine = self.store.public_id if self.store else None
        income = order.paid_minor - order.freight_minor + order.market_discount_minor
        rate = order.commission_minor / income if income > 0 else 0.0
        return repriced(old, new, self.plan.terms.offer_id, mine, self.costs, min(rate, 1.0))

    def costless(self, order: Order) -> bool:
        """Whether the order holds a good without a cost price."""
        return any(line.variant.public_id not in self.costs for line in order.lines.all())

    def _joined(self) -> frozenset[str]:
        rows = Joining.objects.filter(offer__public_id=self.plan.terms.offer_id, ended_at=None)
        return (
            frozenset(rows.values_list("store__public_id", flat=True)) if self.store is None else frozenset()
        )


def _tiers(store: Store, people: Iterable[int]) -> dict[int, int]:
    """The tier each of them has reached today, counted from 1. Three queries."""
    running = programme_of(store)
    members = list(Member.objects.of(store).filter(person__in=list(people), left_at=None))
    if running is None or not members:
        return {}
    stood = standings(members, running.rules, clock.now())
    return {
        row.person_id: place(running.rules, stood.get(row.pk, Standing())).position + 1 for row in members
    }


def _own_part(whole: Receipt, store_id: str) -> Receipt:
    """The store's part of a basket, priced by itself: what else somebody bought elsewhere is not the store's to see."""
    basket, person = whole.basket, whole.basket.person
    offers = {one.offer_id: one for one in whole.offers if one.store_id in (store_id, None)}
    own = {key for key, one in offers.items() if one.store_id == store_id}
    tiers = frozenset(key for key in person.keys if key.startswith(f"tier:{store_id}:"))
    held = {claim: offer for claim, offer in person.held.items() if offer in own}
    part = replace(
        basket,
        lines=tuple(line for line in basket.lines if line.store_id == store_id),
        freight={store: minor for store, minor in basket.freight.items() if store == store_id},
        person=replace(person, keys=tiers, new_to=person.new_to & {store_id}, held=held),
        chosen=None if basket.chosen is None else tuple(one for one in basket.chosen if one in held),
    )
    return price(part, list(offers.values()), whole.priced_at)


def _bare(order: Order) -> Receipt:
    """An order that came without a receipt, priced from its lines; what was taken off then is taken as given."""
    lines = tuple(_line(order, line) for line in order.lines.all())
    freight = {order.store.public_id: order.freight_minor}
    return price(Basket(order.currency, lines, freight), (), order.paid_at or order.placed_at)


def _line(order: Order, line: OrderLine) -> Line:
    off = line.store_discount_minor + line.market_discount_minor
    return Line(
        line_id=line.public_id,
        store_id=order.store.public_id,
        product_id=line.variant.product.public_id,
        variant_id=line.variant.public_id,
        unit_minor=max(0, line.list_minor - off) // line.quantity,
        quantity=line.quantity,
        currency=order.currency,
        category_ids=category_keys(line.variant.product.category.path),
    )


def _season(
    store: Store | None, currency: str, past: Sequence[date], ahead: Sequence[date], zone: ZoneInfo
) -> float | None:
    """How busy the same days were a year before, against the weeks that lay before them then; None if unknown."""
    start, end = ahead[0] - YEAR, ahead[-1] - YEAR + timedelta(days=1)
    now = clock.midnight(past[-1] + timedelta(days=1) - YEAR, zone)
    behind = clock.midnight(past[0] - YEAR, zone)
    base = _paid(store, currency, behind, now).count()
    then = _paid(store, currency, clock.midnight(start, zone), clock.midnight(end, zone)).count()
    if min(base, then) < FEWEST_A_SEASON:
        return None
    return (then / ((end - start).days)) / (base / len(past))


def _capped(found: Projection, plan: Plan, share: float) -> Projection:
    """No more uses and no more money than the limits allow, and nothing for those held out."""
    uses = found.uses.times(share).upto(plan.cap_count)
    part = uses.middle / found.uses.middle if found.uses.middle else 1.0
    off = found.off_store.middle + found.off_market.middle
    if plan.cap_minor is not None and off * part > plan.cap_minor:
        part = plan.cap_minor / off
    lost = found.before.middle - found.after.middle
    after = found.after.middle + lost * (1 - part)
    moved = after - found.after.middle
    return Projection(
        found.orders, uses.upto(found.uses.high * part), found.off_store.times(part), found.off_market.times(part),
        found.less.times(part), found.before,
        type(found.after)(found.after.low + moved, after, found.after.high + moved),
    )  # fmt: skip
