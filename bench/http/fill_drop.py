"""A market with two open drops and a crowd of people who each hold a pass for both; later: who logs in, what was sold.

`python -m bench.http.fill_drop` fills; `… enter KEY…` prints sessions of people; `… count` what the disk says.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

BUYERS = int(os.environ.get("BENCH_BUYERS", "10000"))
UNITS = int(os.environ.get("BENCH_UNITS", "100"))


def main() -> None:
    """Fill the market and leave `bench.json` with the drops and their passes."""
    from regulars.ground.kit import clock
    from regulars.people.accounts.models import Person
    from tests.town import Town

    town = Town.build()
    people = Person.objects.bulk_create([Person(name=f"P{number}") for number in range(BUYERS)])
    now = clock.now()
    known = {
        "people": [person.pk for person in people],
        "scarce": _drop(town, town.teapot, people, now, None),
        "written": _drop(town, town.cup, people, now, BUYERS),
        "pages": [f"/p/{product.public_id}/" for product in (town.sweater, town.teapot, town.cup)],
    }
    folder = Path(os.environ["REGULARS_HOME"], "static")
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(known))


def _drop(town: Any, product: Any, people: list[Any], now: Any, queue: int | None) -> dict[str, Any]:
    from regulars.goods.catalog import actions as catalog
    from regulars.ground.kit import clock
    from regulars.trade.drops import actions as drops
    from regulars.trade.drops import queries

    mei, variant = town.mei_at_work(), town.variant(product)
    catalog.set_stock(by=mei, store=town.clay, variant_id=variant.public_id, on_hand=UNITS)
    fields = drops.Fields(
        variant=variant.public_id, title="A drop", units=UNITS, opens_at=now + timedelta(milliseconds=1),
        ends_at=now + timedelta(hours=3), room_minutes=15, pay_minutes=60, queue_most=queue,
    )  # fmt: skip
    row = drops.plan_drop(by=mei, store=town.clay, fields=fields)
    with clock.at(now):
        row = drops.publish_drop(by=mei, store=town.clay, drop=row.public_id)
    plan = queries.plan_of(row)
    with clock.shift(timedelta(seconds=-5)):
        passes = [queries.pass_for(row, plan, person.pk, "") for person in people]
    return {"drop": row.public_id, "passes": passes}


def enter(people: list[str]) -> None:
    """Log people in, and print their session keys."""
    from django.test import Client

    from regulars.people.accounts.models import Person

    keys = {}
    for person in Person.objects.filter(pk__in=people):
        client = Client()
        client.force_login(person)
        keys[person.pk] = client.cookies["sessionid"].value
    print(json.dumps(keys))


def count() -> None:
    """What stands on the disk: pieces paid for by drop, orders paid, what the ledger says."""
    from django.db.models import Count

    from regulars.goods.catalog.models import Stock
    from regulars.trade.drops.models import Drop, Seat
    from regulars.trade.orders.models import Order
    from regulars.trade.settlement.queries import check_books

    found = {}
    for row in Drop.objects.across_stores("counting"):
        states = dict(
            Seat.objects.of(row.store_id).filter(drop=row).values_list("state").annotate(n=Count("pk"))
        )
        stock = Stock.objects.get(variant=row.variant_id)
        found[row.public_id] = {
            "seats": states, "taken": row.taken, "paid": row.paid, "on_hand": stock.on_hand, "held": stock.held,
        }  # fmt: skip
    paid = Order.objects.across_stores("counting").filter(state="paid").count()
    print(json.dumps({"drops": found, "orders_paid": paid, "books": check_books()["ok"]}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    import django

    django.setup()
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "enter":
        enter(sys.argv[2:])
    else:
        count()
