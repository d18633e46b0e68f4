"""One basket at one moment: the receipt that leaves the store least of the product, among all who may buy it.

Somebody who buys decides what to hold: which coupons, codes, tickets; has a tier or not, bought here before or
not, pays with points or not. For everything the store's own steps can come to (`store_options` of the price
rules, with everything in hand) the person who holds just what that takes is priced by the price rules. Holding
more can only give the rules other combinations to prefer, so nobody else gets this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from regulars.ground.kit.money import allocate
from regulars.trade.guard.rules.asked import ELSEWHERE, FILLER, OTHERS, TARGET, Asked, Good, Watched
from regulars.trade.guard.rules.relaxed import LATER, least_after, net_of
from regulars.trade.offers.rules import Basket, Line, OfferTerms, Person, Receipt, keys_of_tiers, price
from regulars.trade.offers.rules.ledger import funding
from regulars.trade.offers.rules.order_choice import OrderChoice
from regulars.trade.offers.rules.store_choice import Option, store_options
from regulars.trade.offers.rules.table import Table
from regulars.trade.offers.rules.taking import sum_of
from regulars.trade.orders.rules import line_shares

MOST_PERSONAL = 2


@dataclass(frozen=True, slots=True)
class Worst:
    """The least that is left of one piece, and the receipt that shows it. `net` is what the store keeps of a piece."""

    net: Fraction
    receipt: Receipt


@dataclass(frozen=True)
class Case:
    """A basket at a moment: so many pieces of the product, perhaps a filler, and the offers that count then."""

    asked: Asked
    good: Good
    pieces: int
    filler: Good | None
    filler_pieces: int
    now: datetime
    offers: tuple[Watched, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the basket."""
        mine = self.good.line(TARGET, self.asked.store_id, self.asked.currency, self.pieces)
        if self.filler is None:
            return (mine,)
        beside = self.filler.line(FILLER, self.asked.store_id, self.asked.currency, self.filler_pieces)
        return (mine, beside)

    def basket(self, person: Frame, offers: Sequence[OfferTerms], others_minor: int = 0) -> Basket:
        """The basket of somebody who holds exactly what `offers` ask for."""
        lines = self.lines if not others_minor else (*self.lines, self._others(others_minor))
        held = {f"held:{terms.offer_id}": terms.offer_id for terms in offers if terms.needs_claim}
        keys = keys_of_tiers({self.asked.store_id: person.tier}) | {
            key for terms in offers for key in terms.only_for if not key.startswith("tier:")
        }
        return Basket(
            self.asked.currency,
            lines,
            self.asked.freight(lines),
            Person(keys, frozenset({self.asked.store_id} if person.new else ()), held),
            frozenset(terms.code for terms in offers if terms.code is not None),
        )

    def _others(self, minor: int) -> Line:
        return Line(OTHERS, ELSEWHERE, ELSEWHERE, ELSEWHERE, minor, 1, self.asked.currency)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a person is, and which offers at item prices meant for some only are among theirs."""

    tier: int
    new: bool
    personal: frozenset[str]

    def lets(self, watched: Watched, store_id: str) -> bool:
        """Whether the offer is open to this person at all."""
        terms = watched.terms
        if terms.only_new and not self.new:
            return False
        if tier_of(terms, store_id) > self.tier:
            return False
        return not (watched.personal and terms.kind == "item-price") or terms.offer_id in self.personal


def tier_of(terms: OfferTerms, store_id: str) -> int:
    """The lowest tier of the store that the offer asks for; 0 for none."""
    own = [int(key.rsplit(":", 1)[1]) for key in terms.only_for if key.startswith(f"tier:{store_id}:")]
    return min(own, default=0)


def frames(case: Case) -> Iterator[Frame]:
    """Every kind of person that makes a difference to this basket."""
    store = case.asked.store_id
    tiers = sorted({0} | {tier_of(one.terms, store) for one in case.offers})
    news = (False, True) if any(one.terms.only_new for one in case.offers) else (False,)
    own = [one.terms.offer_id for one in case.offers if one.personal and one.terms.kind == "item-price"]
    sets = [set(chosen) for many in range(MOST_PERSONAL + 1) for chosen in combinations(own, many)]
    for tier, new, chosen in product(tiers, news, sets):
        yield Frame(tier, new, frozenset(chosen))


def worst_of(case: Case, below: Fraction | None) -> Worst | None:
    """The worst receipt that leaves less than `below` of a piece (any, when None), or None."""
    best: Worst | None = None
    for frame in frames(case):
        found = _Search(case, frame).worst(best.net if best else below)
        best = found or best
    return best


class _Search:
    """One person before one basket."""

    def __init__(self, case: Case, frame: Frame) -> None:
        store = case.asked.store_id
        self.case, self.frame = case, frame
        self.open = [one for one in case.offers if frame.lets(one, store)]
        self.terms = [self._joined(one.terms) for one in self.open]
        self.optional = {one.terms.offer_id for one in self.open if _is_choice(one)}
        basket = case.basket(frame, self.terms)
        self.table = Table(basket, self.terms, case.now)
        self.later = [
            [one for one in self.terms if one.step == step and one.carried_by_store_bp] for step in LATER
        ]
        self.item = sum(_carried(one.terms, shares, store) for one, shares in self.table.item_wins)

    def _joined(self, terms: OfferTerms) -> OfferTerms:
        if terms.store_ids and self.case.asked.elsewhere:
            return replace(terms, store_ids=terms.store_ids | {ELSEWHERE})
        return terms

    def worst(self, below: Fraction | None) -> Worst | None:
        best: Worst | None = None
        options = store_options(self.table, 0, True)
        cheapest = min((one.cost for one in options if not self._chosen(one)), default=0)
        for floor, _at, option in sorted((self._floor(one), at, one) for at, one in enumerate(options)):
            limit = best.net if best else below
            if limit is not None and floor >= limit:
                break
            if option.cost - self._slack() <= cheapest:
                best = self._realised(option, floor, limit) or best
        return best

    def _floor(self, option: Option) -> Fraction:
        """The least that can be left of a piece once the store's steps came to this."""
        mine = option.state(self.table).amounts[0]
        store = self.case.asked.store_id
        borne = self.item + sum(
            _carried(pick.contender.terms, pick.shares or {}, store) for pick in option.picks
        )
        got = self.case.lines[0].list_minor - borne - (mine - least_after(self.later, mine))
        return self._net(max(int(got), 0))

    def _net(self, got: int) -> Fraction:
        return Fraction(net_of(got, self.case.good.commission_bp), self.case.pieces)

    def _chosen(self, option: Option) -> frozenset[str]:
        """What of this option somebody must have chosen to hold."""
        return frozenset(
            pick.contender.terms.offer_id
            for pick in option.picks
            if pick.contender.terms.offer_id in self.optional
        )

    def _slack(self) -> int:
        """More than the order's steps and the freight can move one total against another by."""
        if self.case.asked.elsewhere and any(terms.store_ids for terms in self.terms):
            return sum(self.table.amounts)
        freight = sum(self.table.freight) if any(terms.step == "freight" for terms in self.terms) else 0
        return freight + OrderChoice(self.table).bound

    def _realised(self, option: Option, floor: Fraction, limit: Fraction | None) -> Worst | None:
        best: Worst | None = None
        chosen = self._chosen(option)
        for extra in self._extras():
            for others in self._others(option):
                receipt = self._priced(chosen | extra, others)
                net = self._net(_got(receipt))
                if limit is None or net < limit:
                    best, limit = Worst(net, receipt), net
                if net <= floor:
                    return best
        return best

    def _extras(self) -> Iterator[frozenset[str]]:
        """Choices for the order's steps and the freight: at most one of each step, fewer first."""
        steps: dict[str, list[str]] = {}
        for terms in self.terms:
            if terms.offer_id in self.optional and (terms.step in LATER or terms.step == "freight"):
                steps.setdefault(terms.step, []).append(terms.offer_id)
        picks = product(*((None, *offers) for offers in steps.values()))
        sets = [frozenset(one for one in pick if one is not None) for pick in picks]
        yield from sorted(sets, key=len)

    def _others(self, option: Option) -> list[int]:
        """Amounts of other stores' goods: none, or just enough to reach a step of an offer across stores."""
        found = {0}
        if self.case.asked.elsewhere:
            amounts = option.state(self.table).amounts
            for terms in self.terms:
                if terms.store_ids:
                    lines = [i for i, line in enumerate(self.table.lines) if terms.scope.covers(line)]
                    found |= {goal - sum_of(amounts, lines) for goal in _goals(terms, sum_of(amounts, lines))}
        return sorted(found)

    def _priced(self, chosen: frozenset[str], others: int) -> Receipt:
        offers = [
            terms for terms in self.terms if terms.offer_id not in self.optional or terms.offer_id in chosen
        ]
        return price(self.case.basket(self.frame, offers, others), offers, self.case.now)


def _is_choice(watched: Watched) -> bool:
    return watched.optional and watched.terms.kind != "item-price"


def _goals(terms: OfferTerms, base: int) -> list[int]:
    if terms.repeats:
        step = terms.tiers[0].threshold_minor
        return [(base // step + 1) * step]
    return [tier.threshold_minor for tier in terms.tiers if tier.threshold_minor > base]


def _carried(terms: OfferTerms, shares: dict[int, int], store: str) -> int:
    """What the store bears of the product's share (its line comes first), as orders split it."""
    mine = shares.get(0, 0)
    if not mine:
        return 0
    borne = funding(terms, {store: sum(shares.values())}).get(store, 0)
    lines = [i for i in sorted(shares) if shares[i]]
    return allocate(borne, [shares[i] for i in lines])[lines.index(0)]


def _got(receipt: Receipt) -> int:
    """What the store gets of the product's line: what is paid, and what the market adds."""
    return receipt.lines[0].paid_minor + line_shares(receipt)[TARGET].market_minor
