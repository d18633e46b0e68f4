"""Taking pictures in and letting them go."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Literal, Protocol

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regulars.goods.media import pipeline, queries, rules
from regulars.goods.media.models import Picture
from regulars.ground.engines.files import StorageFull
from regulars.ground.kit import ids
from regulars.ground.kit.actions import action
from regulars.ground.kit.actors import Actor
from regulars.ground.kit.refusals import LogInFirst, NotFound, Refusal
from regulars.ground.kit.sanitize import plain
from regulars.ground.kit.turnstile import Turnstile
from regulars.people.merchants.actions import change_store
from regulars.people.merchants.models import Store

log = logging.getLogger(__name__)

ORPHAN_SECONDS = 24 * 3600
# A market has more files than a database takes parameters.
SWEPT_AT_ONCE = 1000


class Upload(Protocol):
    """Anything that reads like an uploaded file. Its name is never looked at."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""


class PictureRefused(Refusal):
    """These bytes are not a picture we can take."""

    code = "picture-refused"


class NoRoom(Refusal):
    """The disk is full."""

    status = 503
    code = "no-room-for-picture"
    sentence = _(
        "There is no room left for pictures at the moment, so nothing was saved. Please try again later."
    )


REBUILDING = Turnstile(at_once=1, queue=2, patience=15.0)
SENTENCES: dict[rules.Reason, str | Promise] = {
    "empty": _("The file is empty. Choose the picture again."),
    "too-heavy": _("The picture is larger than 12 MB. Save it smaller and send it again."),
    "svg": _("SVG drawings are not taken. Save it as PNG, JPEG, WebP, AVIF or GIF and send it again."),
    "heic": _(
        "Pictures in the format HEIC are not taken. Save it as JPEG, PNG, WebP, AVIF or GIF; on an iPhone "
        "choose Settings, Camera, Formats, Most Compatible."
    ),
    "unknown": _("This file is not a picture we know. JPEG, PNG, WebP, AVIF and GIF are taken."),
    "broken": _("The picture is damaged or incomplete. Save it again as JPEG or PNG and send it again."),
    "too-many-pixels": _(
        "The picture has too many pixels: at most 40 megapixels (12 for WebP and AVIF). "
        "Save it smaller and send it again."
    ),
    "too-long": _("No side may be longer than 16,000 pixels. Cut the picture into parts."),
    "too-demanding": _(
        "The picture takes too long to read. Save it smaller or as JPEG and send it again, "
        "or wait a minute when the market is busy."
    ),
}


def store_picture(*, by: Actor, owner: rules.Owner, upload: Upload | bytes, alt: str = "") -> Picture:
    """Take an uploaded picture in: rebuilt from its pixels, under a new random name.

    Rebuilding takes seconds and happens before anything is locked. The caller has checked that `by` may change
    `owner`. Raises PictureRefused, NoRoom, LogInFirst, Crowded.
    """
    if by.kind == "guest":
        raise LogInFirst()
    return keep_picture(by=by, owner=owner, rebuilt=_rebuilt(_bytes(upload)), alt=alt)


def rebuild_upload(upload: Upload | bytes) -> pipeline.Rebuilt:
    """The picture drawn anew, for who keeps it apart from the public ones.

    Takes seconds; call it before anything is locked. Raises PictureRefused, NoRoom, Crowded.
    """
    return _rebuilt(_bytes(upload))


@action("media.store-picture")
def keep_picture(*, by: Actor, owner: rules.Owner, rebuilt: pipeline.Rebuilt, alt: str = "") -> Picture:
    """Keep a picture that was rebuilt. Raises NoRoom, LogInFirst."""
    if by.kind == "guest":
        raise LogInFirst()
    return _keep(owner, rebuilt, alt)


def rebuilt_pictures(*, uploads: Iterable[Upload | bytes]) -> list[pipeline.Rebuilt]:
    """Uploads rebuilt from their pixels, for an action that keeps them in its own transaction.

    Takes seconds: call it before anything is locked. Raises PictureRefused, NoRoom, Crowded.
    """
    return [_rebuilt(_bytes(upload)) for upload in uploads]


@action("media.keep-private", audit=False)
def keep_private(*, by: Actor, owner: rules.Owner, rebuilt: pipeline.Rebuilt, alt: str = "") -> Picture:
    """Keep a rebuilt picture that only some people may see: no address leads to it, its app shows it to them.

    A guest may who has proven to be somebody's buyer. Raises NoRoom, LogInFirst.
    """
    if by.kind == "guest" and by.person_id is None:
        raise LogInFirst()
    return _keep(owner, rebuilt, alt, prefix=rules.PRIVATE)


@action("media.forget-private", audit=False)
def forget_pictures(*, by: Actor, owners: Iterable[rules.Owner]) -> None:
    """Forget every picture of these owners and, after the commit, their files. System only."""
    if by.kind != "system":
        raise NotFound()
    rows = [row for owner in owners for row in queries.pictures_of(owner)]
    names = [name for row in rows for name in _names(row)]
    Picture.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _delete(names))


@action("media.store-rebuilt", audit=False)
def store_rebuilt(*, by: Actor, made: Sequence[tuple[rules.Owner, pipeline.Rebuilt, str]]) -> list[Picture]:
    """Keep many pictures that were drawn here, as (owner, rebuilt, alt). System only."""
    if by.kind != "system":
        raise NotFound()
    rows = [_row(owner, rebuilt, alt) for owner, rebuilt, alt in made]
    for row, (_owner, rebuilt, _alt) in zip(rows, made, strict=True):
        _put(row, rebuilt)
    return Picture.objects.bulk_create(rows)


@action("media.remove-picture")
def remove_picture(*, by: Actor, owner: rules.Owner, public_id: str) -> None:
    """Forget a picture of this owner and its files. Raises NotFound, LogInFirst."""
    if by.kind == "guest":
        raise LogInFirst()
    picture = queries.pictures_of(owner).filter(public_id=public_id).first()
    if picture is None:
        raise NotFound()
    names = _names(picture)
    picture.delete()
    transaction.on_commit(lambda: _delete(names))


@action("media.describe-picture")
def describe_picture(*, by: Actor, owner: rules.Owner, public_id: str, alt: str) -> None:
    """Say what a picture of this owner shows, for those who do not see it. Raises NotFound, LogInFirst.

    The caller has checked that `by` may change `owner`.
    """
    if by.kind == "guest":
        raise LogInFirst()
    words = plain(alt, limit=rules.ALT_LENGTH)
    if not queries.pictures_of(owner).filter(public_id=public_id).update(alt=words):
        raise NotFound()


@action("media.describe-pictures", audit=False)
def describe_pictures(*, by: Actor, pictures: Iterable[Picture], alts: Mapping[str, str]) -> None:
    """Describe those pictures (by public id) whose words differ. Raises as `describe_picture`."""
    for row in pictures:
        if alts.get(row.public_id, row.alt) != row.alt:
            owner = rules.Owner(row.owner_kind, row.owner_id)
            describe_picture(by=by, owner=owner, public_id=row.public_id, alt=alts[row.public_id])


def set_store_picture(
    *, by: Actor, store: Store, name: Literal["logo", "banner"], upload: Upload | bytes
) -> Picture:
    """Take a picture in and make it the store's logo or banner.

    Raises PictureRefused, NoRoom, NotAllowed, Crowded.
    """
    by.require("settings", store.pk)
    return hang_out(by=by, store=store, name=name, rebuilt=_rebuilt(_bytes(upload)))


@action("media.set-store-picture", audit=False)
def hang_out(
    *, by: Actor, store: Store, name: Literal["logo", "banner"], rebuilt: pipeline.Rebuilt
) -> Picture:
    """Make a rebuilt picture the store's logo or banner. Raises NoRoom, NotAllowed."""
    by.require("settings", store.pk)
    picture = keep_picture(by=by, owner=rules.owned_by(store.public_id), rebuilt=rebuilt, alt=store.name)
    change_store(by=by, store=store, **{name: picture.public_id})
    return picture


@action("media.sweep", audit=False)
def sweep(*, by: Actor) -> int:
    """Delete files a day old whose picture was never committed; how many. System only."""
    if by.kind != "system":
        raise NotFound()
    gone = 0
    old = (
        name
        for store, known in (
            (queries.files(), rules.is_file_name),
            (queries.private_files(), rules.is_private_name),
        )
        for name in store.older_than(ORPHAN_SECONDS)
        if known(name)
    )
    while batch := list(islice(old, SWEPT_AT_ONCE)):
        orphans = _orphans(batch)
        _delete(orphans)
        gone += len(orphans)
    return gone


def _orphans(names: Sequence[str]) -> list[str]:
    stems = {name.split("-", 1)[0] for name in names}
    known = set(Picture.objects.filter(public_id__in=stems).values_list("public_id", flat=True))
    return [name for name in names if name.split("-", 1)[0] not in known]


def _bytes(upload: Upload | bytes) -> bytes:
    return upload if isinstance(upload, bytes) else upload.read(rules.MAX_BYTES + 1)


def _rebuilt(data: bytes) -> pipeline.Rebuilt:
    try:
        with REBUILDING.turn():
            return pipeline.rebuild(data)
    except rules.BadPicture as bad:
        raise PictureRefused(SENTENCES[bad.reason], param="picture", reason=bad.reason) from bad
    except OSError as problem:
        log.error("no room to read a picture: %s", problem)
        raise NoRoom() from problem


def _keep(owner: rules.Owner, rebuilt: pipeline.Rebuilt, alt: str, prefix: str = "pic") -> Picture:
    row = _row(owner, rebuilt, alt, prefix)
    _put(row, rebuilt)
    row.save()
    return row


def _row(owner: rules.Owner, rebuilt: pipeline.Rebuilt, alt: str, prefix: str = "pic") -> Picture:
    return Picture(
        public_id=ids.new_id(prefix),
        owner_kind=owner.kind,
        owner_id=owner.id,
        alt=plain(alt, limit=rules.ALT_LENGTH),
        width=rebuilt.width,
        height=rebuilt.height,
        bytes=sum(map(len, rebuilt.files.values())),
        sha256=rebuilt.sha256,
    )


def _put(row: Picture, rebuilt: pipeline.Rebuilt) -> None:
    try:
        for width, data in rebuilt.files.items():
            name = rules.file_name(row.public_id, width)
            queries.files_for(name).put(name, data)
    except StorageFull as full:
        _delete(_names(row))
        log.error("no room to keep a picture: %s", full)
        raise NoRoom() from full


def _names(picture: Picture) -> list[str]:
    return [rules.file_name(picture.public_id, width) for width in rules.widths(picture.width)]


def _delete(names: Sequence[str]) -> None:
    for name in names:
        with suppress(OSError):
            queries.files_for(name).delete(name)
