"""Rows of the data set as histories: which state is which here, and whose money is whose.

The mapping is explained in docs/importing.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from regulars.faces.terminal.imports.olist import naming
from regulars.faces.terminal.imports.olist.places import CURRENCY, PREFIX, Places, moment
from regulars.ground.kit.sanitize import plain
from regulars.trade.orders.rules import (
    History,
    HistoryPart,
    HistoryPayment,
    RecordedGroup,
    RecordedLine,
    RecordedOrder,
)
from regulars.trade.settlement.rules import RateTable

QUERY = """
SELECT o.row AS row, order_id, customer_unique_id, customer_zip_code_prefix AS zip, customer_city AS city,
    customer_state AS region, order_status AS status, order_purchase_timestamp AS placed,
    order_approved_at AS approved, order_delivered_carrier_date AS sent,
    order_delivered_customer_date AS arrived, order_estimated_delivery_date AS promised, items, payments
FROM orders o LEFT JOIN customers USING (customer_id)
LEFT JOIN (SELECT order_id, list({'row': row, 'product': product_id, 'seller': seller_id, 'price': price,
    'freight': freight_value, 'ship_by': shipping_limit_date} ORDER BY order_item_id) AS items
    FROM order_items GROUP BY order_id) USING (order_id)
LEFT JOIN (SELECT order_id, list({'row': row, 'number': payment_sequential, 'amount': payment_value,
    'kind': payment_type, 'times': payment_installments} ORDER BY payment_sequential) AS payments
    FROM order_payments GROUP BY order_id) USING (order_id)
ORDER BY placed, order_id
"""
STATES = {
    "created": "awaiting_payment",
    "approved": "paid",
    "invoiced": "processing",
    "processing": "processing",
    "shipped": "shipped",
    "delivered": "delivered",
    "canceled": "cancelled",
    "unavailable": "cancelled",
}
ENDED = ("canceled", "unavailable")


@dataclass(frozen=True, slots=True)
class Terms:
    """What of this market the telling needs: when orders complete, the rates, and the present moment."""

    confirm_after: timedelta
    rates: RateTable
    now: datetime


def tell(row: Mapping[str, Any], places: Places, terms: Terms) -> History:
    """One order of the data set as a history."""
    placed = moment(row["placed"])
    assert placed is not None
    parts = list(_parts(row, places, terms))
    ended, waits = row["status"] in ENDED, row["status"] == "created"
    group = RecordedGroup(
        external_ref=PREFIX + row["order_id"],
        person_pk=places.people.get(row["customer_unique_id"] or "", -1),
        currency=CURRENCY,
        placed_at=placed,
        orders=[part.order for part in parts],
        paid_at=None if ended or waits else moment(row["approved"]) or placed,
        state="cancelled" if ended else "awaiting_payment" if waits else "paid",
        address=_address(row),
    )
    return History(group, parts, list(_payments(row)), reason(row), row["status"])


def _address(row: Mapping[str, Any]) -> dict[str, str]:
    zip_code = row["zip"] or ""
    return {
        "recipient": naming.person_name(row["customer_unique_id"] or ""),
        "phone": "",
        "country": "BR",
        "region": plain(row["region"] or "", limit=80),
        "city": plain(naming.city_name(row["city"]), limit=80),
        "street": "",
        "postcode": zip_code.split(".")[0].zfill(5)[:20] if zip_code else "",
    }


def _payments(row: Mapping[str, Any]) -> Iterator[HistoryPayment]:
    for each in row["payments"] or ():
        kind = plain(each["kind"] or "not_defined", limit=30)
        said = f"{PREFIX}{row['order_id']}:{each['number']}:{kind}:{each['times'] or 0}"
        yield HistoryPayment(each["number"], each["amount"], said, each["row"])


def _parts(row: Mapping[str, Any], places: Places, terms: Terms) -> Iterator[HistoryPart]:
    by_store: dict[int, list[Mapping[str, Any]]] = {}
    for item in row["items"] or ():
        by_store.setdefault(places.stores[item["seller"]], []).append(item)
    stamps = _stamps(row, terms)
    for store_pk, items in by_store.items():
        rate = terms.rates.rate(store_pk, ())
        freights = [item["freight"] for item in items]
        order = RecordedOrder(
            store_pk=store_pk,
            lines=[_line(item, store_pk, places, rate) for item in items],
            freight_minor=sum(freights),
            ship_by=max((at for at in (moment(item["ship_by"]) for item in items) if at), default=None),
            **stamps,
        )
        yield HistoryPart(order, freights, [item["row"] for item in items])


def _line(item: Mapping[str, Any], store_pk: int, places: Places, rate: int) -> RecordedLine:
    kept = places.product(store_pk, item["product"])
    return RecordedLine(
        product_pk=kept.product_pk,
        variant_pk=kept.variant_pk,
        title=kept.title,
        title_zh=kept.title_zh,
        unit_minor=item["price"],
        commission_bp=rate,
    )


def _stamps(row: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """State and moments of an order. A delivered one is complete once the market's days are over."""
    state = STATES[row["status"]]
    sent, arrived = moment(row["sent"]), moment(row["arrived"])
    if state == "shipped":
        sent = sent or moment(row["approved"] or row["placed"])
    found: dict[str, Any] = {"state": state, "shipped_at": sent, "delivered_at": arrived}
    if state == "delivered":
        anchor = arrived or _last(row, ("promised", "sent", "approved", "placed"))
        if anchor + terms.confirm_after <= terms.now:
            found |= {"state": "confirmed", "confirmed_at": anchor + terms.confirm_after}
    elif state == "cancelled":
        known = [moment(row[name]) for name in ("placed", "approved", "sent", "arrived")]
        found["ended_at"] = max(at for at in known if at is not None)
    return found


def _last(row: Mapping[str, Any], names: Sequence[str]) -> datetime:
    found = next(moment(row[name]) for name in names if row[name] is not None)
    assert found is not None
    return found


def reason(row: Mapping[str, Any]) -> str:
    """Why money of this order may be left un-cleared."""
    status = row["status"]
    if not row["items"]:
        return f"The order has no items in the import (state there: {status})."
    if status in ENDED:
        return f"The order ended as “{status}”; the import does not say whether the money went back."
    if status == "created":
        return "The payment was not approved yet where it came from."
    if not row["payments"]:
        return "The import has no payment for this order."
    return "The payments differ from items and freight of the order."
