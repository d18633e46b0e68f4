"""An offer's rules as sentences in the reader's language, from its definition alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from regulars.goods.catalog.models import Brand, Category, Product, Variant
from regulars.goods.catalog.queries import said
from regulars.ground.kit.moments import said_day, said_hour, said_moment, said_zone
from regulars.ground.kit.money import format_money
from regulars.ground.kit.statements import statement
from regulars.people.merchants.queries import market
from regulars.trade.offers.models import Joining, Offer
from regulars.trade.offers.queries.definition import budget_of
from regulars.trade.offers.rules import OfferTerms, Sentence
from regulars.trade.offers.rules.saying import Definition, Reader, definition_from, ids_in, sentences

MOST_SAID = 2_000
_said: dict[tuple[str, str, str | None, str], tuple[str, ...]] = {}


def definition_of(offer: Offer, *, stores: Sequence[str] = (), names: Mapping[str, str]) -> Definition:
    """What the owner of `offer` set; `stores` are the names of those that take part."""
    budget = budget_of(offer)
    return Definition(
        kind=offer.kind,
        currency=offer.currency,
        terms=offer.terms,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        of_market=offer.store_id is None,
        claimable=offer.claimable,
        exclusive=offer.exclusive,
        per_person=offer.per_person,
        cap_count=budget.cap_count if budget else None,
        cap_minor=budget.cap_minor if budget else None,
        stores=tuple(stores),
        names=names,
    )


def rules_in_words(offers: Iterable[Offer], reader: Reader = "shopper") -> dict[int, list[str]]:
    """The rules of each offer, sentence by sentence, by the offer's key.

    At most five queries for all of them; none for offers of whole stores.
    """
    rows = list(offers)
    names = names_of(chain.from_iterable(ids_in(row.terms) for row in rows))
    joined = _joined([row for row in rows if row.kind == "cross-store"])
    return {
        row.pk: spoken(definition_of(row, stores=joined.get(row.pk, ()), names=names), reader) for row in rows
    }


def terms_in_words(terms: Iterable[OfferTerms]) -> dict[str, list[str]]:
    """The rules a receipt was priced by, by the id of each offer. At most four queries."""
    rows = list(terms)
    stored = {one.offer_id: definition_from(one) for one in rows}
    names = names_of(chain.from_iterable(ids_in(each.terms) for each in stored.values()))
    return {one.offer_id: spoken(definition_from(one, names)) for one in rows}


def spoken(offer: Definition, reader: Reader = "shopper") -> list[str]:
    """A definition as sentences. Asks the database nothing. The same words are not put together twice."""
    key = (repr(offer), reader, get_language(), market().zone)
    known = _said.get(key)
    if known is None:
        if len(_said) >= MOST_SAID:
            _said.clear()
        known = _said[key] = tuple([_spoken(one, offer.currency) for one in sentences(offer, reader)])
    return list(known)


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """What goods, variants, categories and brands are called, by public id. A query for each sort that is named."""
    by_sort: dict[str, list[str]] = {}
    for one in set(ids):
        by_sort.setdefault(one.partition("_")[0], []).append(one)
    found: dict[str, str] = {}
    for prefix, ask in ASKED.items():
        if by_sort.get(prefix):
            found |= ask(by_sort[prefix])
    gone = set(chain.from_iterable(by_sort.values())) - found.keys()
    return found | dict.fromkeys(gone, _("goods no longer there"))


def _products(ids: Sequence[str]) -> dict[str, str]:
    rows = Product.objects.across_stores("names in the words of an offer").filter(public_id__in=ids)
    return {one: said(text, zh) for one, text, zh in rows.values_list("public_id", "title", "title_zh")}


def _variants(ids: Sequence[str]) -> dict[str, str]:
    rows = Variant.objects.across_stores("names in the words of an offer").filter(public_id__in=ids)
    found = {}
    for row in rows.select_related("product"):
        named = said(row.product.title, row.product.title_zh)
        options = " ".join(map(str, row.options.values()))
        found[row.public_id] = f"{named} ({options})" if options else named
    return found


def _categories(ids: Sequence[str]) -> dict[str, str]:
    rows = Category.objects.filter(public_id__in=ids)
    return {one: said(text, zh) for one, text, zh in rows.values_list("public_id", "name", "name_zh")}


def _brands(ids: Sequence[str]) -> dict[str, str]:
    rows = Brand.objects.filter(public_id__in=ids)
    return {one: said(text, zh) for one, text, zh in rows.values_list("public_id", "name", "name_zh")}


ASKED: dict[str, Callable[[Sequence[str]], dict[str, str]]] = {
    "pro": _products,
    "var": _variants,
    "cat": _categories,
    "brd": _brands,
}


def _joined(offers: Sequence[Offer]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if not offers:
        return found
    for key, name, zh in _taking_part([one.pk for one in offers]):
        found.setdefault(key, []).append(said(name, zh))
    return found


@statement
def _taking_part(offers: Sequence[int]) -> QuerySet[Joining, tuple[int, str, str]]:
    rows = Joining.objects.filter(offer__in=offers, ended_at=None).order_by("since", "pk")
    return rows.values_list("offer_id", "store__name", "store__name_zh")


def _spoken(sentence: Sentence, currency: str) -> str:
    params: dict[str, str | int] = {}
    for key, value in sentence.params.items():
        params[key] = _param(key, value, currency)
    if "names" in params:
        return _with_names(sentence.key, params)
    if "weekdays" in params:
        return _days(str(params["weekdays"]), str(params["dates"]))
    if "from_hour" in params:
        params["zone"] = said_zone(ZoneInfo(market().zone))
    counted = COUNTED.get(sentence.key)
    if counted is not None:
        return counted(int(sentence.params["n"])) % {"n": f"{int(sentence.params['n']):,}"}
    return SAID[sentence.key]() % params


def _param(key: str, value: str | int, currency: str) -> str | int:
    if key.endswith("_minor"):
        return format_money(int(value), currency, get_language() or "en")
    if key.endswith("_bp"):
        return f"{int(value) / 100:g}%"
    if key.endswith("_at"):
        return said_moment(datetime.fromisoformat(str(value)).astimezone(ZoneInfo(market().zone)))
    if key.endswith("_hour"):
        return said_hour(int(value))
    return value


def _with_names(key: str, params: Mapping[str, str | int]) -> str:
    listed = pgettext("between the words of a list", ", ").join(str(params["names"]).split("\n"))
    more = int(params["more"])
    if more:
        others = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more)
        listed = others % {"names": listed, "n": f"{more:,}"}
    return SAID[key]() % {"names": listed}


def _days(weekdays: str, dates: str) -> str:
    named = [str(WEEKDAYS[int(one)]) for one in weekdays]
    named += [said_day(date.fromisoformat(one)) for one in dates.split(",") if dates]
    return _("Only on: %(days)s.") % {"days": pgettext("between the words of a list", ", ").join(named)}


COUNTED: dict[str, Callable[[int], str]] = {
    "limit.person": lambda n: ngettext("Each person once.", "Each person up to %(n)s times.", n),
    "limit.count": lambda n: ngettext("There is only %(n)s.", "There are %(n)s in all.", n),
    "limit.days": lambda n: ngettext(
        "Good for %(n)s day after taking it.", "Good for %(n)s days after taking it.", n
    ),
}

SAID: dict[str, Callable[[], str]] = {
    "price.fixed": lambda: _("Each now costs %(amount_minor)s."),
    "price.amount": lambda: _("%(off_minor)s off each."),
    "price.percent": lambda: _("%(share_bp)s off each."),
    "off.amount": lambda: _("%(off_minor)s off."),
    "off.amount.from": lambda: _("%(off_minor)s off from %(from_minor)s."),
    "off.amount.every": lambda: _("%(off_minor)s off for every full %(from_minor)s."),
    "off.percent": lambda: _("%(share_bp)s off."),
    "off.percent.from": lambda: _("%(share_bp)s off from %(from_minor)s."),
    "freight.free": lambda: _("Free delivery."),
    "freight.free.from": lambda: _("Free delivery from %(from_minor)s."),
    "freight.amount": lambda: _("%(off_minor)s off the delivery."),
    "freight.amount.from": lambda: _("%(off_minor)s off the delivery from %(from_minor)s."),
    "freight.amount.every": lambda: _("%(off_minor)s off the delivery for every full %(from_minor)s."),
    "freight.percent": lambda: _("%(share_bp)s off the delivery."),
    "freight.percent.from": lambda: _("%(share_bp)s off the delivery from %(from_minor)s."),
    "points.amount": lambda: _("Points pay up to %(off_minor)s."),
    "points.amount.from": lambda: _("Points pay up to %(off_minor)s from %(from_minor)s."),
    "points.amount.every": lambda: _("Points pay up to %(off_minor)s for every full %(from_minor)s."),
    "points.percent": lambda: _("Points pay up to %(share_bp)s of the goods."),
    "points.percent.from": lambda: _("Points pay up to %(share_bp)s of the goods from %(from_minor)s."),
    "repeats.most": lambda: _("At most %(times)s times in one order."),
    "cap": lambda: _("At most %(amount_minor)s comes off."),
    "cap.item": lambda: _("At most %(amount_minor)s comes off for one kind of goods."),
    "pot": lambda: _("Each envelope holds %(low_minor)s to %(high_minor)s, every amount equally likely."),
    "pot.same": lambda: _("Each envelope holds %(amount_minor)s."),
    "pot.from": lambda: _("It counts from %(from_minor)s."),
    "pot.until-empty": lambda: _("When the pot is empty, no envelope opens any more."),
    "for.product": lambda: _("Only for: %(names)s."),
    "for.variant": lambda: _("Only for exactly: %(names)s."),
    "for.category": lambda: _("Only for goods in: %(names)s."),
    "for.brand": lambda: _("Only for goods by: %(names)s."),
    "without.product": lambda: _("Not for: %(names)s."),
    "without.category": lambda: _("Not for goods in: %(names)s."),
    "stores": lambda: _("Goods of these stores count together: %(names)s."),
    "people.new": lambda: _("Only for a first order in the store."),
    "people.members": lambda: _("Only for members of the store."),
    "people.tier": lambda: _("Only for members from tier %(tier)s on."),
    "people.chosen": lambda: _("Only for people who were given it."),
    "people.known": lambda: _("Only for people who are logged in."),
    "people.birthday": lambda: _(
        "It comes by itself, once a year: from %(before)s days before the birthday to %(after)s days after it."
    ),
    "how.code": lambda: _("It counts when its code is typed in the basket."),
    "how.claim": lambda: _("Take it first; then it counts by itself in the next fitting order."),
    "how.open": lambda: _("Open it first; then it counts by itself in the next fitting order."),
    "how.itself": lambda: _("It counts by itself."),
    "when": lambda: _("From %(starts_at)s until %(ends_at)s."),
    "when.hours": lambda: _("Only from %(from_hour)s to %(until_hour)s (%(zone)s)."),
    "when.overnight": lambda: _(
        "Only from %(from_hour)s to %(until_hour)s of the next day (%(zone)s); the day is that of the beginning."
    ),
    "together.item": lambda: _(
        "Of several price cuts on the same goods the best one counts; all else comes on top."
    ),
    "together.store": lambda: _(
        "It looks at the price after price cuts. Of several of a store the best one counts; coupons come on top."
    ),
    "together.coupon": lambda: _(
        "It looks at what price cuts and spend and save have left. One coupon or envelope of a store counts per order."
    ),
    "together.category": lambda: _(
        "It looks at what the stores' own offers have left. One coupon of the market counts per order."
    ),
    "together.cross": lambda: _(
        "It looks at what the stores' own offers and coupons have left, over the goods of all stores together."
    ),
    "together.points": lambda: _("It counts after the offers and coupons."),
    "together.cash": lambda: _(
        "It counts last but for the payment's own envelope. One of the market counts per order."
    ),
    "together.payment": lambda: _("It counts after everything else on the goods. One counts per order."),
    "together.freight": lambda: _(
        "It looks at the goods after the stores' own offers and coupons, and takes off the delivery only."
    ),
    "not-with.store": lambda: _("Goods made cheaper by it get no spend and save."),
    "not-with.coupon": lambda: _("Goods made cheaper by it take no coupon of the store."),
    "not-with.category": lambda: _("Goods made cheaper by it take no coupon of the market."),
    "not-with.cross": lambda: _("Goods made cheaper by it do not count across stores."),
    "not-with.points": lambda: _("Goods made cheaper by it cannot be paid by points."),
    "not-with.cash": lambda: _("Goods made cheaper by it take no red envelope of the market."),
    "not-with.payment": lambda: _("Goods made cheaper by it take no red envelope of the payment."),
    "not-with.freight": lambda: _("Goods made cheaper by it do not count for free delivery."),
    "pays.store": lambda: _("The store pays for it."),
    "pays.market": lambda: _("The market pays for it."),
    "pays.both": lambda: _("Store and market pay for it together."),
    "own.share": lambda: _("Stores carry %(share_bp)s of what comes off, the market the rest."),
    "own.budget": lambda: _("The budget is %(amount_minor)s; no more than that is given away."),
    "own.holdout": lambda: _(
        "%(percent)s%% of its people go without it, so that what it brings can be measured."
    ),
}
