"""Looking at a page as another kind of person, at another time: a signed wish that changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.cache import cache

from regulars.discovery.storefront.models import Page
from regulars.discovery.storefront.queries.belonging import Audience, told_audience
from regulars.discovery.storefront.queries.pages import history, rows_of, standing
from regulars.discovery.storefront.rules import picking
from regulars.ground.kit import clock
from regulars.ground.kit.refusals import NotFound

SALT = "storefront.preview"
LASTS_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as `kind` of person (a member of the group `of`) at a moment. `number`: a snapshot instead of the draft.

    `variant` is the one that is worked on; `unsaved` names what is typed and not kept yet.
    """

    store: str
    page: str
    subject: str
    kind: str
    of: str
    at: datetime
    number: int
    variant: str = ""
    unsaved: str = ""

    @property
    def audience(self) -> Audience:
        """To whom the preview belongs."""
        return told_audience(self.kind, self.of)

    @property
    def follows(self) -> bool:
        """Whether the imagined person follows the store."""
        return self.kind == picking.FOLLOWER

    def blocks(self, store: Any) -> list[dict[str, Any]]:
        """What the page is made of in the preview: of the draft, or of the snapshot. Raises NotFound."""
        row = rows_of(store).filter(kind=self.page, subject=self.subject).first()
        if row is not None and self.number > 0:
            return _numbered(row, self.number)
        if self.unsaved and (typed := cache.get(unsaved_key(self.unsaved))) is not None:
            return list(typed)
        return standing(row, self.page, clock.now())  # type: ignore[arg-type]


def unsaved_key(name: str) -> str:
    """Where blocks lie that are typed and not kept yet."""
    return f"storefront:unsaved:{name}"


def _numbered(row: Page, number: int) -> list[dict[str, Any]]:
    found = history(row).filter(number=number).first()
    if found is None:
        raise NotFound()
    return list(found.blocks)


def preview_token(
    person_id: int, store: str, page: str, subject: str, *, kind: str = picking.STRANGER, of: str = "",
    at: datetime | None = None, number: int = 0, variant: str = "", unsaved: str = "",
) -> str:  # fmt: skip
    """The signed wish of this person. `store` is a public id, empty for the market; `number`: 0 is the draft."""
    moment = (at or clock.now()).isoformat()
    wish = [person_id, store, page, subject, kind, of, moment, number, variant, unsaved]
    return signing.dumps(wish, salt=SALT)


def preview_of(token: str, person_id: int | None) -> Preview:
    """The wish, if it is this person's and not older than half a day. Raises NotFound.

    Whether the person may work on the page is for the caller to ask, now.
    """
    try:
        owner, *wish = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
        store, page, subject, kind, of, at, number, variant, unsaved = wish
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound() from None
    if person_id is None or owner != person_id:
        raise NotFound()
    return Preview(store, page, subject, kind, of, datetime.fromisoformat(at), number, variant, unsaved)
