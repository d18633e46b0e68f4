"""Another process of the market: gives a product or a store another name, each time a line tells it to."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Read `product ID NAME` or `store SLUG NAME`, commit it, say so."""
    from regulars.goods.catalog.models import Product
    from regulars.people.merchants.models import Store

    print("ready", flush=True)
    for line in sys.stdin:
        kind, which, name = line.split()
        if kind == "store":
            changed = Store.objects.filter(slug=which).update(name=name)
        else:
            changed = Product.objects.across_stores("a bench").filter(public_id=which).update(title=name)
        print("committed" if changed == 1 else "nothing", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
    import django

    django.setup()
    main()
