"""Worker for the peer's own environment: django-oscar's offer applicator on an in-memory basket.

Offers and basket are loaded before the clock starts: only resetting, applying and the total count.
"shipped" is oscar as it comes; "tuned" spares the queries it asks while applying, by its own means: the
combinations of the offers are prefetched and the range of all goods is a range class of our own.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import django
import oscar  # type: ignore[import-not-found]
from django.conf import settings
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench.price.cases import CASES, OFF, OUT_OF_REACH, Case
from bench.price.talk import Work, serve


class NoMigrations:
    """Make tables straight from the models."""

    def __contains__(self, item: str) -> bool:
        return True

    def __getitem__(self, item: str) -> None:
        return None


def start() -> None:
    """A sandbox with oscar's own defaults and an in-memory database."""
    from oscar import defaults  # type: ignore[import-not-found,unused-ignore]

    known = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR")}
    settings.configure(
        **known,
        SECRET_KEY="bench",
        SITE_ID=1,
        USE_TZ=True,
        INSTALLED_APPS=oscar.INSTALLED_APPS,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        MIGRATION_MODULES=NoMigrations(),
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def pounds(minor: int) -> Decimal:
    """Minor units as oscar's decimals."""
    return Decimal(minor) / 100


def filled(case: Case, n: int) -> Any:
    """A basket with the lines of the case."""
    from oscar.test import factories  # type: ignore[import-not-found,unused-ignore]

    basket = factories.create_basket(empty=True)
    for k, (unit, quantity) in enumerate(case.goods):
        product = factories.create_product(title=f"case {n} line {k}")
        factories.create_stockrecord(product, pounds(unit), num_in_stock=10_000)
        basket.add_product(product, quantity)
    basket.all_lines()
    return basket


@cache
def goods_range(tuned: bool) -> Any:
    """A range of all goods."""
    from oscar.test import factories  # type: ignore[import-not-found,unused-ignore]

    proxy = "bench.price.oscar_range.Everything" if tuned else None
    return factories.RangeFactory(name="everything", proxy_class=proxy, includes_all_products=not tuned)


def running(case: Case, n: int, tuned: bool) -> list[Any]:
    """The offers: value condition, absolute benefit, each once per basket, not exclusive."""
    from oscar.test import factories  # type: ignore[import-not-found,unused-ignore]

    everything = goods_range(tuned)
    worths = [(100, off) for off in case.off] + [(OUT_OF_REACH, OFF[0])] * case.idle
    made = []
    for k, (threshold, off) in enumerate(worths):
        made.append(
            factories.ConditionalOfferFactory(
                name=f"case {n} offer {k} {tuned}",
                exclusive=False,
                priority=100 - k,
                max_basket_applications=1,
                condition=factories.ConditionFactory(range=everything, type="Value", value=pounds(threshold)),
                benefit=factories.BenefitFactory(
                    range=everything, type="Absolute", value=pounds(off), max_affected_items=None
                ),
            )
        )
    return loaded(made) if tuned and made else made


def loaded(made: list[Any]) -> list[Any]:
    """The offers with all they refer to."""
    several = type(made[0]).objects.filter(pk__in=[offer.pk for offer in made])
    several = several.select_related("condition__range", "benefit__range").prefetch_related("combinations")
    return list(several.order_by("-priority"))


def work(case: Case, n: int, tuned: bool) -> Work:
    """One calculation of the case; answers the total in minor units."""
    from oscar.core.loading import get_class  # type: ignore[import-not-found,unused-ignore]

    applicator = get_class("offer.applicator", "Applicator")()
    basket, offers = filled(case, n), running(case, n, tuned)

    def once() -> int:
        basket.reset_offer_applications()
        applicator.apply_offers(basket, offers)
        return int(basket.total_incl_tax * 100)

    return once


if __name__ == "__main__":
    start()
    serve([work(case, n, "tuned" in sys.argv) for n, case in enumerate(CASES)])
