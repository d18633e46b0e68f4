"""Silk squares, long scarves and scarves for the terraces."""

import math
from random import Random

from regulars.goods.media.made.cloth import folds, fringe, knit, print_tile
from regulars.goods.media.made.color import (
    INK,
    PAPER,
    Palette,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import crest


def scarf(easel: Easel, dice: Random, colors: Palette) -> None:
    """A printed square laid out, or a long soft scarf with a fringe."""
    if dice.random() < 0.55:
        _square(easel, dice, colors)
    else:
        _long(easel, dice, colors)


def _square(easel: Easel, dice: Random, colors: Palette) -> None:
    half, turn = 330, dice.choice((45, 45, 38, 8, -7))
    corners = [
        (
            500 + half * 1.32 * math.cos(math.radians(a + turn)),
            500 + half * 1.32 * math.sin(math.radians(a + turn)),
        )
        for a in (45, 135, 225, 315)
    ]
    outline = [
        _along(a, b, n / 8, dice.uniform(-7, 7))
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        for n in range(8)
    ]
    silk = easel.form(smooth(outline, steps=4))
    easel.cast(silk, 14, 22, 22, 0.42)
    easel.fill(silk, colors.main)
    for share, tone in ((0.93, colors.accent), (0.88, colors.light), (0.84, colors.main)):
        inner = [(500 + (x - 500) * share, 500 + (y - 500) * share) for x, y in outline]
        form = easel.form(smooth(inner, steps=4))
        easel.fill(form, tone)
    easel.tile(form, print_tile(easel, colors, dice))
    if dice.random() < 0.6:
        _medallion(easel, colors, dice)
    folds(easel, silk, dice, colors.main)


def _along(a: Point, b: Point, t: float, off: float) -> Point:
    return a[0] + (b[0] - a[0]) * t + off, a[1] + (b[1] - a[1]) * t + off


def _medallion(easel: Easel, colors: Palette, dice: Random) -> None:
    petals, size = dice.choice((8, 12, 16)), dice.uniform(130, 190)
    easel.fill(easel.oval(500, 500, size * 1.16, size * 1.16), colors.accent)
    easel.fill(easel.oval(500, 500, size * 1.08, size * 1.08), colors.light)
    for ringed, tone in ((1.0, colors.main), (0.62, colors.accent), (0.3, colors.dark)):
        for n in range(petals):
            angle = 2 * math.pi * n / petals
            x, y = 500 + math.cos(angle) * size * 0.62 * ringed, 500 + math.sin(angle) * size * 0.62 * ringed
            easel.fill(
                easel.oval(x, y, size * 0.36 * ringed, size * 0.15 * ringed, math.degrees(angle)), tone
            )


def _long(easel: Easel, dice: Random, colors: Palette) -> None:
    lean = dice.uniform(-30, 30)
    back = [(430 + lean, 150), (610, 130), (640, 420), (660 + lean, 800), (530 + lean, 812), (520, 430)]
    front = [(560, 120), (390, 160), (350, 430), (330 - lean, 760), (480 - lean, 776), (510, 440), (600, 190)]
    pattern = (
        print_tile(easel, colors, dice) if dice.random() < 0.5 else knit(easel, colors.main, dice, fine=True)
    )
    for points, bottom in ((back, (530 + lean, 660 + lean, 806)), (front, (330 - lean, 480 - lean, 768))):
        form = easel.form(smooth(points))
        easel.cast(form, 14, 20, 20, 0.42)
        fringe(easel, bottom, colors.main, dice)
        easel.tile(form, pattern)
        for n in range(3):
            y = bottom[2] - 46 - 34 * n
            easel.fill(easel.both(form, easel.card(0, y, 1000, y + 15, 1)), colors.accent, 0.7)
        folds(easel, form, dice, colors.main)


def footballscarf(easel: Easel, dice: Random, colors: Palette) -> None:
    """A terrace scarf held up: bars, a band in the middle, a fringe at both ends."""
    other = dice.choice((PAPER, INK, colors.accent, lighter(colors.accent, 0.4)))
    sag, top = dice.uniform(30, 80), 390
    upper = [(110, top), (300, top + sag * 0.8), (500, top + sag), (700, top + sag * 0.8), (890, top)]
    lower = [(x, y + 190) for x, y in reversed(upper)]
    body = easel.form([*smooth(upper, closed=False), *smooth(lower, closed=False)])
    easel.cast(body, 10, 40, 30, 0.35)
    for x in (110, 890):
        for n in range(16):
            y, out = top + 6 + n * 12, (-1 if x < 500 else 1)
            easel.fill(
                easel.stroke(
                    [(x, y), (x + out * 30, y + 3), (x + out * 62, y + dice.uniform(2, 16))], 8, 7, 5
                ),
                darker(colors.main, 0.05) if n % 2 else other,
            )
    easel.tile(body, knit(easel, colors.main, dice, fine=True))
    for n in range(5):
        for x in (120 + n * 44, 862 - n * 44):
            easel.fill(easel.both(body, easel.card(x, 0, x + 22, 1000, 2)), other, 0.9)
    crest(easel, 500, top + sag + 92, 62, other, colors.main, dice)
    for x in (385, 615):
        easel.fill(easel.oval(x, top + sag * 0.95 + 92, 16, 16), other)
    easel.shade(body, darker(colors.main, 0.6), 0, -26, 30, 0.6)
    folds(easel, body, dice, colors.main, 0.4)
