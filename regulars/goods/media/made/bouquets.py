"""Bouquets in paper."""

import math
from random import Random

from regulars.goods.media.made.color import (
    LEAF,
    PAPER,
    Color,
    Palette,
    darker,
    lighter,
    mix,
    turned,
)
from regulars.goods.media.made.curves import smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.fruit import leaf


def flowers(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bouquet in paper."""
    wrap = dice.choice((PAPER, (214, 190, 156), lighter(colors.main, 0.6), lighter(colors.accent, 0.5)))
    easel.drop(520, 826, 190, 40, 0.4)
    back = easel.form(
        smooth([(280, 360), (400, 300), (500, 280), (600, 300), (730, 380), (560, 700), (450, 700)], steps=4)
    )
    easel.cast(back, 16, 20, 22, 0.3)
    easel.solid(back, darker(wrap, 0.14), 30)
    for n in range(12):
        leaf(
            easel,
            500 + dice.uniform(-90, 90),
            470,
            dice.uniform(170, 250),
            -90 + (n - 6) * 15,
            mix(LEAF, (120, 150, 110), dice.random()),
        )
    places = [
        (500 + dx * 112 + dice.uniform(-18, 18), 300 + row * 74 + abs(dx) * 22)
        for row in range(3)
        for dx in ((-1, 0, 1) if row % 2 == 0 else (-1.4, -0.5, 0.5, 1.4))
    ]
    tones = [
        colors.main,
        lighter(colors.main, 0.45),
        colors.accent,
        lighter(turned(colors.main, 20), 0.2),
        PAPER,
    ]
    for x, y in places:
        _bloom(easel, dice, (x, y, dice.uniform(52, 76)), dice.choice(tones))
    front = easel.form(
        smooth(
            [
                (300, 440),
                (420, 500),
                (520, 560),
                (620, 500),
                (712, 430),
                (560, 690),
                (590, 822),
                (500, 838),
                (412, 822),
                (446, 690),
            ],
            steps=4,
        )
    )
    easel.solid(front, wrap, 44)
    easel.fill(easel.both(easel.stroke([(520, 560), (500, 690)], 6, 4), front), darker(wrap, 0.4), 0.5)
    band = dice.choice((colors.main, colors.accent, colors.dark))
    easel.solid(easel.stroke([(446, 690), (500, 702), (560, 690)], 32), band, 14)
    for side in (-1, 1):
        easel.solid(
            easel.stroke([(500, 700), (500 + side * 66, 664), (500 + side * 76, 716), (500, 704)], 15),
            band,
            8,
        )
        easel.solid(easel.stroke([(500, 704), (500 + side * 40, 780)], 17, 22), band, 8)


def _bloom(easel: Easel, dice: Random, at: tuple[float, float, float], tone: Color) -> None:
    cx, cy, r = at
    easel.drop(cx + 4, cy + 10, r * 1.2, r * 1.2, 0.35)
    kind = dice.choice(("rose", "daisy", "rose", "peony"))
    if kind == "daisy":
        for n in range(11):
            a = 360 / 11 * n
            easel.solid(
                easel.oval(
                    cx + r * 0.58 * math.cos(math.radians(a)),
                    cy + r * 0.58 * math.sin(math.radians(a)),
                    r * 0.46,
                    r * 0.17,
                    a,
                ),
                lighter(tone, 0.2),
                8,
            )
        easel.solid(easel.oval(cx, cy, r * 0.3, r * 0.28), (236, 186, 72), 10)
        return
    rows = (
        ((6, 0.62, 0.52), (5, 0.36, 0.44), (4, 0.16, 0.32))
        if kind == "rose"
        else ((9, 0.72, 0.42), (7, 0.44, 0.38), (5, 0.2, 0.3))
    )
    for depth, (count, far, size) in enumerate(rows):
        for n in range(count):
            a = 360 / count * n + depth * 31
            petal = easel.oval(
                cx + r * far * math.cos(math.radians(a)),
                cy + r * far * math.sin(math.radians(a)),
                r * size,
                r * size * 0.86,
                a,
            )
            easel.solid(petal, mix(lighter(tone, 0.18), darker(tone, 0.14), depth / 2), r * 0.3)
    easel.fill(easel.oval(cx, cy, r * 0.1, r * 0.1), darker(tone, 0.4), 0.8)
