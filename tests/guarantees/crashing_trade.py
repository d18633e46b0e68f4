"""R16: a presale that gives everything back, a forecast, and a look at every store, killed at every write."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regulars.wiring.settings")
django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from regulars.goods.catalog.models import Product, Stock, Variant  # noqa: E402
from regulars.ground.kit import clock  # noqa: E402
from regulars.ground.kit.actors import SYSTEM  # noqa: E402
from regulars.people.accounts.models import Person  # noqa: E402
from regulars.people.merchants.models import Store  # noqa: E402
from regulars.trade.advances.models import Advance  # noqa: E402
from regulars.trade.guard import actions as guard  # noqa: E402
from regulars.trade.guard.models import MarketLook, MarketPush  # noqa: E402
from regulars.trade.guard.queries import market_check  # noqa: E402
from regulars.trade.offers import actions as offers  # noqa: E402
from regulars.trade.offers.models import Offer  # noqa: E402
from regulars.trade.orders import actions as orders  # noqa: E402
from regulars.trade.orders.actions import foretelling  # noqa: E402
from regulars.trade.orders.models import Forecast  # noqa: E402
from regulars.trade.orders.queries import foreseeing  # noqa: E402
from regulars.trade.orders.queries.foreseen import forecast_of  # noqa: E402
from regulars.trade.payments.actions import carry_out_due  # noqa: E402
from regulars.trade.payments.models import PaymentRefund  # noqa: E402
from regulars.trade.presales import actions as presales  # noqa: E402
from regulars.trade.presales.models import Booking, Presale  # noqa: E402
from regulars.trade.settlement.queries import check_books  # noqa: E402
from tests.trade.failpoints import crash_everywhere  # noqa: E402
from tests.trade.orders.shopping import bought, off, offer, shopper  # noqa: E402
from tests.trade.presales import preselling  # noqa: E402

BOOKINGS, DEPOSIT = 2, 1_000
LATER = timedelta(days=1)


def _store() -> Store:
    return Store.objects.get(name="Purple Clay House")


def _pot() -> Variant:
    pots = Product.objects.of(_store()).filter(title__contains="teapot")
    return Variant.objects.of(_store()).filter(product__in=pots).order_by("pk")[0]


# -- a presale is stopped: every deposit goes back


def presold(tag: str) -> None:
    """Two people have paid their deposit."""
    pot = _pot()
    row = presales.plan_presale(
        by=SYSTEM, store=_store(), product_id=pot.product.public_id, windows=preselling.windows(clock.now()),
        items={pot.public_id: preselling.AMOUNTS}, unpaid="forfeit", per_person=2, title=tag,
    )  # fmt: skip
    row = presales.publish_presale(by=SYSTEM, store=_store(), presale=row.public_id)
    for number in range(BOOKINGS):
        person = Person.objects.create(name=f"{tag} {number}", email=f"{tag}-{number}@example.com")
        preselling.booked(shopper(person), row)


def stopped(tag: str) -> None:
    """The store stops it, and the clock gives everything back."""
    row = Presale.objects.of(_store()).get(title=tag)
    presales.stop_presale(by=SYSTEM, store=_store(), presale=row.public_id, why="The kiln broke.")
    presales.give_all_back()
    carry_out_due()


def after_stopped(tag: str) -> None:
    """Again: each deposit went back once, over the provider too."""
    stopped(tag)
    with clock.shift(LATER):
        carry_out_due()
    rows = Booking.objects.of(_store()).filter(presale__title=tag)
    refs = list(rows.values_list("advance_ref", flat=True))
    assert list(rows.values_list("state", flat=True)) == ["refunded"] * BOOKINGS
    advances = Advance.objects.of(_store()).filter(public_id__in=refs)
    assert list(advances.values_list("state", flat=True)) == ["returned"] * BOOKINGS
    backs = PaymentRefund.objects.filter(payment__ref__in=refs)
    assert list(backs.values_list("amount_minor", "state")) == [(DEPOSIT, "done")] * BOOKINGS
    books = check_books()
    assert books["ok"], books["problems"]


# -- a forecast is asked for and worked out


def planned(tag: str) -> None:
    """An offer, and an order of the day before to price again."""
    foreseeing.FEWEST_ORDERS = 1
    offer(SYSTEM, _store(), "spend-and-save", off(100), title=tag)
    person = Person.objects.create(name=f"{tag} buys", email=f"{tag}@example.com")
    Stock.objects.filter(variant=_pot()).update(on_hand=99)
    with clock.shift(-2 * LATER):
        bought(shopper(person), {_pot().public_id: 1})


def foretold(tag: str) -> None:
    """Asked for, and the worker takes what waits."""
    row = Offer.objects.get(title=tag)
    orders.ask_forecast(by=SYSTEM, store=_store(), offer=row.public_id)
    for waiting in DBTaskResult.objects.filter(args_kwargs__args__0=row.pk).order_by("enqueued_at"):
        foretelling.work_out.func(*waiting.args_kwargs["args"])


def after_foretold(tag: str) -> None:
    """Asked again once patience is over: one answer, worked out of every order; after that nothing is asked anew."""
    row = Offer.objects.get(title=tag)
    with clock.shift(foretelling.PATIENCE * 2):
        foretold(tag)
        found = forecast_of(row)
        assert found.state == "done"
        assert found.answer is not None
        assert found.answer.priced == found.answer.orders > 0
        assert orders.ask_forecast(by=SYSTEM, store=_store(), offer=row.public_id) == "kept"
    assert Forecast.objects.filter(offer=row).count() == 1


# -- the guard looks at every store


def across(tag: str) -> None:
    """A draft of the market; a pot costs nearly what it sells for, so one store can be hurt."""
    Variant.objects.of(_store()).filter(pk=_pot().pk).update(cost_minor=_pot().price_minor - 1_500)
    now = clock.now()
    offers.create_offer(
        by=SYSTEM, store=None, kind="cross-store", title=tag, terms=off(2_000) | {"store_bp": 10_000}, currency="CNY",
        pool="p", starts_at=now, ends_at=now + 7 * LATER,
    )  # fmt: skip


def looked(tag: str) -> None:
    """Begun, and the clock goes on with it."""
    row = Offer.objects.get(title=tag)
    guard.begin_market_look(by=SYSTEM, offer=row.public_id)
    for _round in range(3):
        guard.look_at_markets()


def after_looked(tag: str) -> None:
    """Again: every store was counted once, and who can be hurt is named once."""
    looked(tag)
    row = Offer.objects.get(title=tag)
    look, check = MarketLook.objects.get(offer=row), market_check(row)
    assert check is not None
    assert check.done
    assert look.looked == look.stores == Store.objects.filter(closed_at=None).count()
    assert list(MarketPush.objects.filter(look=look).values_list("store__name", flat=True)) == [_store().name]


FLOWS = {
    "presale": (presold, stopped, after_stopped),
    "forecast": (planned, foretold, after_foretold),
    "look": (across, looked, after_looked),
}

if __name__ == "__main__":
    print(crash_everywhere(*FLOWS[sys.argv[1]]))
