"""Hostile pictures, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import Image

MARK = b"<script>pwned()</script>"


def encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, rows: int = 0, extra: bytes = b"") -> bytes:
    """A black bilevel PNG that claims this size and holds that many rows."""
    packer = zlib.compressobj(9)
    line = bytes(1 + (width + 7) // 8)
    body = b"".join(packer.compress(line) for _ in range(rows)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def photo(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    red, blue = Image.linear_gradient("L").resize(size), Image.radial_gradient("L").resize(size)
    return Image.merge("RGB", (red, blue, red)).convert(mode)


def bomb() -> bytes:
    """169 megapixels in about 20 KB."""
    return png(13_000, 13_000, rows=13_000)


def giant_header() -> bytes:
    return png(30_000, 30_000)


def needle(width: int, height: int) -> bytes:
    return png(width, height, rows=height)


def animated(kind: str, frames: int) -> bytes:
    others = [Image.new("L", (8, 8), number % 256) for number in range(1, frames)]
    return encoded(Image.new("L", (8, 8)), kind, save_all=True, append_images=others, duration=10)


def endless_gif(frames: int) -> bytes:
    """A GIF with very many frames, put together by hand."""
    first = encoded(Image.new("P", (8, 8), 1), "GIF")
    start = first.rindex(b"\x2c\x00\x00\x00\x00")
    return first[:-1] + first[start:-1] * frames + b"\x3b"


def truncated(kind: str) -> bytes:
    whole = encoded(photo(), kind)
    return whole[: len(whole) // 2]


def with_place() -> bytes:
    """A photo that tells where it was taken, on its side, with a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 50.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    return encoded(photo(), "JPEG", exif=exif, comment=b"SECRET-COMMENT")


def jpeg_with_html() -> bytes:
    return encoded(photo(), "JPEG", comment=MARK) + b"<html>" + MARK


def gif_with_script() -> bytes:
    whole = encoded(Image.new("P", (47, 10), 1), "GIF")
    return whole[:-1] + b"\x21\xfe\x18" + MARK + b"\x00\x3b" + b"=1;/*" + MARK + b"*/"


def png_with_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("shell.php", "<?php system($_GET[0]); ?>" + MARK.decode())
    inside = chunk(b"tEXt", b"Comment\x00" + MARK + b"<?php system($_GET[0]); ?>")
    return png(64, 64, rows=64, extra=inside) + packed.getvalue()


def text_bomb() -> bytes:
    body = zlib.compress(bytes(60_000_000), 1)
    return png(8, 8, rows=8, extra=chunk(b"zTXt", b"Comment\x00\x00" + body) * 20)


def profile_bomb() -> bytes:
    return png(8, 8, rows=8, extra=chunk(b"iCCP", b"x\x00\x00" + zlib.compress(bytes(90_000_000), 1)))


def svg(kind: str) -> bytes:
    inside = {
        "script": "<script>pwned()</script>",
        "image": "<image href='//evil.example/x'/>",
        "entities": "&e9;",
    }[kind]
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY e0 'x'>{entities}]><svg>{inside}</svg>".encode()


def heic() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
