"""What counts as a picture here, how large it may be, and what its files are called."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

Format = Literal["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
Reason = Literal[
    "empty", "too-heavy", "svg", "heic", "unknown", "broken", "too-many-pixels", "too-long", "too-demanding"
]

REASONS: frozenset[str] = frozenset(get_args(Reason))
MAX_BYTES = 12 * 1024 * 1024
MAX_SIDE = 16_000
WIDTHS = (160, 320, 640, 1280)
MEMORY_BYTES = 300 * 1024 * 1024
SECONDS = 5
ALT_LENGTH = 300

# Decoders of WebP and AVIF keep several copies of the whole canvas in memory.
MAX_PIXELS: dict[Format, int] = {
    "JPEG": 40_000_000,
    "PNG": 40_000_000,
    "GIF": 40_000_000,
    "WEBP": 12_000_000,
    "AVIF": 12_000_000,
}

NAME = re.compile(r"pic_[0-9a-z]{20}-[1-9][0-9]{0,3}\.webp", re.ASCII)
# Pictures that only some people may see: kept in a folder of their own, which nobody serves.
PRIVATE = "prv"
PRIVATE_NAME = re.compile(r"prv_[0-9a-z]{20}-[1-9][0-9]{0,3}\.webp", re.ASCII)


class Owner(NamedTuple):
    """Whose picture it is, opaque to this app: ("catalog.product", "prd_…")."""

    kind: str
    id: str


def owned_by(store: str) -> Owner:
    """A store (public id) as the owner of its pictures."""
    return Owner("merchants.store", store)


class BadPicture(Exception):
    """The bytes are not a picture we take; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def sniff(data: bytes) -> Format:
    """Name the format by its first bytes; raises BadPicture. File names are never asked."""
    if not data:
        raise BadPicture("empty")
    if len(data) > MAX_BYTES:
        raise BadPicture("too-heavy")
    found = _by_magic(data[:64])
    if found is None:
        raise BadPicture(_near_miss(data))
    return found


def _by_magic(head: bytes) -> Format | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if brands(head) & {b"avif", b"avis"} else None


def brands(head: bytes) -> set[bytes]:
    """The brands an ISO media file names in its first box (major and compatible)."""
    if head[4:8] != b"ftyp":
        return set()
    listed = head[8 : min(int.from_bytes(head[:4], "big"), len(head))]
    return {listed[i : i + 4] for i in range(0, len(listed), 4) if i != 4}


def _near_miss(data: bytes) -> Reason:
    if data[4:8] == b"ftyp":
        return "heic"
    if b"<svg" in data[:4096].lower():
        return "svg"
    return "unknown"


def check_size(kind: Format, width: int, height: int) -> None:
    """Refuse what would not fit in memory or on a page (pixels); raises BadPicture."""
    if width < 1 or height < 1:
        raise BadPicture("broken")
    if width * height > MAX_PIXELS[kind]:
        raise BadPicture("too-many-pixels")
    if max(width, height) > MAX_SIDE:
        raise BadPicture("too-long")


def widths(width: int) -> Sequence[int]:
    """Rendition widths of a picture `width` pixels wide: never wider than it is."""
    largest = min(width, WIDTHS[-1])
    return [w for w in WIDTHS if w < largest] + [largest]


def scaled(width: int, height: int, to: int) -> tuple[int, int]:
    """Size of the rendition `to` pixels wide, keeping the proportions."""
    return to, max(1, round(height * to / width))


def file_name(public_id: str, width: int) -> str:
    """Name of the stored file of one rendition."""
    return f"{public_id}-{width}.webp"


def is_file_name(name: str) -> bool:
    """True for names this app gives to its public files, and for nothing else."""
    return NAME.fullmatch(name) is not None


def is_private_name(name: str) -> bool:
    """True for names this app gives to files of private pictures, and for nothing else."""
    return PRIVATE_NAME.fullmatch(name) is not None
