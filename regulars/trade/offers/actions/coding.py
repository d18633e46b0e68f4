"""Codes for an offer, and the people an exclusive offer is meant for."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.ids import new_code
from regulars.ground.kit.refusals import BadInput, Refusal
from regulars.people.merchants.models import Store
from regulars.trade.offers.actions.making import require_owner
from regulars.trade.offers.models import Code, ExclusiveFor, Offer
from regulars.trade.offers.queries.applying import normal
from regulars.trade.offers.queries.running import offer_of

MOST_CODES = 10_000
LONGEST_RUN = 10_000_000


class CodeTaken(Refusal):
    """Another offer has this code."""

    code = "code-taken"
    sentence = _("This code is in use already. Choose another word.")


class NoCodes(Refusal):
    """The offer does not ask for a code."""

    code = "offer-has-no-codes"
    sentence = _("This offer does not ask for a code. Make a new one that does.")


@action("offers.make_codes")
def make_codes(*, by: Actor, store: Store | None, offer: str, count: int, cap: int = 1) -> list[str]:
    """Make `count` random codes (60 bits), each good for `cap` uses. Raises BadInput, NoCodes."""
    row = _coded(by, store, offer)
    if not 1 <= count <= MOST_CODES:
        raise BadInput(_("Between 1 and 10,000 codes can be made at once."), param="count")
    codes = [Code(offer=row, code=new_code(), cap=_cap(cap)) for _each in range(count)]
    Code.objects.bulk_create(codes, batch_size=1000)
    return [code.code for code in codes]


@action("offers.name_code")
def name_code(*, by: Actor, store: Store | None, offer: str, code: str, cap: int) -> Code:
    """Give the offer a chosen word as its code, good for `cap` uses. Raises CodeTaken, BadInput."""
    row = _coded(by, store, offer)
    word = normal(code)
    if len(word) < 3:
        raise BadInput(_("A code has at least three letters or digits."), param="code")
    if Code.objects.filter(code=word).exists():
        raise CodeTaken(param="code")
    return Code.objects.create(offer=row, code=word, cap=_cap(cap))


@action("offers.meant_for")
def meant_for(*, by: Actor, store: Store | None, offer: str, persons: Iterable[int]) -> int:
    """Mean an exclusive offer for these persons (keys) too; returns how many are new."""
    require_owner(by, store)
    row = offer_of(store, offer)
    known = set(ExclusiveFor.objects.filter(offer=row).values_list("person_id", flat=True))
    fresh = [
        ExclusiveFor(offer=row, person_id=person) for person in dict.fromkeys(persons) if person not in known
    ]
    ExclusiveFor.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    return len(fresh)


def _coded(by: Actor, store: Store | None, offer: str) -> Offer:
    require_owner(by, store)
    row = offer_of(store, offer)
    if not row.terms.get("needs_code"):
        raise NoCodes()
    return row


def _cap(cap: int) -> int:
    if type(cap) is not int or not 1 <= cap <= LONGEST_RUN:
        raise BadInput(_("A code can be used at least once and at most ten million times."), param="cap")
    return cap
