"""Pictures and the addresses of their files."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet

from regulars.goods.media import rules
from regulars.goods.media.models import Picture as Picture
from regulars.ground.engines.files import Files, open_files


class PictureUrls(NamedTuple):
    """Addresses of one picture: by width (pixels), and as an <img> wants them."""

    by_width: dict[int, str]
    src: str
    srcset: str
    width: int
    height: int
    alt: str


def files() -> Files:
    """The store that holds the pictures (FILES_URL)."""
    return _opened(settings.FILES_URL)


def private_files() -> Files:
    """The store that holds the pictures only some may see (PRIVATE_FILES_URL)."""
    return _opened(settings.PRIVATE_FILES_URL)


def files_for(name: str) -> Files:
    """The store in which the file `name` is kept."""
    return private_files() if rules.is_private_name(name) else files()


@lru_cache(maxsize=8)
def _opened(url: str) -> Files:
    return open_files(url)


def pictures_of(owner: rules.Owner) -> QuerySet[Picture]:
    """The owner's pictures, oldest first."""
    return Picture.objects.filter(owner_kind=owner.kind, owner_id=owner.id).order_by("pk")


def owned(owner: rules.Owner, public_ids: Iterable[str]) -> dict[str, Picture]:
    """Those of these pictures that are the owner's, by public id."""
    return {row.public_id: row for row in pictures_of(owner).filter(public_id__in=list(public_ids))}


def pictures_by_public_id(public_ids: Iterable[str]) -> dict[str, Picture]:
    """Pictures by their public ids, in one question; none when none are asked for."""
    wanted = {one for one in public_ids if one}
    if not wanted:
        return {}
    return {picture.public_id: picture for picture in Picture.objects.filter(public_id__in=wanted)}


def urls_by_public_id(public_ids: Iterable[str]) -> dict[str, PictureUrls]:
    """Addresses of many pictures in one question; empty and unknown ids are left out."""
    wanted = {one for one in public_ids if one}
    rows = Picture.objects.filter(public_id__in=wanted) if wanted else ()
    return {row.public_id: picture_urls(row) for row in rows}


def picture_urls(picture: Picture) -> PictureUrls:
    """Addresses of the picture's files; `src` is the one nearest to 640 pixels."""
    at = files()
    widths = rules.widths(picture.width)
    urls = {width: at.url(rules.file_name(picture.public_id, width)) for width in widths}
    return PictureUrls(
        by_width=urls,
        src=urls[max(width for width in widths if width <= 640 or width == widths[0])],
        srcset=", ".join(f"{url} {width}w" for width, url in urls.items()),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
    )
