"""Letters on banners and logos, with whatever fonts the machine has."""

import math
from functools import lru_cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from regulars.goods.media.made.color import PAPER, Color, Palette, brightness, darker, lighter
from regulars.goods.media.made.curves import Point, ring, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.labels import mark

FONTS = Path("/usr/share/fonts")
WIDE = ("opentype/noto/NotoSerifCJK-Bold.ttc", "opentype/noto/NotoSansCJK-Bold.ttc")
LATIN = ("truetype/liberation/LiberationSerif-Bold.ttf", "truetype/dejavu/DejaVuSerif-Bold.ttf")
SIMPLIFIED = 2

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@lru_cache(maxsize=32)
def font_for(text: str, size: int) -> Font | None:
    """A font that can write the text; None when the machine has none."""
    latin = text.isascii()
    for name in (*LATIN, *WIDE) if latin else WIDE:
        if (FONTS / name).exists():
            index = SIMPLIFIED if name.endswith(".ttc") else 0
            return ImageFont.truetype(FONTS / name, size, index=index)
    return ImageFont.load_default(size) if latin else None


def letters(image: Image.Image, text: str, at: tuple[float, float], height: float, tone: Color) -> None:
    """One line of text; place and height are shares of the picture. Nothing without a font."""
    font = font_for(text, round(image.height * height))
    if font is not None:
        ImageDraw.Draw(image).text((image.width * at[0], image.height * at[1]), text, tone, font, anchor="lm")


def seal(name: str, size: int, colors: Palette, dice: Random) -> Image.Image:
    """An emblem: a carved shape, a ring, the first sign of the name or a small mark."""
    ground = colors.main if brightness(colors.main) < 200 else colors.accent
    back = Image.new("RGB", (2, 2), lighter(ground, 0.86))
    easel = Easel(size * 3, size * 3, back, size * 3 / 1000)
    form = easel.form(_shape(dice))
    easel.cast(form, 0, 14, 20, 0.3)
    easel.sweep(form, lighter(ground, 0.12), ground, darker(ground, 0.16))
    _rim(easel, form, dice)
    sign = _sign(easel, name.strip()[:1].upper())
    if sign is None:
        mark(easel, 500, 500, 210, PAPER, dice)
    else:
        easel.fill(sign, PAPER)
    return easel.finished(size)


def _rim(easel: Easel, form: Form, dice: Random) -> None:
    """A thin line a little inside the edge."""
    if dice.random() < 0.7:
        easel.fill(easel.less(_shrunk(form, 0.9), _shrunk(form, 0.875)), PAPER, 0.85)


def _shrunk(form: Form, share: float) -> Form:
    mask = form.mask.resize((round(form.mask.width * share), round(form.mask.height * share)))
    left, top = (form.at[n] + (form.mask.size[n] - mask.size[n]) // 2 for n in (0, 1))
    return Form(mask, (left, top))


def _shape(dice: Random) -> list[Point]:
    kind = dice.choice(("round", "square", "scallop", "hexagon", "leaf", "drop"))
    if kind == "round":
        return ring(500, 500, 400, 400)
    if kind == "scallop":
        return [
            (
                500 + (392 + 24 * math.cos(a * 12)) * math.cos(a),
                500 + (392 + 24 * math.cos(a * 12)) * math.sin(a),
            )
            for a in [math.pi * n / 120 for n in range(240)]
        ]
    if kind == "hexagon":
        return [
            (500 + 410 * math.sin(math.pi * n / 3), 500 + 410 * math.cos(math.pi * n / 3)) for n in range(6)
        ]
    if kind == "leaf":
        return smooth([(130, 130), (560, 140), (800, 330), (870, 870), (440, 860), (200, 670)], steps=12)
    if kind == "drop":
        return smooth(
            [(500, 80), (760, 330), (860, 600), (700, 860), (500, 910), (300, 860), (140, 600), (240, 330)],
            steps=12,
        )
    rough = [(500 + 370 * x + dice.uniform(-9, 9), 500 + 370 * y + dice.uniform(-9, 9)) for x, y in _square()]
    return smooth(rough, steps=4)


def _square() -> list[Point]:
    side = [n / 5 for n in range(-5, 5)]
    return [
        *((t, -1.0) for t in side),
        *((1.0, t) for t in side),
        *((-t, 1.0) for t in side),
        *((-1.0, -t) for t in side),
    ]


def _sign(easel: Easel, text: str) -> Form | None:
    font = font_for(text, round(430 * easel.unit)) if text else None
    if font is None:
        return None
    mask = Image.new("L", easel.size)
    left, top, right, bottom = ImageDraw.Draw(mask).textbbox((0, 0), text, font)
    place = (easel.size[0] / 2 - (left + right) / 2, easel.size[1] / 2 - (top + bottom) / 2)
    ImageDraw.Draw(mask).text(place, text, 255, font)
    return Form(mask, (0, 0))
