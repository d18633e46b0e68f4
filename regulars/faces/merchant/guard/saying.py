"""A finding of the guard as a page shows it: sentences, a basket, a ladder drawn as bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.faces.look.moments import local_datetime
from regulars.faces.look.speech import listed, money
from regulars.goods.catalog.queries import Variant, said
from regulars.people.merchants.queries import Store
from regulars.trade.guard.queries import Check, Told, name_of, titles_of
from regulars.trade.guard.rules import Beside, Buyer, Ladder
from regulars.trade.offers.hooks import Planned
from regulars.trade.offers.rules import Receipt
from regulars.trade.orders.rules.points import PREFIX

WIDTH, THIN = 1000, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A rung: its words, what it takes off and who pays, and where its bar stands (of WIDTH)."""

    kind: str
    title: str
    note: str
    amount: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, ready to be read."""

    title: str
    href: str
    sentence: str
    views: list[tuple[str, str]]
    basket: list[str]
    buyer: list[str]
    bars: list[Bar]
    floor_at: int
    new: bool


class Teller:
    """Findings of one store in the reader's language. The names of offers are asked for once."""

    def __init__(self, store: Store, found: Mapping[str, Receipt]) -> None:
        """`found`: receipts by any key, whose offers will be named."""
        self.store = store
        steps = {step.offer_id: step.title for receipt in found.values() for step in receipt.steps}
        self.names = steps | {key: said(row.title, row.title_zh) for key, row in titles_of(steps).items()}

    def money(self, minor: int) -> str:
        """An amount of the store's currency."""
        return money(minor, self.store.currency)

    def shown(self, told: Told) -> Shown:
        """One finding."""
        beside = name_of(told.beside_variant) if told.beside_variant else ""
        basket = self.basket(self.goods(told.variant, told.planned), told.ladder, told.beside, beside)
        shown = self.drawn(
            told.variant, told.ladder, told.receipt, told.buyer, basket, told.new, told.planned
        )
        if told.all_minor is not None and told.pieces is not None:
            most = ngettext("At most %(n)s piece, in all", "At most %(n)s pieces, in all", told.pieces) % {
                "n": told.pieces
            }
            shown.views.append((most, self.money(-told.all_minor)))
        return shown

    def goods(self, variant: Variant, planned: Planned | None) -> str:
        """What the line sells: the goods, or the service sold with them."""
        return (
            said(planned.title, planned.title_zh)
            if planned and planned.kind == "service"
            else name_of(variant)
        )

    def drawn(
        self, variant: Variant, ladder: Ladder, receipt: Receipt, buyer: Buyer, basket: list[str], new: bool,
        planned: Planned | None = None,
    ) -> Shown:  # fmt: skip
        """A variant's way down; `planned` is what sells it so."""
        scale = max(ladder.list_minor, ladder.floor_minor, 1)
        title = name_of(variant)
        return Shown(
            f"{title} · {said(planned.title, planned.title_zh)}" if planned else title,
            reverse("desk_product", args=[self.store.public_id, variant.product.public_id]),
            self._sentence(ladder, receipt),
            self._views(ladder),
            basket,
            list(self._buyer(buyer)),
            list(self._bars(ladder, scale)),
            ladder.floor_minor * WIDTH // scale,
            new,
        )

    def _sentence(self, ladder: Ladder, receipt: Receipt) -> str:
        words = {
            "moment": local_datetime(receipt.priced_at), "left": self.money(int(ladder.left_each)),
            "floor": self.money(ladder.floor_minor // ladder.pieces),
            "under": self.money(-int(-ladder.under_minor // ladder.pieces)),
            "offers": listed(self.names.get(rung.offer, rung.title) for rung in ladder.rungs if rung.store_minor),
        }  # fmt: skip
        if not ladder.list_minor:
            return _("It is given away: a piece costs you %(floor)s.") % words
        if not words["offers"]:
            return (
                _("%(left)s of a piece is left to you at its price alone, %(under)s less than %(floor)s.")
                % words
            )
        return (
            _(
                "From %(moment)s on, %(offers)s leave you %(left)s of a piece: "
                "%(under)s less than the %(floor)s it needs."
            )
            % words
        )

    def _views(self, ladder: Ladder) -> list[tuple[str, str]]:
        each = ladder.pieces
        rows = [
            (_("The shopper pays"), ladder.shopper_minor), (_("The market adds"), ladder.market_minor),
            (_("Commission"), -ladder.commission_minor), (_("You are left with"), ladder.left_minor),
            (_("It should be at least"), ladder.floor_minor),
        ]  # fmt: skip
        return [
            (label, f"{self.money(minor)}" if each == 1 else self._both(minor, each)) for label, minor in rows
        ]

    def _both(self, minor: int, pieces: int) -> str:
        each = minor // pieces if minor >= 0 else -(-minor // pieces)
        return _("%(all)s (%(each)s each)") % {"all": self.money(minor), "each": self.money(each)}

    def basket(self, goods: str, ladder: Ladder, beside: Beside | None, filler: str) -> list[str]:
        """What lies in the basket."""
        found = [_("%(n)s × %(goods)s") % {"n": ladder.pieces, "goods": goods}]
        if beside and beside.pieces:
            found.append(
                _("%(n)s × %(goods)s") % {"n": beside.pieces, "goods": filler or _("another product")}
            )
        if beside and beside.other_stores_minor:
            found.append(
                _("goods of other stores for %(amount)s") % {"amount": self.money(beside.other_stores_minor)}
            )
        return found

    def _buyer(self, buyer: Buyer) -> Iterator[str]:
        if buyer.tier:
            yield _("a member from tier %(n)s on") % {"n": buyer.tier}
        if buyer.new:
            yield _("somebody who never bought here")
        for offer in buyer.holds:
            yield _("holds %(offer)s") % {"offer": self.names.get(offer, offer)}
        if buyer.codes:
            yield ngettext("types a code", "types %(n)s codes", buyer.codes) % {"n": buyer.codes}

    def _bars(self, ladder: Ladder, scale: int) -> Iterator[Bar]:
        def bar(kind: str, title: str, note: str, minor: int, foot: int) -> Bar:
            x, width = max(foot, 0) * WIDTH // scale, abs(minor) * WIDTH // scale
            return Bar(kind, title, note, self.money(minor), x, max(width, THIN))

        yield bar("list", _("List price"), "", ladder.list_minor, 0)
        for rung in ladder.rungs:
            who = self._who(rung.store_minor, rung.market_minor)
            title = _("Points") if rung.offer.startswith(PREFIX) else self.names.get(rung.offer, rung.title)
            kind = "market" if not rung.store_minor else "store" if not rung.market_minor else "both"
            yield bar(kind, title, who, -rung.store_minor - rung.market_minor, rung.left_minor)
        paid, added, fee = ladder.shopper_minor, ladder.market_minor, ladder.commission_minor
        if added:
            yield bar("added", _("The market adds"), _("for what it promised"), added, paid)
        if fee:
            yield bar("fee", _("Commission"), "", -fee, paid + added - fee)
        yield bar("left", _("Left to you"), "", ladder.left_minor, 0)

    def _who(self, store: int, market: int) -> str:
        if not market:
            return _("you pay")
        if not store:
            return _("the market pays")
        return _("you pay %(store)s, the market %(market)s") % {
            "store": self.money(store), "market": self.money(market),
        }  # fmt: skip


def searched(check: Check, store: Store) -> str:
    """How far the guard looked, in a sentence."""
    words = {
        "judged": f"{check.judged:,}", "offers": f"{check.offers:,}", "pieces": check.bounds.most_pieces,
        "filler": check.bounds.most_filler, "until": local_datetime(check.until),
    }  # fmt: skip
    said_all = (
        _(
            "Looked at: %(judged)s variants with %(offers)s offers until %(until)s; 1 to %(pieces)s pieces, alone or "
            "beside 1 to %(filler)s pieces of any other product, for every tier, first orders, coupons, codes."
        )
        % words
    )
    if check.proven:
        return said_all + " " + _("Within this, nothing leaves you less.")
    return said_all + " " + _("It took too long to try everything; there may be worse.")


def receipts_of(check: Check) -> dict[str, Receipt]:
    """The receipts of a check, by variant."""
    return {told.variant.public_id: told.receipt for told in check.told}


def asides(check: Check, store: Store) -> dict[str, Any]:
    """What else a page says about a check: unknown costs and the way to enter them."""
    return {"unknown": check.unknown, "costs": reverse("desk_guard", args=[store.public_id]) + "#costs"}
