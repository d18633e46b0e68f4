"""Writing the receipt while the chosen offers are taken off, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regulars.ground.kit.money import allocate

from .checks import MARKET, WHOLE_BP
from .receipt import NextTier, ReceiptStep, Refused
from .steps import STEPS
from .store_choice import best_freight, freight_base
from .table import FREIGHT, ITEM, Contender, Table
from .taking import Picks, State, take, value
from .terms import OfferTerms
from .worth import freight_worth, next_threshold, worth


def funding(terms: OfferTerms, by_store: Mapping[str, int]) -> dict[str, int]:
    """Who pays the discount: per store its part of what came off its goods, the rest by the market."""
    bp = terms.carried_by_store_bp
    if bp == WHOLE_BP:
        return {store: minor for store, minor in by_store.items() if minor}
    total = sum(by_store.values())
    paid = {store: allocate(minor, (bp, WHOLE_BP - bp))[0] for store, minor in by_store.items()} if bp else {}
    paid[MARKET] = total - sum(paid.values())
    return {who: minor for who, minor in paid.items() if minor}


class Ledger:
    """Steps, refusals and next tiers gathered on the way; `off` holds what each step took off each line."""

    __slots__ = ("_table", "freight_off", "next_tiers", "off", "refused", "state", "steps")

    def __init__(self, table: Table) -> None:
        self._table = table
        self.state = State(table.amounts[:], None if table.masks is None else table.masks[:])
        self.steps: list[ReceiptStep] = []
        self.refused: list[Refused] = table.refused
        self.next_tiers: list[NextTier] = []
        self.off: list[dict[str, int]] = [{} for _ in table.lines]
        self.freight_off: dict[str, int] = {}

    def write_items(self) -> None:
        """The item prices, which the table has already taken off."""
        for winner, shares in self._table.item_wins:
            base = sum(self._table.lines[i].list_minor for i in shares)
            self._write(winner, ITEM, base, shares)

    def write_step(self, rank: int, contenders: Sequence[Contender], picks: Picks) -> None:
        """Take the picks of a step off and say of the other contenders why they did not apply."""
        picked = [pick for pick in picks if pick.rank == rank]
        taken = [pick.contender for pick in picked]
        waiting = [(each, *value(each, rank, self.state)) for each in contenders if each not in taken]
        for pick in picked:
            shares = take(pick, self.state, self._table)
            self._write(pick.contender, STEPS[rank].key, pick.base, shares)
            self._look_ahead(pick.contender, pick.base, pick.off)
        for contender, base, off in waiting:
            self._refuse(contender, base, off, bool(picked))

    def _write(self, contender: Contender, step: str, base: int, shares: Mapping[int, int]) -> None:
        lines = self._table.lines
        split: dict[str, int] = {}
        by_store: dict[str, int] = {}
        for i in sorted(shares):
            if share := shares[i]:
                line = lines[i]
                split[line.line_id] = share
                by_store[line.store_id] = by_store.get(line.store_id, 0) + share
                self.off[i][step] = self.off[i].get(step, 0) + share
        self._note(contender, step, base, split, by_store)

    def _note(
        self,
        contender: Contender,
        step: str,
        base: int,
        split: Mapping[str, int],
        by_store: Mapping[str, int],
    ) -> None:
        terms = contender.terms
        self.steps.append(
            ReceiptStep(
                step,
                terms.offer_id,
                terms.version,
                terms.title,
                base,
                sum(split.values()),
                funding(terms, by_store),
                split,
                contender.claim_id,
            )
        )

    def _look_ahead(self, contender: Contender, base: int, off: int) -> tuple[int | None, int | None]:
        terms = contender.terms
        if not terms.repeats and base >= terms.tiers[-1].threshold_minor:
            return None, None
        goal = next_threshold(terms, base, lambda at: worth(terms, at))
        if goal is None:
            return None, None
        return self._promise(terms, terms.store_id, goal - base, worth(terms, goal), off)

    def _promise(
        self, terms: OfferTerms, store: str | None, missing: int, then: int, now: int
    ) -> tuple[int, int]:
        self.next_tiers.append(NextTier(terms.offer_id, terms.step, terms.title, store, missing, then, now))
        return missing, then

    def _refuse(self, contender: Contender, base: int, off: int, taken: bool) -> None:
        terms = contender.terms
        missing = then = None
        if off:
            reason = "another-is-better" if taken else "cheaper-without"
        elif not base:
            reason = "nothing-left"
        else:
            missing, then = self._look_ahead(contender, base, 0)
            reason = "below-threshold" if missing is not None else "nothing-off"
        self.refused.append(
            Refused(terms.offer_id, terms.step, reason, terms.title, terms.store_id, missing, then)
        )

    def write_freight(self) -> None:
        """The freight offer of each store."""
        for store, freight in zip(self._table.stores, self._table.freight, strict=True):
            contenders = self._table.per_store[store].get(FREIGHT, ())
            if contenders:
                self._write_freight(store, freight, contenders)

    def _write_freight(self, store: str, freight: int, contenders: Sequence[Contender]) -> None:
        off, winner = best_freight(contenders, self.state, freight)
        for contender in contenders:
            if contender is not winner:
                self._refuse_freight(contender, store, freight, winner is not None)
        if winner is not None:
            self.freight_off[store] = off
            self._note(winner, FREIGHT, freight_base(winner, self.state), {store: off}, {store: off})

    def _refuse_freight(self, contender: Contender, store: str, freight: int, taken: bool) -> None:
        terms, base = contender.terms, freight_base(contender, self.state)
        missing = then = None
        reason = "another-is-better"
        if not freight_worth(terms, base, freight):
            goal = next_threshold(terms, base, lambda at: freight_worth(terms, at, freight))
            reason = "below-threshold" if goal is not None else "nothing-off"
            if goal is not None and not taken:
                missing, then = self._promise(
                    terms, store, goal - base, freight_worth(terms, goal, freight), 0
                )
            elif goal is not None:
                missing, then = goal - base, freight_worth(terms, goal, freight)
        self.refused.append(Refused(terms.offer_id, FREIGHT, reason, terms.title, store, missing, then))
