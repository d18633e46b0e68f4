"""Kites in the sky."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    PAPER,
    WHITE,
    WOOD,
    Palette,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import Point, ring, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import mark


def kite(easel: Easel, dice: Random, colors: Palette) -> None:
    """A kite in the sky: a swallow, a diamond or a butterfly, with tails."""
    for _cloud in range(3):
        x, y = dice.uniform(80, 860), dice.uniform(120, 840)
        for dx, r in ((0, 90), (80, 64), (-80, 60)):
            easel.drop(x + dx, y + (90 - r) * 0.4, r * 1.7, r * 0.9, 0.75, WHITE)
    tilt = dice.uniform(-16, 16)
    dice.choice((_swallow, _diamond, _swallow, _butterfly))(easel, dice, colors, tilt)


def _tilted(points: list[Point], tilt: float) -> list[Point]:
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    return [
        (500 + (x - 500) * cos - (y - 450) * sin, 450 + (x - 500) * sin + (y - 450) * cos) for x, y in points
    ]


def _tails(easel: Easel, dice: Random, colors: Palette, tilt: float, starts: list[Point]) -> None:
    for n, (x, y) in enumerate(_tilted(starts, tilt)):
        way = [(x, y)] + [
            (x + (34 if k % 2 else -34) + dice.uniform(-10, 10), y + 66 * k) for k in range(1, 5)
        ]
        easel.solid(
            easel.stroke(way, 20, 16, 10), (colors.accent, colors.main, lighter(colors.accent, 0.4))[n % 3], 8
        )


def _swallow(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    tail = easel.form(_tilted([(470, 480), (530, 480), (600, 760), (520, 640), (480, 640), (400, 760)], tilt))
    easel.cast(tail, 14, 26, 20, 0.25)
    easel.solid(tail, colors.dark, 20)
    wings = easel.form(
        _tilted(
            smooth(
                [
                    (500, 300),
                    (660, 250),
                    (850, 300),
                    (900, 390),
                    (760, 430),
                    (560, 470),
                    (500, 520),
                    (440, 470),
                    (240, 430),
                    (100, 390),
                    (150, 300),
                    (340, 250),
                ]
            ),
            tilt,
        )
    )
    easel.cast(wings, 14, 26, 20, 0.3)
    easel.solid(wings, colors.main, 30)
    for side in (-1, 1):
        for n, tone in enumerate((colors.accent, PAPER, colors.dark)):
            easel.fill(
                easel.both(
                    easel.form(
                        _tilted(
                            ring(500 + side * (230 + n * 8), 350 + n * 4, 112 - 36 * n, 62 - 20 * n), tilt
                        )
                    ),
                    wings,
                ),
                tone,
            )
    easel.solid(easel.form(_tilted(ring(500, 380, 62, 150), tilt)), PAPER, 26)
    easel.solid(easel.form(_tilted(ring(500, 270, 66, 58), tilt)), colors.dark, 22)
    for side in (-1, 1):
        easel.fill(easel.form(_tilted(ring(500 + side * 27, 262, 17, 17), tilt)), WHITE)
        easel.fill(easel.form(_tilted(ring(500 + side * 27, 264, 8, 8), tilt)), INK)
    mark(easel, *_tilted([(500, 420)], tilt)[0], 46, colors.main, dice)


def _diamond(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    _tails(easel, dice, colors, tilt, [(500, 640)])
    corners: list[Point] = [(500, 160), (720, 360), (500, 650), (280, 360)]
    whole = easel.form(_tilted(corners, tilt))
    easel.cast(whole, 16, 30, 22, 0.32)
    tones = (colors.main, colors.accent, lighter(colors.main, 0.3), PAPER)
    for n in range(4):
        easel.sweep(
            easel.form(_tilted([corners[n], corners[(n + 1) % 4], (500, 360)], tilt)),
            lighter(tones[n], 0.15),
            darker(tones[n], 0.08),
        )
    for a, b in ((0, 2), (1, 3)):
        easel.fill(easel.stroke(_tilted([corners[a], corners[b]], tilt), 6, curve=False), WOOD)
    easel.fill(
        easel.stroke([*_tilted([(500, 360)], tilt), (430, 760), (300, 1000)], 3), darker(colors.wall, 0.5)
    )


def _butterfly(easel: Easel, dice: Random, colors: Palette, tilt: float) -> None:
    _tails(easel, dice, colors, tilt, [(440, 640), (560, 640)])
    for side in (-1, 1):
        for low, shape in (
            (True, [(0, 0), (150, 30), (230, 120), (160, 230), (60, 190)]),
            (False, [(0, -20), (120, -190), (290, -230), (330, -110), (200, 20)]),
        ):
            wing = easel.form(_tilted(smooth([(500 + side * x, 430 + y) for x, y in shape]), tilt))
            easel.cast(wing, 12, 22, 18, 0.3)
            easel.solid(wing, colors.accent if low else colors.main, 34)
            x, y = (500 + side * (140 if low else 220), 430 + (120 if low else -130))
            for r, tone in ((60, PAPER), (40, colors.dark), (20, colors.accent)):
                easel.fill(easel.both(easel.form(_tilted(ring(x, y, r, r * 0.8), tilt)), wing), tone)
    easel.solid(easel.form(_tilted(ring(500, 440, 30, 170), tilt)), colors.dark, 14)
    for side in (-1, 1):
        easel.fill(
            easel.stroke(_tilted([(500, 290), (500 + side * 40, 220), (500 + side * 80, 200)], tilt), 6, 4),
            colors.dark,
        )
