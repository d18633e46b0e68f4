"""A market to measure: two stores, 240 products, spend-and-save in the store and across stores, one drop."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from regulars.ground.kit.actors import SYSTEM

PRODUCTS = 240
PLENTY = 1_000_000
UNITS = int(os.environ.get("BENCH_UNITS", "100"))


def main() -> None:
    """Fill the market and leave `bench.json` with what the clients need to know."""
    from regulars.goods.catalog import actions as catalog
    from regulars.goods.catalog.rules import ProductRow, VariantRow
    from regulars.ground.kit import clock
    from regulars.trade.offers import actions as offering
    from tests.town import Town

    town = Town.build()
    now = clock.now()
    rows = [
        ProductRow(
            store_id=town.clay.pk, category_id=town.teapots.pk, external_ref=f"bench-{number}",
            title=f"Teapot number {number}", title_zh=f"茶壶 {number} 号", currency="CNY",
            description="Fired twice, polished by hand. " * 5, published_at=now,
            variants=tuple(
                VariantRow(f"B-{number}-{size}", 9_000 + number * 10 + size, options={"Size": str(size)}, on_hand=PLENTY)
                for size in range(3)
            ),
        )
        for number in range(PRODUCTS)
    ]  # fmt: skip
    catalog.record_products(by=SYSTEM, rows=rows)
    _offers(town, now, timedelta(days=30), offering)
    drop = town.variant(town.sweater)
    catalog.set_stock(by=town.ravi_at_work(), store=town.cashmere, variant_id=drop.public_id, on_hand=UNITS)
    products = list(town.clay.products.filter(title__startswith="Teapot number").order_by("-pk"))
    known = {
        "category": town.teapots.slug,
        "products": [row.public_id for row in products],
        "variants": [variant.public_id for row in products for variant in row.variants.all()],
        "drop": drop.public_id,
    }
    (Path(os.environ["REGULARS_HOME"]) / "static").mkdir(exist_ok=True)
    Path(os.environ["REGULARS_HOME"], "static", "bench.json").write_text(json.dumps(known))


def _offers(town, now, month, offering) -> None:  # type: ignore[no-untyped-def]
    period = {"starts_at": now - month, "ends_at": now + month}
    save = offering.create_offer(
        by=town.mei_at_work(), store=town.clay, kind="spend-and-save", title="10 off from 200",
        terms={"tiers": [{"threshold_minor": 20_000, "off_minor": 1_000}]}, **period,
    )  # fmt: skip
    offering.publish_offer(by=town.mei_at_work(), store=town.clay, offer=save.public_id)
    across = offering.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title="40 off each 300", pool="bench", currency="CNY",
        terms={"tiers": [{"threshold_minor": 30_000, "off_minor": 4_000}], "repeats": True, "store_bp": 5_000}, **period,
    )  # fmt: skip
    offering.publish_offer(by=SYSTEM, store=None, offer=across.public_id)
    offering.join_offer(by=town.mei_at_work(), store=town.clay, offer=across.public_id)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    import django

    django.setup()
    main()
