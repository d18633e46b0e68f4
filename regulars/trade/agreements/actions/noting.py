"""Short lines from one side to the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from regulars.goods.media.pipeline import Rebuilt
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import BadInput
from regulars.trade.agreements.actions.turning import MovedOn, happen
from regulars.trade.agreements.models import Agreement
from regulars.trade.agreements.queries.finding import own
from regulars.trade.agreements.rules import may


@action("agreements.write_note", audit=False)
def write_note(*, by: Actor, agreement_id: str, text: str, photos: Sequence[Rebuilt] = ()) -> Agreement:
    """Write a line, with photos if wished; only the two sides read it. Raises BadInput, MovedOn, TooManyPhotos."""
    row, side = own(by, agreement_id)
    if not may("note", side, row.state):
        raise MovedOn(state=row.state)
    if not text.strip() and not photos:
        raise BadInput(_("Write something, or add a photo."), param="text")
    happen(row, "note", side, by, text=text, photos=photos)
    return row
