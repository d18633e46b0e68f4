"""What a store takes along: its pictures, each with its largest file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regulars.goods.media.models import Picture
from regulars.goods.media.queries import files_for, pictures_of
from regulars.goods.media.rules import file_name, owned_by, widths
from regulars.ground.kit.exports import CHUNK, files_go_along, goes_along
from regulars.people.merchants.models import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture as the export lists it; `file` is its name in the folder of pictures."""

    public_id: str
    file: str
    alt: str
    width: int
    height: int


def kept(picture: Picture) -> Kept:
    """The picture as the export lists it."""
    name = file_name(picture.public_id, widths(picture.width)[-1])
    return Kept(picture.public_id, name, picture.alt, picture.width, picture.height)


def contents(pictures: Iterable[Picture]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each picture's largest file; those whose file is lost are left out."""
    for picture in pictures:
        name = kept(picture).file
        try:
            yield name, files_for(name).get(name)
        except FileNotFoundError:
            continue


@goes_along("pictures", "public_id file alt width height", Picture)
def _pictures(store: Store) -> Iterator[Kept]:
    return map(kept, pictures_of(owned_by(store.public_id)).iterator(CHUNK))


@files_go_along("pictures")
def _files(store: Store) -> Iterator[tuple[str, bytes]]:
    return contents(pictures_of(owned_by(store.public_id)).iterator(CHUNK))
