"""Fish on ice."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    STEEL,
    WHITE,
    Color,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import Point, ring, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.fruit import leaf
from regulars.goods.media.made.studio import sway


def ice(easel: Easel, dice: Random, colors: Palette) -> None:
    """A tray full of ice with lemon and herbs at its corners."""
    rim = easel.card(70, 190, 930, 830, 90)
    easel.cast(rim, 14, 26, 26, 0.45)
    easel.solid(rim, dice.choice((STEEL, mix(colors.wall, WHITE, 0.6), darker(colors.wall, 0.35))), 24)
    bed = easel.card(98, 218, 902, 802, 70)
    easel.sweep(bed, (206, 226, 238), (226, 240, 247), (192, 216, 232), down=True)
    for n in range(74):
        x, y, s = dice.uniform(110, 890), dice.uniform(226, 796), dice.uniform(24, 48)
        turn = dice.uniform(0, 90)
        cube = easel.both(
            easel.form(
                [
                    (x + s * math.cos(math.radians(turn + a)), y + s * math.sin(math.radians(turn + a)))
                    for a in (0, 80, 175, 260)
                ]
            ),
            bed,
        )
        easel.fill(cube, (WHITE, (186, 212, 230), (238, 248, 255))[n % 3], 0.5)
        edge = easel.stroke([(x - s * 0.5, y - s * 0.3), (x + s * 0.2, y - s * 0.55)], 4)
        easel.fill(easel.both(edge, bed), WHITE, 0.85)
    easel.shade(bed, (96, 124, 150), 10, 14, 20, 0.5)
    for x, y in dice.sample([(190, 300), (810, 300), (800, 720), (200, 720)], 2):
        lemon(easel, x, y, 62)
    leaf(easel, dice.choice((150, 780)), dice.choice((290, 740)), 110, dice.uniform(-40, 40))


def lemon(easel: Easel, x: float, y: float, r: float) -> None:
    """A slice of lemon."""
    easel.drop(x + 6, y + 10, r * 1.2, r * 1.2, 0.35)
    easel.solid(easel.oval(x, y, r, r), (246, 204, 66), 12)
    easel.fill(easel.oval(x, y, r * 0.88, r * 0.88), (255, 250, 224))
    for n in range(8):
        easel.fill(
            easel.form([(x, y), *ring(x, y, r * 0.78, r * 0.78, start=45 * n + 5, end=45 * n + 40)]),
            (250, 222, 104),
        )


def fish(easel: Easel, dice: Random, colors: Palette) -> None:
    """One or two silver fish."""
    ice(easel, dice, colors)
    for n in range(dice.choice((1, 2))):
        _fish(
            easel,
            dice,
            (500, 430 + 190 * n if n else dice.choice((510, 430))),
            mix(dice.choice(((122, 144, 160), (214, 120, 96), (150, 158, 140))), colors.main, 0.25),
        )


def _fish(easel: Easel, dice: Random, at: Point, tone: Color) -> None:
    (cx, cy), long, deep = at, 330, 92 * sway(dice, 0.2)
    tail = easel.form(
        smooth(
            [
                (cx + long * 0.72, cy),
                (cx + long * 1.06, cy - deep),
                (cx + long * 0.98, cy),
                (cx + long * 1.06, cy + deep),
            ],
            steps=5,
        )
    )
    top = easel.form(
        smooth(
            [
                (cx - 90, cy - deep * 0.8),
                (cx, cy - deep * 1.5),
                (cx + 130, cy - deep * 1.1),
                (cx + 170, cy - deep * 0.5),
            ]
        )
    )
    body = easel.form(
        smooth(
            [
                (cx - long, cy + 8),
                (cx - long * 0.76, cy - deep * 0.62),
                (cx - long * 0.2, cy - deep),
                (cx + long * 0.4, cy - deep * 0.6),
                (cx + long * 0.84, cy - 18),
                (cx + long * 0.84, cy + 18),
                (cx + long * 0.4, cy + deep * 0.62),
                (cx - long * 0.2, cy + deep),
                (cx - long * 0.76, cy + deep * 0.66),
            ]
        )
    )
    easel.cast(easel.join(body, tail), 10, 22, 14, 0.5)
    for fin in (tail, top):
        easel.solid(fin, darker(tone, 0.12), 20)
    easel.sweep(
        body,
        darker(tone, 0.35),
        tone,
        lighter(tone, 0.5),
        lighter(tone, 0.8),
        lighter(tone, 0.55),
        darker(tone, 0.1),
        down=True,
    )
    for row in range(7):
        for n in range(13):
            x, y = cx - long * 0.42 + n * 33 + 16 * (row % 2), cy - deep * 0.72 + row * deep * 0.22
            scale = easel.both(easel.form(ring(x, y, 16, 13, start=-70, end=70)), body)
            easel.fill(scale, darker(tone, 0.3), 0.28)
    easel.shade(body, darker(tone, 0.7), 0, -16, 18, 0.6)
    gill = [(cx - long * 0.5, cy - deep * 0.62), (cx - long * 0.4, cy), (cx - long * 0.5, cy + deep * 0.62)]
    easel.fill(easel.both(easel.stroke(gill, 4, 12, 4), body), darker(tone, 0.5), 0.7)
    easel.solid(easel.oval(cx - long * 0.72, cy - deep * 0.2, 24, 24), (250, 240, 200), 8)
    easel.fill(easel.oval(cx - long * 0.72, cy - deep * 0.2, 14, 14), INK)
    easel.fill(easel.oval(cx - long * 0.735, cy - deep * 0.27, 5, 5), WHITE)
    easel.solid(
        easel.form(smooth([(cx - long * 0.3, cy + 10), (cx - 10, cy + 36), (cx - 60, cy + 70)])),
        darker(tone, 0.15),
        14,
    )
