"""Everything that leaves is drawn anew from pixels: no metadata, no comments, no tail."""

import io
from collections.abc import Iterator

from PIL import Image, ImageCms

from regulars.goods.media import rules

BAND_PIXELS = 1_000_000
MAX_PROFILE_BYTES = 1024 * 1024
QUALITY = 82
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112

Made = list[tuple[int, bytes]]


def rebuild(data: bytes) -> tuple[tuple[int, int], Made]:
    """Size as seen by people (pixels) and the WebP files by width; raises BadPicture."""
    size, small = _decode(data, rules.sniff(data))
    return size, renditions(small, size)


def renditions(small: Image.Image, size: tuple[int, int], effort: int = 2) -> Made:
    """One WebP per width for a picture whose own size is `size`; `small` holds its pixels."""
    return [(width, webp(small, rules.scaled(*size, width), effort)) for width in rules.widths(size[0])]


def webp(picture: Image.Image, size: tuple[int, int], effort: int = 2) -> bytes:
    """The picture as WebP of that size, without any metadata; `effort` is 0 (fast) to 6 (small)."""
    out = io.BytesIO()
    shown = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
    shown.save(out, "WEBP", quality=QUALITY, method=effort, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def _decode(data: bytes, kind: rules.Format) -> tuple[tuple[int, int], Image.Image]:
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        rules.check_size(kind, *picture.size)
        return _read(picture)


def _read(picture: Image.Image) -> tuple[tuple[int, int], Image.Image]:
    turn = _orientation(picture)
    wide, high = picture.size
    size = (high, wide) if turn >= 5 else (wide, high)
    largest = rules.scaled(*size, rules.widths(size[0])[-1])
    target = largest[::-1] if turn >= 5 else largest
    profile = picture.info.get("icc_profile")
    picture.draft(None, target)
    picture.load()
    small = _to_srgb(_shrink(picture, (target[0], target[1])), profile)
    return size, small.transpose(TURNS[turn]) if turn in TURNS else small


def _orientation(picture: Image.Image) -> int:
    try:
        turn = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # damaged EXIF is no reason to lose the picture
        return 1
    return turn if isinstance(turn, int) and turn in TURNS else 1


def _shrink(picture: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Resize band by band, so that the large picture never exists twice."""
    mode = _working_mode(picture)
    whole = Image.new(mode, target)
    scale = picture.height / target[1]
    for top, bottom in _bands(target[1], max(1, int(BAND_PIXELS / (picture.width * scale)))):
        first = max(0, int(top * scale - 4 * scale) - 1)
        last = min(picture.height, int(bottom * scale + 4 * scale) + 2)
        band = _in_mode(picture.crop((0, first, picture.width, last)), mode)
        box = (0, top * scale - first, picture.width, min(bottom * scale - first, band.height))
        piece = band.resize((target[0], bottom - top), Image.Resampling.HAMMING, box=box, reducing_gap=2.0)
        whole.paste(piece, (0, top))
    return whole


def _bands(height: int, rows: int) -> Iterator[tuple[int, int]]:
    for top in range(0, height, rows):
        yield top, min(height, top + rows)


def _working_mode(picture: Image.Image) -> str:
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        return "RGBA"
    if picture.mode in ("CMYK", "L"):
        return picture.mode
    return "L" if picture.mode in ("1", "I", "F") or picture.mode.startswith("I;16") else "RGB"


def _in_mode(band: Image.Image, mode: str) -> Image.Image:
    if band.mode in ("I", "F") or band.mode.startswith("I;16"):
        band = band.convert("F").point(lambda value: value * (1 / 257) + 0).convert("L")
    return band if band.mode == mode else band.convert(mode)


def _to_srgb(small: Image.Image, profile: object) -> Image.Image:
    if small.mode == "RGBA":
        return _without_idle_alpha(_through_profile(small, profile, "RGBA"))
    return _through_profile(small, profile, "RGB")


def _through_profile(small: Image.Image, profile: object, mode: str) -> Image.Image:
    if isinstance(profile, bytes) and 0 < len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(small, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return small.convert(mode)
        if turned is not None:
            return turned
    return small.convert(mode)


def _without_idle_alpha(small: Image.Image) -> Image.Image:
    lowest = small.getchannel("A").getextrema()[0]
    return small.convert("RGB") if lowest == 255 else small
