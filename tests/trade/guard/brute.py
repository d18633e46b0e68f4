"""Every basket, every person and every moment, one after the other: what the guard must agree with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import combinations, product

from regulars.trade.guard.rules import ELSEWHERE, OTHERS, Asked, Good, Watched
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Receipt, keys_of_tiers, price
from regulars.trade.orders.rules import line_shares
from regulars.trade.settlement.rules import commission


def net_of(receipt: Receipt, good: Good, pieces: int) -> Fraction:
    """What is left to the store of one piece of the product, which is line 1."""
    got = receipt.lines[0].paid_minor + line_shares(receipt)["1"].market_minor
    return Fraction(got - commission(got, good.commission_bp), pieces)


def least(asked: Asked, good: Good) -> Fraction:
    """The least that is left of one piece in any basket within the bounds."""
    return min(net_of(receipt, good, receipt.lines[0].quantity) for receipt in _receipts(asked, good))


def _receipts(asked: Asked, good: Good) -> Iterator[Receipt]:
    for lines, inside in _baskets(asked, good):
        for now in _moments(asked):
            if all(one.spans is None or any(a <= now < b for a, b in one.spans) for one in inside):
                for person, offers, codes in _people(asked, now, {one.promise for one in inside}):
                    yield from _with_others(asked, lines, now, person, offers, codes)


def _baskets(asked: Asked, good: Good) -> Iterator[tuple[tuple[Line, ...], tuple[Good, ...]]]:
    """Every basket with the goods in it: one promise at a time, a service only beside as many of its goods."""
    for pieces in range(1, min(asked.bounds.most_pieces, good.most or 99) + 1):
        mine = good.line("1", asked.store_id, asked.currency, pieces)
        if not good.needs:
            yield (mine,), (good,)
        for other in asked.goods:
            two_promises = good.promise and other.promise
            if other.variant_id == good.variant_id or other.service or two_promises or not other.unit_minor:
                continue
            for many in range(1, min(asked.bounds.most_filler, other.most or 99) + 1):
                if not good.needs or (other.variant_id in good.needs and many >= pieces):
                    yield (mine, other.line("2", asked.store_id, asked.currency, many)), (good, other)


def _moments(asked: Asked) -> list[datetime]:
    edges = {asked.since} | {moment for good in asked.goods for span in good.spans or () for moment in span}
    for one in asked.offers:
        spans = one.spans or ((one.terms.starts_at or asked.since, one.terms.ends_at or asked.until),)
        edges |= {moment for span in spans for moment in span}
    return sorted(moment for moment in edges if asked.since <= moment < asked.until)


def _people(
    asked: Asked, now: datetime, promises: set[str]
) -> Iterator[tuple[Person, list[OfferTerms], frozenset[str]]]:
    known = [one for one in asked.offers if not one.promise or one.promise in promises]
    live = [one for one in known if not one.spans or any(a <= now < b for a, b in one.spans)]
    choices = [one.terms.offer_id for one in live if one.optional]
    sets = [frozenset(chosen) for many in range(len(choices) + 1) for chosen in combinations(choices, many)]
    for chosen, tier, new in product(sets, range(3), (False, True)):
        offers = [one.terms for one in live if not one.optional or one.terms.offer_id in chosen]
        held = {f"c-{each.offer_id}": each.offer_id for each in offers if each.needs_claim}
        keys = keys_of_tiers({asked.store_id: tier})
        stores = frozenset({asked.store_id}) if new else frozenset()
        yield Person(keys, stores, held), offers, frozenset(each.code for each in offers if each.code)


def _with_others(
    asked: Asked,
    lines: tuple[Line, ...],
    now: datetime,
    person: Person,
    offers: list[OfferTerms],
    codes: frozenset[str],
) -> Iterator[Receipt]:
    def made(lines: tuple[Line, ...], offers: list[OfferTerms]) -> Receipt:
        return price(Basket(asked.currency, lines, asked.freight(lines), person, codes), offers, now)

    yield made(lines, offers)
    if asked.elsewhere:
        from dataclasses import replace

        shared = [
            replace(each, store_ids=each.store_ids | {ELSEWHERE}) if each.store_ids else each
            for each in offers
        ]
        for minor in range(1, 121):
            yield made(
                (*lines, Line(OTHERS, ELSEWHERE, ELSEWHERE, ELSEWHERE, minor, 1, asked.currency)), shared
            )


def offer_ids(watched: tuple[Watched, ...]) -> list[str]:
    """Names of the offers."""
    return [one.terms.offer_id for one in watched]
