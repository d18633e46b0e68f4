"""The basket and the offers laid out for pricing: who may apply to which lines, after the item prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from .basket import Basket, Line
from .receipt import Refused
from .steps import RANK
from .terms import ALL_GOODS, OfferTerms
from .worth import item_worth

ITEM, FREIGHT = "item", "freight"
BY_ID, BY_LINE = attrgetter("offer_id"), attrgetter("line_id")


class Contender:
    """An offer that may apply, with the indices of the lines it covers and the steps it shuts out."""

    __slots__ = ("claim_id", "lines", "shuts", "terms")

    def __init__(self, terms: OfferTerms, lines: Sequence[int], claim_id: str | None) -> None:
        self.terms = terms
        self.lines = lines
        self.claim_id = claim_id
        self.shuts = sum(1 << RANK[key] for key in terms.not_with) if terms.not_with else 0


class Table:
    """Lines in the order of their ids, amounts after the item prices, contenders by step.

    `per_store[store][step]` holds the store steps and freight, `per_order[step]` the order steps.
    `masks` has a bit per step that no longer sees the line, or is None while nobody shuts anything out.
    """

    __slots__ = (
        "_shutting", "amounts", "basket", "freight", "item_wins", "lines", "listed", "masks", "now", "offers",
        "per_order", "per_store", "refused", "store_lines", "stores",
    )  # fmt: skip

    def __init__(self, basket: Basket, offers: Sequence[OfferTerms], now: datetime) -> None:
        self.basket = basket
        self.now = now
        self.lines: list[Line] = sorted(basket.lines, key=BY_LINE)
        self.store_lines: dict[str, list[int]] = {}
        for i, line in enumerate(self.lines):
            self.store_lines.setdefault(line.store_id, []).append(i)
        self.stores = sorted(self.store_lines)
        self.freight = [basket.freight.get(store, 0) for store in self.stores]
        self.refused: list[Refused] = []
        self.offers: list[OfferTerms] = []
        self.per_store: dict[str, dict[str, list[Contender]]] = {store: {} for store in self.stores}
        self.per_order: dict[str, list[Contender]] = {}
        self._shutting = False
        items = self._seat_all(offers)
        self.listed = [line.unit_minor * line.quantity for line in self.lines]
        self.amounts = self.listed[:]
        self.masks: list[int] | None = [0] * len(self.lines) if self._shutting else None
        self.item_wins = self._price_items(items) if items else []

    def _seat_all(self, offers: Sequence[OfferTerms]) -> list[Contender]:
        items: list[Contender] = []
        for terms in sorted(offers, key=BY_ID):
            lines = self._covered(terms)
            if not lines:
                continue
            self.offers.append(terms)
            contender = self._judge(terms, lines)
            if contender is not None:
                self._shutting = self._shutting or bool(contender.shuts)
                self._seat(contender, items)
        return items

    def _covered(self, terms: OfferTerms) -> Sequence[int]:
        if terms.store_id is not None:
            lines: Sequence[int] = self.store_lines.get(terms.store_id, ())
        elif terms.store_ids:
            lines = [i for i, line in enumerate(self.lines) if line.store_id in terms.store_ids]
        else:
            lines = range(len(self.lines))
        if terms.scope is ALL_GOODS or not lines:
            return lines
        return [i for i in lines if terms.scope.covers(self.lines[i])]

    def _judge(self, terms: OfferTerms, lines: Sequence[int]) -> Contender | None:
        if terms.only_new:
            lines = [i for i in lines if self.lines[i].store_id in self.basket.person.new_to]
        reason, claim_id = self._verdict(terms, lines)
        if reason is None:
            return Contender(terms, lines, claim_id)
        self.refused.append(Refused(terms.offer_id, terms.step, reason, terms.title, terms.store_id))
        return None

    def _verdict(self, terms: OfferTerms, lines: Sequence[int]) -> tuple[str | None, str | None]:
        if terms.starts_at is not None and self.now < terms.starts_at:
            return "not-started", None
        if terms.ends_at is not None and self.now >= terms.ends_at:
            return "ended", None
        if not lines:
            return "not-new", None
        if terms.only_for and terms.only_for.isdisjoint(self.basket.person.keys):
            return "not-for-you", None
        if terms.budget_left_minor == 0:
            return "budget-spent", None
        if terms.code is not None and terms.code not in self.basket.codes:
            return "needs-code", None
        return self._claim(terms) if terms.needs_claim else (None, None)

    def _claim(self, terms: OfferTerms) -> tuple[str | None, str | None]:
        held = [claim for claim, offer in self.basket.person.held.items() if offer == terms.offer_id]
        if not held:
            return "needs-claim", None
        if self.basket.chosen is None:
            return None, min(held)
        chosen = [claim for claim in held if claim in self.basket.chosen]
        return (None, min(chosen)) if chosen else ("not-chosen", None)

    def _seat(self, contender: Contender, items: list[Contender]) -> None:
        step = contender.terms.step
        if step == ITEM:
            items.append(contender)
        elif step == FREIGHT:
            self._seat_freight(contender)
        elif contender.terms.of_kind.owner == "store" and contender.terms.store_id is not None:
            self.per_store[contender.terms.store_id].setdefault(step, []).append(contender)
        else:
            self.per_order.setdefault(step, []).append(contender)

    def _seat_freight(self, contender: Contender) -> None:
        for store, freight in zip(self.stores, self.freight, strict=True):
            lines = [i for i in contender.lines if self.lines[i].store_id == store]
            if freight and lines:
                part = Contender(contender.terms, lines, contender.claim_id)
                self.per_store[store].setdefault(FREIGHT, []).append(part)

    def _price_items(self, items: list[Contender]) -> list[tuple[Contender, dict[int, int]]]:
        wins: dict[str, tuple[Contender, dict[int, int]]] = {}
        for i in range(len(self.lines)):
            off, winner = self._best_item(items, i)
            if winner is None:
                continue
            self.amounts[i] -= off
            wins.setdefault(winner.terms.offer_id, (winner, {}))[1][i] = off
            if self.masks is not None:
                self.masks[i] |= winner.shuts
        self._refuse_items(items, wins)
        return [wins[key] for key in sorted(wins)]

    def _best_item(self, items: list[Contender], i: int) -> tuple[int, Contender | None]:
        best: tuple[int, Contender | None] = (0, None)
        for contender in items:
            if i in contender.lines and (off := item_worth(contender.terms, self.lines[i])) > best[0]:
                best = (off, contender)
        return best

    def _refuse_items(
        self, items: list[Contender], wins: dict[str, tuple[Contender, dict[int, int]]]
    ) -> None:
        for contender in items:
            terms = contender.terms
            if terms.offer_id not in wins:
                reason = "another-is-better" if self._worth_any(contender) else "nothing-off"
                self.refused.append(Refused(terms.offer_id, ITEM, reason, terms.title, terms.store_id))

    def _worth_any(self, contender: Contender) -> bool:
        return any(item_worth(contender.terms, self.lines[i]) for i in contender.lines)
