"""What is known of a person's money paid ahead. It is part of the store's books and stays without the person."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulars.ground.kit.exports import CHUNK
from regulars.ground.kit.ids import new_id
from regulars.ground.kit.privacy import About, forgets, hinders, tells
from regulars.people.accounts.models import Person
from regulars.trade.advances.models import Advance
from regulars.trade.payments.models import Payment, PaymentRefund


@tells(
    "paid_ahead",
    "public_id store.name title state currency amount_minor opened_at pay_until paid_at used_ref ended_at why",
    Advance,
)
def _advances(about: About) -> Iterator[Advance]:
    return _mine(about).select_related("store").order_by("pk").iterator(CHUNK)


@tells(
    "payments_ahead",
    "ref provider amount_minor currency state started_at captured_at refunded_minor",
    Payment,
)
def _payments(about: About) -> Iterator[Payment]:
    return _paid(about).order_by("pk").iterator(CHUNK)


@hinders
def _open_advances(about: About) -> Iterator[str]:
    for row in _mine(about).filter(state__in=("awaiting", "paid")).select_related("store").order_by("pk"):
        said = {"title": row.title or row.public_id, "store": row.store.name}
        yield (
            _("You paid ahead, or were asked to, for “%(title)s” at %(store)s. Buy it or cancel it first.")
            % said
        )


@hinders
def _money_under_way(about: About) -> Iterator[str]:
    if _paid(about).filter(state="held").exists():
        yield _("A payment of yours is being looked into. Wait until that is done.")
    if PaymentRefund.objects.filter(payment__in=_paid(about)).exclude(state="done").exists():
        yield _("Money you paid ahead is on its way back to you. Wait until it has arrived.")


@forgets("what was paid ahead is handed to a person who is nobody; sums and days stay", Advance)
def _forget(about: About) -> None:
    mine = _mine(about)
    if not about.whole and mine.exists():
        mine.update(person=Person.objects.create(password=f"!{new_id('gone')}"))


def _mine(about: About) -> QuerySet[Advance]:
    rows = Advance.objects.across_stores("one person's own advances")
    return rows.filter(person_id=about.person_id, **about.at("store_id"))


def _paid(about: About) -> QuerySet[Payment]:
    return Payment.objects.filter(ref__in=_mine(about).values("public_id"))
