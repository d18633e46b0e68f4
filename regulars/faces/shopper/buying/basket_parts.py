"""The basket as its page shows it: by currency, by store, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from regulars.faces.look.addresses import address
from regulars.faces.shopper.buying import tiles, words
from regulars.faces.shopper.buying.receipts import Said, in_words
from regulars.faces.shopper.frame import looking, visitor
from regulars.faces.shopper.services.beside import Beside, plans_beside
from regulars.goods.catalog.queries import said
from regulars.ground.kit.actors import Actor
from regulars.people.merchants.queries import Store
from regulars.trade.orders.queries import BasketView, Item, Kept, Quote, basket_of, quote

STATES = ("applied", "accepted", "limit-reached", "used-up", "unknown", "")


@dataclass(frozen=True, slots=True)
class Section:
    """The goods of one currency: they are ordered together."""

    currency: str
    stores: list[dict[str, object]]
    quote: Quote | None
    receipt: Said | None
    pieces: int

    @property
    def ready(self) -> bool:
        """Whether an order can be placed as things stand."""
        return self.quote is not None and self.quote.receipt is not None and not self.quote.problems


def basket_of_viewer(request: HttpRequest) -> BasketView:
    """The basket of whoever looks."""
    return basket_of(by=looking(request), visitor=visitor(request))


def sections(by: Actor, view: BasketView) -> list[Section]:
    """One section per currency. Queries grow with currencies, not with lines."""
    urls = tiles.covers(kept.item.product.cover for kept in view.lines)
    plans = plans_beside(view.lines)
    return [_section(by, view, currency, urls, plans) for currency in view.currencies]


def _section(by: Actor, view: BasketView, currency: str, urls: tiles.Urls, plans: Beside) -> Section:
    kept = [one for one in view.lines if one.item.currency == currency]
    chosen = {one.item.variant.public_id: one.item.quantity for one in kept if one.chosen}
    answer = quoted(by, view, currency, chosen) if chosen else None
    names = store_names(one.item for one in kept)
    receipt = in_words(answer.receipt, names) if answer and answer.receipt else None
    return Section(currency, _stores(kept, receipt, urls, plans), answer, receipt, sum(chosen.values()))


def quoted(
    by: Actor, view: BasketView, currency: str, chosen: dict[str, int], points: Sequence[str] = ()
) -> Quote:
    """The price of the chosen goods, with the basket's codes and coupons, and points of the stores named."""
    return quote(
        by=by,
        currency=currency,
        lines=chosen,
        codes=view.codes,
        claims=view.claims,
        points=points,
        plans=view.plans,
        known=[kept.item for kept in view.lines],
    )


def store_names(items: Iterable[Item]) -> dict[str, str]:
    """Names of the stores of items by public id."""
    return {item.store.public_id: said(item.store.name, item.store.name_zh) for item in items}


def _stores(
    kept: Sequence[Kept], receipt: Said | None, urls: tiles.Urls, plans: Beside
) -> list[dict[str, object]]:
    rows: dict[int, list[Kept]] = {}
    for one in kept:
        rows.setdefault(one.item.store.pk, []).append(one)
    return [_store(same, receipt, urls, plans) for same in rows.values()]


def _store(same: list[Kept], receipt: Said | None, urls: tiles.Urls, plans: Beside) -> dict[str, object]:
    store = same[0].item.store
    hints = [hint for hint in receipt.hints if hint["store"] == store.public_id] if receipt else []
    return {
        "name": said(store.name, store.name_zh),
        "href": address("store", store.slug),
        "lines": [_line(one, urls) | {"plan": plans.get(one.line)} for one in same],
        "hints": hints + _freight_hint(store, same),
    }


def _freight_hint(store: Store, same: list[Kept]) -> list[dict[str, object]]:
    goal = store.free_freight_from_minor
    have = sum(one.item.list_minor for one in same if one.chosen and not one.item.problem)
    if not goal or not store.freight_minor or not 0 < have < goal:
        return []
    text = _("%(missing)s more for free delivery") % {"missing": words.money(goal - have, store.currency)}
    return [{"text": text, "value": have, "max": goal}]


def _line(kept: Kept, urls: tiles.Urls) -> dict[str, object]:
    item = kept.item
    return tiles.wished(item, urls) | {
        "id": kept.line,
        "chosen": kept.chosen,
        "left": max(item.left, 0),
        "most": max(1, item.left if item.problem != "sold-out" else 1),
        "problem": item.problem,
        "problem_words": words.problem(item.problem, item.left),
    }


def codes(view: BasketView, made: Sequence[Section]) -> list[dict[str, str]]:
    """The typed codes and what became of each; the best news of all sections counts."""
    told: dict[str, str] = {}
    for section in made:
        for report in section.quote.codes if section.quote else ():
            known = told.get(report.code, "")
            told[report.code] = min(known, report.state, key=STATES.index)
    return [
        {"code": code, "state": told.get(code, ""), "text": words.code_state(told.get(code, ""))}
        for code in view.codes
    ]


def coupons(view: BasketView, made: Sequence[Section]) -> list[dict[str, object]]:
    """The coupons in hand that fit these stores, and whether each counts now."""
    return [
        {
            "id": choice.claim.public_id,
            "title": said(choice.claim.offer.title, choice.claim.offer.title_zh),
            "applied": choice.applied,
            "chosen": choice.applied if view.claims is None else choice.claim.public_id in view.claims,
            "expires_at": choice.claim.expires_at,
        }
        for section in made
        if section.quote
        for choice in section.quote.claims
    ]


def problem_words(item: Item) -> str:
    """A line that cannot be ordered, with what is wrong."""
    name = said(item.product.title, item.product.title_zh)
    return f"{name}: {words.problem(item.problem, max(item.left, 0))}"
