"""Uses that happened elsewhere come in, many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import F, Max

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.trade.offers.models import Budget, Offer, Use
from regulars.trade.offers.rules.recorded import UseRow


@action("offers.record_uses", audit=False)
def record_uses(*, by: Actor, rows: Sequence[UseRow]) -> int:
    """Write down uses as they were and count them with what may be given away; returns how many.

    Pots and coupons are counted when they are taken, so only what they took off is written down here. Needs
    market.merchants. Of a limited offer a person's uses are numbered on in the order given, beyond the limit too where
    it was not kept elsewhere.
    """
    by.require("market.merchants")
    known = {row.public_id: row for row in Offer.objects.filter(public_id__in={one.offer for one in rows})}
    turn = _used(known.values(), rows)
    made = []
    for one in rows:
        offer, holder = known[one.offer], f"p:{one.person_pk}"
        turn[offer.pk, holder] += 1
        made.append(
            Use(
                offer=offer,
                holder=holder,
                ordinal=turn[offer.pk, holder] if offer.per_person else None,
                ref=one.ref,
                amount_minor=one.amount_minor,
                at=one.at,
            )
        )
    Use.objects.bulk_create(made, batch_size=500)
    _count(made)
    return len(made)


def _used(offers: Iterable[Offer], rows: Sequence[UseRow]) -> Counter[tuple[int, str]]:
    """The last number of each person's uses of each limited offer: what comes in goes on from there."""
    limited = [one.pk for one in offers if one.per_person]
    holders = {f"p:{one.person_pk}" for one in rows}
    uses = Use.objects.filter(offer__in=limited, holder__in=holders, ordinal__isnull=False)
    last = uses.values_list("offer_id", "holder").annotate(last=Max("ordinal"))
    return Counter({(offer, holder): number for offer, holder, number in last})


def _count(made: Sequence[Use]) -> None:
    spent: Counter[int] = Counter()
    for use in made:
        spent[use.offer_id] += use.amount_minor
    for offer, minor in sorted(spent.items()):
        Budget.objects.filter(pk=offer).update(used_minor=F("used_minor") + minor)
