"""A store says what its members get."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from regulars.ground.bus.outbox import announce
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action, note
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput, NotFound, Refusal
from regulars.loyalty.members.events import ProgrammeChanged
from regulars.loyalty.members.models import Movement, Programme, ProgrammeVersion
from regulars.loyalty.members.queries.programmes import programme_of
from regulars.loyalty.members.rules import Rules, Unfit, check
from regulars.people.merchants.models import Store

WHY = {
    "needed": _("Something is missing here. Every tier needs a name, and an amount or a number of orders."),
    "range": _("This is too much or too little. Points may be worth at most what was paid for them."),
    "order": _("Each tier has to ask for more than the one before; the first asks for nothing."),
    "currency": _("The programme counts in the store's currency."),
}


class RulesUnfit(BadInput):
    """The rules cannot be meant; `param` names the part."""

    status = 422
    code = "rules-unfit"


class PointValueStays(Refusal):
    """People hold points already."""

    status = 409
    code = "point-value-stays"
    sentence = _(
        "Members have points already, and what a point is worth was promised to them. "
        "Change how many points an order earns instead."
    )


@action("members.publish_programme")
def publish_programme(*, by: Actor, store: Store, rules: Rules) -> Programme:
    """Open the store's programme, or give it a new version of its rules; the same rules change nothing.

    Needs offers. Raises RulesUnfit, PointValueStays.
    """
    by.require("offers", store.pk)
    _check(store, rules)
    running = programme_of(store)
    if running is None:
        row = Programme.objects.create(store=store)
    else:
        row = running.row
        if running.rules == rules:
            return row
        _keep_value(store, running.rules, rules)
        row.version += 1
        row.save(update_fields=["version"])
    ProgrammeVersion.objects.create(
        programme=row, version=row.version, rules=rules.as_data(), by_id=by.person_id
    )
    note(version=row.version)
    announce(ProgrammeChanged(programme=row.public_id, version=row.version, store_id=store.pk))
    return row


@action("members.close_programme")
def close_programme(*, by: Actor, store: Store) -> None:
    """Nobody joins or earns any more; points that people hold live on. Needs offers. Safe to repeat."""
    by.require("offers", store.pk)
    Programme.objects.of(store).filter(closed_at=None).update(closed_at=clock.now())


@action("members.reopen_programme")
def reopen_programme(*, by: Actor, store: Store) -> None:
    """Go on where it was closed. Needs offers. Raises NotFound where there never was one."""
    by.require("offers", store.pk)
    if not Programme.objects.of(store).update(closed_at=None):
        raise NotFound()


def _check(store: Store, rules: Rules) -> None:
    try:
        check(rules)
    except Unfit as unfit:
        raise RulesUnfit(WHY[unfit.why], param=unfit.param) from unfit
    if rules.currency != store.currency:
        raise RulesUnfit(WHY["currency"], param="currency")


def _keep_value(store: Store, before: Rules, after: Rules) -> None:
    if before.point_minor != after.point_minor and Movement.objects.of(store).exists():
        raise PointValueStays(param="point_minor")
