"""What the holder does: claim, withdraw, confirm, dispute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from regulars.goods.media.actions import keep_private
from regulars.goods.media.pipeline import Rebuilt
from regulars.goods.media.rules import Owner
from regulars.ground.kit import clock
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.texts import paragraphs
from regulars.ground.kit.throttle import TooManyTries
from regulars.trade.services.actions.refusals import (
    ChooseWay,
    ClaimMovedOn,
    NotClaimable,
    SayWhat,
    TooManyPictures,
)
from regulars.trade.services.actions.steps import move, step, tell
from regulars.trade.services.models import Contract, ServiceClaim
from regulars.trade.services.queries.claims import ASKED, may_dispute, own_claim
from regulars.trade.services.queries.contracts import Seen, own_contract, seen
from regulars.trade.services.rules import earliest_last

MOST_PICTURES = 4
# Withdrawn claims do not count, but each is told to the store and leaves its pictures.
MOST_A_DAY = 12


@action("services.claim")
def claim_service(
    *, by: Actor, contract: str, text: str, way: str, pictures: Sequence[Rebuilt] = ()
) -> ServiceClaim:
    """Ask for the service. `pictures` were rebuilt before; only the holder and the store's people see them.

    Exactly as many claims as the plan has get through, however many ask at once. Raises NotClaimable, ChooseWay,
    SayWhat, TooManyPictures, TooManyTries, NotFound.
    """
    one = ask_first(by=by, contract=contract, text=text, way=way, pictures=len(pictures))
    _count(one)
    told = paragraphs(text, limit=1000)
    row = _open(one, told, way)
    for picture in pictures:
        keep_private(by=by, owner=Owner(ASKED, row.public_id), rebuilt=picture, alt=told[:100])
    step(row, "asked", by)
    tell(row)
    return row


def ask_first(*, by: Actor, contract: str, text: str, way: str, pictures: int) -> Seen:
    """Whether a claim with so many pictures is possible at all, before any work is done on them.

    Changes nothing; raises what `claim_service` raises.
    """
    one = seen(own_contract(by, contract))
    if way not in one.definition.ways:
        raise ChooseWay(param="way")
    if not paragraphs(text, limit=1000):
        raise SayWhat(param="text")
    if pictures > MOST_PICTURES:
        raise TooManyPictures(param="pictures")
    if one.standing.reason:
        raise NotClaimable(reason=one.standing.reason)
    today = ServiceClaim.objects.of(one.row.store_id).filter(contract=one.row.pk, asked_on=one.today)
    if today.count() >= MOST_A_DAY:
        raise TooManyTries(retry_after=86_400)
    return one


def _count(one: Seen) -> None:
    """One conditional UPDATE decides: within the number, within the days, not too soon."""
    day, gap = one.today, one.definition.gap_days
    rested = Q(last_claim_on=None) | Q(last_claim_on__lte=earliest_last(day, gap))
    rows = Contract.objects.of(one.row.store_id).filter(
        rested,
        pk=one.row.pk,
        state="sold",
        starts_on__lte=day,
        ends_on__gt=day,
        claims_used__lt=F("claims_most"),
    )
    if not rows.update(claims_used=F("claims_used") + 1, last_claim_on=day):
        raise NotClaimable(reason="used-up")


def _open(one: Seen, text: str, way: str) -> ServiceClaim:
    now = clock.now()
    try:
        with transaction.atomic():
            return ServiceClaim.objects.create(
                contract=one.row,
                store_id=one.row.store_id,
                person_id=one.row.person_id,
                way=way,
                text=text,
                asked_on=one.today,
                asked_at=now,
                answer_by=now + timedelta(days=one.definition.answer_days),
            )
    except IntegrityError as error:
        raise NotClaimable(reason="open") from error


@action("services.withdraw_claim")
def withdraw_claim(*, by: Actor, claim: str) -> ServiceClaim:
    """Not needed any more, while the store has not answered; it does not count. Raises ClaimMovedOn, NotFound."""
    row = own_claim(by, claim)
    move(row, "withdrawn", by, counted=False)
    uncount(row)
    return row


def uncount(row: ServiceClaim) -> None:
    """The claim does not count (any more): the contract has one more, and the days since the one before count."""
    before = ServiceClaim.objects.of(row.store_id).filter(contract=row.contract_id, counted=True)
    last: date | None = (
        before.exclude(pk=row.pk).order_by("-asked_on").values_list("asked_on", flat=True).first()
    )
    contracts = Contract.objects.of(row.store_id).filter(pk=row.contract_id, claims_used__gt=0)
    contracts.update(claims_used=F("claims_used") - 1, last_claim_on=last)


@action("services.confirm_claim")
def confirm_claim(*, by: Actor, claim: str) -> ServiceClaim:
    """The holder is content with what was done. Raises ClaimMovedOn, NotFound."""
    row = own_claim(by, claim)
    move(row, "confirmed", by)
    return row


@action("services.dispute_claim")
def dispute_claim(*, by: Actor, claim: str, text: str) -> ServiceClaim:
    """Ask the market to decide about a refusal, a result, or a store that is late. Raises SayWhat, ClaimMovedOn."""
    row = own_claim(by, claim)
    told = paragraphs(text, limit=1000)
    if not told:
        raise SayWhat(param="text")
    if not may_dispute(row):
        raise ClaimMovedOn()
    move(row, "disputed", by, note=told, disputed_at=clock.now())
    return row
