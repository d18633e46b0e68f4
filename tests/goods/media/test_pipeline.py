"""Whatever comes in, only pixels drawn anew come out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from regulars.goods.media import pipeline, pixels, rules, worker
from tests.goods.media import hostile

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb of 169 megapixels": (hostile.bomb, "too-many-pixels"),
    "header of 900 megapixels": (hostile.giant_header, "too-many-pixels"),
    "1 x 1,000,000": (lambda: hostile.needle(1, 1_000_000), "too-long"),
    "1,000,000 x 1": (lambda: hostile.needle(1_000_000, 1), "too-long"),
    "0 bytes": (lambda: b"", "empty"),
    "too heavy": (lambda: hostile.encoded(hostile.photo(), "JPEG") + bytes(rules.MAX_BYTES), "too-heavy"),
    "truncated jpeg": (lambda: hostile.truncated("JPEG"), "broken"),
    "truncated png": (lambda: hostile.truncated("PNG"), "broken"),
    "truncated webp": (lambda: hostile.truncated("WEBP"), "broken"),
    "truncated avif": (lambda: hostile.truncated("AVIF"), "broken"),
    "only the magic": (lambda: b"\x89PNG\r\n\x1a\n", "broken"),
    "svg with script": (lambda: hostile.svg("script"), "svg"),
    "svg with image": (lambda: hostile.svg("image"), "svg"),
    "svg with entities": (lambda: hostile.svg("entities"), "svg"),
    "heic": (hostile.heic, "heic"),
    "tiff": (lambda: hostile.encoded(hostile.photo(), "TIFF"), "unknown"),
    "html": (lambda: b"<html>" + hostile.MARK, "unknown"),
    "php": (lambda: b"<?php system($_GET[0]); ?>", "unknown"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "unknown"),
    "pixels in webp": (
        lambda: hostile.encoded(Image.new("L", (4000, 4000)), "WEBP", method=0),
        "too-many-pixels",
    ),
}
TAKEN: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: hostile.encoded(hostile.photo(), "JPEG"),
    "webp": lambda: hostile.encoded(hostile.photo(), "WEBP"),
    "avif": lambda: hostile.encoded(hostile.photo(), "AVIF", speed=10),
    "cmyk": lambda: hostile.encoded(hostile.photo("CMYK"), "JPEG"),
    "grey with alpha": lambda: hostile.encoded(hostile.photo("LA"), "PNG"),
    "16 bit": lambda: hostile.encoded(Image.new("I;16", (90, 60), 65_535), "PNG"),
    "palette": lambda: hostile.encoded(hostile.photo("P"), "GIF", transparency=3),
    "gif of 10,000 frames": lambda: hostile.endless_gif(10_000),
    "webp of 300 frames": lambda: hostile.animated("WEBP", 300),
    "apng of 1,000 frames": lambda: hostile.animated("PNG", 1000),
    "place": hostile.with_place,
    "jpeg and html": hostile.jpeg_with_html,
    "gif and script": hostile.gif_with_script,
    "png and zip": hostile.png_with_zip,
}
LARGE: dict[str, Callable[[], bytes]] = {
    "40 megapixels of jpeg": lambda: hostile.encoded(hostile.photo(size=(8000, 5000)), "JPEG"),
    "40 megapixels of progressive jpeg": lambda: hostile.encoded(
        hostile.photo(size=(8000, 5000)), "JPEG", progressive=True, subsampling=0, quality=50
    ),
    "40 megapixels of transparent png": lambda: hostile.encoded(
        Image.new("RGBA", (8000, 5000), (9, 8, 7, 6)), "PNG", compress_level=1
    ),
    "as tall as may be": lambda: hostile.encoded(
        Image.new("RGBA", (2500, 16_000), (9, 8, 7, 6)), "PNG", compress_level=1
    ),
    "12 megapixels of webp": lambda: hostile.encoded(hostile.photo(size=(4000, 3000)), "WEBP", method=0),
    "12 megapixels of avif": lambda: hostile.encoded(hostile.photo(size=(4000, 3000)), "AVIF", speed=10),
}
ODD: dict[str, Callable[[], bytes]] = {"text bomb": hostile.text_bomb, "profile bomb": hostile.profile_bomb}


def opened(blob: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(blob), formats=["WEBP"])
    picture.load()
    return picture


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    make, reason = REFUSED[name]
    with pytest.raises(rules.BadPicture) as caught:
        pipeline.rebuild(make(), seconds=30)
    assert caught.value.reason == reason


def test_the_bomb_is_as_small_as_bombs_are() -> None:
    assert len(hostile.bomb()) < 25_000


@pytest.mark.parametrize("name", TAKEN)
def test_taken_and_rebuilt(name: str) -> None:
    rebuilt = pipeline.rebuild(TAKEN[name](), seconds=30)
    assert list(rebuilt.files) == list(rules.widths(rebuilt.width)) != []
    for width, blob in rebuilt.files.items():
        picture = opened(blob)
        assert picture.size == rules.scaled(rebuilt.width, rebuilt.height, width)
        assert picture.mode in ("RGB", "RGBA")
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)
        for foreign in (hostile.MARK, b"SECRET", b"<?php", b"PK\x03\x04", b"GPS"):
            assert foreign not in blob


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.nightly
def test_large_ones_stay_within_memory(name: str) -> None:
    rebuilt = pipeline.rebuild(LARGE[name](), seconds=30)
    assert max(rebuilt.files) == min(1280, rebuilt.width)
    assert rebuilt.memory_kb <= 300 * 1024


@pytest.mark.parametrize("name", ODD)
def test_bombs_in_the_margins_do_no_harm(name: str) -> None:
    header, _files = worker_says(ODD[name]())
    assert int(header["memory_kb"]) <= 300 * 1024
    assert header.get("reason", "broken") in ("broken", "too-demanding")


def worker_says(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the worker itself answers, memory included."""
    environment = {**os.environ, "PYTHONPATH": str(pipeline.ROOT)}
    said = subprocess.run(pipeline.COMMAND, input=data, capture_output=True, check=True, env=environment)
    header, _, files = said.stdout.partition(b"\n")
    return json.loads(header), files


@pytest.mark.parametrize(
    "name", ["bomb of 169 megapixels", "header of 900 megapixels", "1 x 1,000,000", "truncated png"]
)
def test_refusing_takes_no_memory(name: str) -> None:
    assert worker_says(REFUSED[name][0]())[0]["memory_kb"] <= 60 * 1024


def test_the_orientation_is_applied() -> None:
    rebuilt = pipeline.rebuild(hostile.with_place())
    assert (rebuilt.width, rebuilt.height) == (300, 400)


def test_every_orientation_turns_like_pillow_does() -> None:
    from PIL import ImageOps

    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        data = hostile.encoded(hostile.photo(size=(64, 48)), "PNG", exif=exif)
        with Image.open(io.BytesIO(data)) as source:
            expected = ImageOps.exif_transpose(source)
        size, made = pixels.rebuild(data)
        assert size == expected.size
        near = zip(
            opened(made[0][1]).resize((4, 4)).tobytes(), expected.resize((4, 4)).tobytes(), strict=True
        )
        assert max(abs(a - b) for a, b in near) < 24


def test_bands_leave_no_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    source = hostile.photo(size=(1500, 1100))
    whole = source.resize((1280, 939), Image.Resampling.HAMMING)
    monkeypatch.setattr(pixels, "BAND_PIXELS", 40_000)
    banded = pixels._shrink(source, (1280, 939))
    assert max(abs(a - b) for a, b in zip(whole.tobytes(), banded.tobytes(), strict=True)) <= 2


def test_transparency_is_kept_where_there_is_any() -> None:
    glass = pipeline.rebuild(hostile.encoded(Image.new("RGBA", (50, 50), (255, 0, 0, 90)), "PNG"))
    solid = pipeline.rebuild(hostile.encoded(Image.new("RGBA", (50, 50), (255, 0, 0, 255)), "PNG"))
    assert (opened(glass.files[50]).mode, opened(solid.files[50]).mode) == ("RGBA", "RGB")


def test_sixteen_bits_keep_their_brightness() -> None:
    for value, expected in ((65_535, 255), (32_896, 128), (0, 0)):
        data = hostile.encoded(Image.new("I;16", (30, 30), value), "PNG")
        pixel = opened(pipeline.rebuild(data).files[30]).convert("L").getpixel((15, 15))
        assert isinstance(pixel, int)
        assert abs(pixel - expected) <= 2


def test_other_colour_spaces_become_srgb() -> None:
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = hostile.encoded(Image.new("RGB", (40, 40), (200, 30, 60)), "PNG", icc_profile=lab.tobytes())
    pixel = opened(pipeline.rebuild(data).files[40]).getpixel((20, 20))
    assert isinstance(pixel, tuple)
    assert max(abs(a - b) for a, b in zip(pixel, (200, 30, 60), strict=True)) <= 6


def test_nothing_is_enlarged() -> None:
    assert rules.widths(100) == [100]
    assert rules.widths(320) == [160, 320]
    assert rules.widths(700) == [160, 320, 640, 700]
    assert rules.widths(9000) == [160, 320, 640, 1280]


def test_a_worker_that_hangs_is_killed() -> None:
    slow = (sys.executable, "-c", "import time; time.sleep(60)")
    with pytest.raises(rules.BadPicture) as caught:
        pipeline.rebuild(TAKEN["jpeg"](), command=slow, seconds=0.3)
    assert caught.value.reason == "too-demanding"


@pytest.mark.parametrize("said", ["", "no json", '{"reason": "because"}', '{"reason": "empty"}'])
def test_a_worker_that_talks_nonsense_is_not_believed(said: str) -> None:
    with pytest.raises(rules.BadPicture) as caught:
        pipeline.rebuild(TAKEN["jpeg"](), command=(sys.executable, "-c", f"print({said!r})"))
    assert caught.value.reason in rules.REASONS


LIMITED = """
from regulars.goods.media import worker
worker.warm_up(); worker.give_up_rights()
try:
    {deed}
except (MemoryError, OSError) as problem:
    print('{{"reason": "too-demanding"}}')
else:
    print('{{"reason": "unknown"}}')
"""


@pytest.mark.parametrize(
    "deed",
    [
        "bytearray(310 * 1024 * 1024)",
        "open('/etc/passwd-written-by-worker', 'w')",
        "[open('/dev/null') for _ in range(20)]",
        "__import__('socket').create_connection(('127.0.0.1', 9), 1)",
    ],
)
def test_the_worker_has_little_to_work_with(deed: str) -> None:
    with pytest.raises(rules.BadPicture) as caught:
        pipeline.rebuild(TAKEN["jpeg"](), command=(sys.executable, "-c", LIMITED.format(deed=deed)))
    assert caught.value.reason == "too-demanding"


def test_the_worker_names_what_it_could_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    assert worker.attempt(hostile.truncated("PNG"))[0] == {"reason": "broken"}
    assert worker.attempt(hostile.bomb())[0] == {"reason": "too-many-pixels"}
    header, files = worker.attempt(TAKEN["jpeg"]())
    assert header == {
        "size": (400, 300),
        "files": [[width, len(blob)] for width, blob in zip((160, 320, 400), files, strict=True)],
    }
