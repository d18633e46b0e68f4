"""Money is asked for ahead, and somebody begins to pay it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.models import Store
from regulars.trade.advances.hooks import purposes
from regulars.trade.advances.models import Advance
from regulars.trade.advances.queries import own_advance
from regulars.trade.payments.actions import start_payment
from regulars.trade.payments.models import Payment
from regulars.trade.settlement.actions import open_accounts
from regulars.trade.settlement.queries import commission_rates


class BadAmount(BadInput):
    """Only whole amounts above zero are paid ahead."""

    code = "bad-amount"
    sentence = _("Give an amount above zero.")


class AdvanceNotPayable(Refusal):
    """Paid already, given back, or too late."""

    status = 409
    code = "advance-not-payable"
    sentence = _("This is not waiting for a payment any more. Look at where it stands.")


@action("advances.open")
def open_advance(
    *,
    by: Actor,
    store: Store,
    person_id: int,
    purpose: str,
    ref: str,
    amount_minor: int,
    currency: str,
    pay_until: datetime,
    title: str = "",
    title_zh: str = "",
    path: str = "",
    category_ids: Sequence[int] = (),
) -> Advance:
    """Ask `person_id` to pay `amount_minor` ahead until the moment given.

    `title` is what the payer reads on the page, `path` where the page leads back to. The commission the market
    takes if the store keeps it is frozen now; `category_ids` from the closest category to the root. Raises
    BadAmount; LookupError for a purpose nobody knows.
    """
    purposes.get(purpose)
    if type(amount_minor) is not int or amount_minor < 1:
        raise BadAmount(param="amount_minor")
    return Advance.objects.create(
        store=store,
        person_id=person_id,
        purpose=purpose,
        ref=ref,
        title=title[:160],
        title_zh=title_zh[:160],
        path=path,
        currency=currency,
        amount_minor=amount_minor,
        commission_bp=commission_rates(clock.now()).rate(store.pk, category_ids),
        pay_until=pay_until,
    )


@action("advances.start_paying", audit=False)
def start_paying_advance(*, by: Actor, advance: str, provider: str = "") -> Payment:
    """Begin to pay an advance (public id) over `provider`.

    Raises AdvanceNotPayable, NotFound, NoSuchProvider.
    """
    row = own_advance(by, advance)
    if row.state != "awaiting" or row.pay_until <= clock.now():
        raise AdvanceNotPayable(state=row.state)
    payment = start_payment(
        by=by, ref=row.public_id, amount_minor=row.amount_minor, currency=row.currency, provider=provider
    )
    open_accounts(by=by, currency=row.currency, store_ids=[row.store_id], provider=payment.provider)
    return payment
