"""Every change of an agreement: whose it is to make, once, and written into its story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.kit import clock
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import Refusal
from regulars.ground.kit.texts import paragraphs
from regulars.trade.agreements.models import Agreement, Happening, Photo
from regulars.trade.agreements.rules import Side, may
from regulars.trade.agreements.rules.states import VERBS

LONGEST = 1000
MOST_PHOTOS = 24
AT_ONCE = 4


class MovedOn(Refusal):
    """The other side did something in the meantime, or it is no longer possible."""

    status = 409
    code = "agreement-moved-on"
    sentence = _("This has moved on in the meantime. Look at it again: it says what can be done now.")


class NotYourTurn(Refusal):
    """This is the other side's to do."""

    status = 409
    code = "not-your-turn"
    sentence = _("This is not your turn. The timeline says who comes next.")


class TooManyPhotos(Refusal):
    """Enough pictures."""

    code = "too-many-photos"
    sentence = _("At most 4 photos at once and 24 in all. Choose the ones that say most.")


def claim(row: Agreement, verb: str, side: Side, to: str = "", **changes: Any) -> None:
    """Take the agreement for one change: exactly one caller who read the same serial succeeds.

    Raises NotYourTurn, MovedOn.
    """
    who, _before, after = VERBS[verb]
    if side not in who:
        raise NotYourTurn()
    if not may(verb, side, row.state):
        raise MovedOn(state=row.state)
    take(row, to or after or row.state, **changes)


def take(row: Agreement, to: str, **changes: Any) -> None:
    """Move the row on from what was read. Raises MovedOn when somebody was faster."""
    same = Agreement.objects.of(row.store_id).filter(pk=row.pk, state=row.state, serial=row.serial)
    changes |= {"state": to, "moved_at": clock.now()}
    if not same.update(serial=F("serial") + 1, **changes):
        raise MovedOn(state=row.state)
    row.serial += 1
    for name, value in changes.items():
        setattr(row, name, value)


def happen(
    row: Agreement,
    kind: str,
    side: Side | str,
    by: Actor,
    *,
    text: str = "",
    key: str = "",
    amount_minor: int | None = None,
    photos: Sequence[Rebuilt] = (),
) -> Happening:
    """Write a step into the story. Raises TooManyPhotos."""
    step = Happening.objects.create(
        agreement=row,
        kind=kind,
        side=side,
        by_id=by.person_id,
        key=key,
        text=paragraphs(text, limit=LONGEST),
        amount_minor=amount_minor,
        at=clock.now(),
    )
    if photos:
        _hang(row, step, side, photos)
    return step


def _hang(row: Agreement, step: Happening, side: str, photos: Sequence[Rebuilt]) -> None:
    before = Photo.objects.of(row.store_id).filter(agreement=row).count()
    if len(photos) > AT_ONCE or before + len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(param="photos")
    Photo.objects.bulk_create(
        [
            Photo(
                agreement=row,
                happening=step,
                side=side,
                width=one.width,
                height=one.height,
                content=one.files[max(one.files)],
            )
            for one in photos
        ]
    )


def about(row: Agreement) -> dict[str, Any]:
    """Of which agreement, store and person a fact is."""
    return {
        "agreement": row.public_id,
        "store_id": row.store_id,
        "person_id": row.person_id,
        "ref": row.public_id,
    }
