"""Invoices as histories, and cancellations as returns of what the same customer bought before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from regulars.faces.terminal.imports.online_retail.goods import CURRENCY, Shop, moment
from regulars.faces.terminal.imports.online_retail.reading import POSTAGE
from regulars.ground.kit.sanitize import plain
from regulars.trade.orders.rules import (
    History,
    HistoryPart,
    HistoryPayment,
    HistoryReturn,
    RecordedGroup,
    RecordedLine,
    RecordedOrder,
)

QUERY = """
SELECT invoice, min(invoice_date) AS placed, max(customer_id) AS customer, max(country) AS country,
    list({'row': row, 'code': stock_code, 'quantity': quantity, 'price': price, 'content': content}
    ORDER BY row) AS lines
FROM invoice_lines GROUP BY invoice ORDER BY placed, invoice
"""
NEVER = "No earlier purchase of this customer at this price is left to give back."
NOBODY = "A refund without a customer cannot be matched to a purchase."
POSTED = "Postage given back cannot be matched to one invoice."


@dataclass(slots=True)
class Bought:
    """Units of a purchase that have not gone back."""

    group_ref: str
    left: int


@dataclass(slots=True)
class Told:
    """What was told so far: purchases that may go back, returns, and refunds that match nothing."""

    shop: Shop
    rate: int
    met: set[str] = field(default_factory=set)
    bought: dict[tuple[str, str, int], list[Bought]] = field(default_factory=lambda: defaultdict(list))
    returns: list[HistoryReturn] = field(default_factory=list)
    rows_of: dict[tuple[str, str], list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    unmatched: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)

    def sale(self, row: Mapping[str, Any], people: Mapping[str, int]) -> History:
        """An invoice: everything on it was ordered, paid and handed over at its time."""
        at = moment(row["placed"])
        goods = [line for line in row["lines"] if line["code"].upper() not in POSTAGE] or row["lines"]
        postage = [line for line in row["lines"] if line not in goods]
        freight = sum(line["quantity"] * line["price"] for line in postage)
        order = RecordedOrder(
            store_pk=self.shop.pk,
            lines=[self._line(line) for line in goods],
            state="confirmed",
            freight_minor=freight,
            confirmed_at=at,
        )
        group = RecordedGroup(
            external_ref=f"{self.shop.prefix}{row['invoice']}",
            person_pk=people.get(person_ref(self.shop, row), -1),
            currency=CURRENCY,
            placed_at=at,
            orders=[order],
            paid_at=at,
            address={
                "recipient": person_name(row),
                "country": "",
                "region": plain(row["country"] or "", limit=80),
            },
        )
        self._remember(row, goods, group.external_ref)
        total = freight + sum(line["quantity"] * line["price"] for line in goods)
        part = HistoryPart(order, [freight] + [0] * (len(goods) - 1), [line["row"] for line in goods])
        paid = HistoryPayment(1, total, group.external_ref, goods[0]["row"])
        return History(group, [part], [paid], "The payment differs from the invoice.", "invoiced")

    def _line(self, line: Mapping[str, Any]) -> RecordedLine:
        kept = self.shop.product(line["code"])
        return RecordedLine(
            product_pk=kept.product_pk,
            variant_pk=kept.variant_pk,
            title=kept.title,
            unit_minor=line["price"],
            quantity=line["quantity"],
            commission_bp=self.rate,
        )

    def _remember(self, row: Mapping[str, Any], goods: Sequence[Mapping[str, Any]], ref: str) -> None:
        if row["customer"] is None:
            return
        for line in goods:
            key = (row["customer"], line["code"], line["price"])
            self.bought[key].append(Bought(ref, line["quantity"]))

    def cancellation(self, row: Mapping[str, Any]) -> None:
        """A cancellation: each line goes back to the latest purchases of the same goods at the same price."""
        at, note = moment(row["placed"]), row["invoice"]
        by_group: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for line in row["lines"]:
            why = NOBODY if row["customer"] is None else POSTED if line["code"].upper() in POSTAGE else NEVER
            found = [] if why != NEVER else self._give_back(row["customer"], line)
            if not found:
                self.unmatched.append((line, why))
            for ref, units in found:
                by_group[ref].append((self.shop.product(line["code"]).variant_pk, line["price"], units))
                self.rows_of[ref, note].append(line)
        self._return(by_group, note, at)

    def _return(self, by_group: Mapping[str, list[tuple[int, int, int]]], note: str, at: datetime) -> None:
        for ref, units in by_group.items():
            self.returns.append(HistoryReturn(ref, note, at, units))

    def _give_back(self, customer: str, line: Mapping[str, Any]) -> list[tuple[str, int]]:
        """Groups and units that cover the whole line, the latest purchase first; nothing when they do not."""
        wanted = -line["quantity"]
        bought = self.bought.get((customer, line["code"], line["price"]), [])
        if sum(each.left for each in bought) < wanted:
            return []
        found = []
        for each in reversed(bought):
            units = min(each.left, wanted)
            if units:
                each.left -= units
                wanted -= units
                found.append((each.group_ref, units))
        return found


def person_ref(shop: Shop, row: Mapping[str, Any]) -> str:
    """Who the customer is; an invoice without one is a guest's."""
    return f"{shop.prefix}{row['customer'] or 'guest-' + row['invoice']}"


def person_name(row: Mapping[str, Any]) -> str:
    """The data set knows nobody's name."""
    return f"Customer {row['customer']}" if row["customer"] else "Guest"
