"""A market with one open drop and a crowd of people who each hold a pass."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

BUYERS = int(os.environ.get("BENCH_BUYERS", "10000"))
UNITS = int(os.environ.get("BENCH_UNITS", "100"))
QUEUE = int(os.environ.get("BENCH_QUEUE", "-1"))


def main() -> None:
    """Fill the market and leave `bench.json` with the drop, its passes and who may log in."""
    from regulars.goods.catalog import actions as catalog
    from regulars.ground.kit import clock
    from regulars.ground.kit.actors import SYSTEM
    from regulars.people.accounts.models import Person
    from regulars.trade.drops import actions as drops
    from regulars.trade.drops import queries
    from tests.town import Town

    town = Town.build()
    cup, ravi = town.variant(town.sweater), town.ravi_at_work()
    catalog.set_stock(by=ravi, store=town.cashmere, variant_id=cup.public_id, on_hand=UNITS)
    now = clock.now()
    fields = drops.Fields(
        variant=cup.public_id, title="Fifty sweaters", units=UNITS, opens_at=now + timedelta(milliseconds=300),
        ends_at=now + timedelta(hours=3), room_minutes=15, pay_minutes=60, queue_most=None if QUEUE < 0 else QUEUE,
    )  # fmt: skip
    drop = drops.plan_drop(by=ravi, store=town.cashmere, fields=fields)
    with clock.at(now):
        drop = drops.publish_drop(by=ravi, store=town.cashmere, drop=drop.public_id)
    people = Person.objects.bulk_create([Person(name=f"P{number}") for number in range(BUYERS)])
    plan = queries.plan_of(drop)
    with clock.shift(timedelta(seconds=-5)):
        passes = [queries.pass_for(drop, plan, person.pk, "") for person in people]
    assert SYSTEM
    known = {"drop": drop.public_id, "passes": passes, "people": [person.pk for person in people]}
    folder = Path(os.environ["REGULARS_HOME"], "static")
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(known))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    import django

    django.setup()
    main()
