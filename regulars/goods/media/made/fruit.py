"""Oranges and peaches, and the leaves at their stems."""

import math
from random import Random

from regulars.goods.media.made.color import (
    LEAF,
    WHITE,
    Color,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import Point, ring, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.studio import BASE, sway


def leaf(easel: Easel, x: float, y: float, long: float, turn: float, tone: Color = LEAF) -> None:
    """A pointed leaf with a vein."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    shape = [(0, 0), (0.3, -0.2), (0.65, -0.2), (1, 0), (0.65, 0.16), (0.3, 0.18)]
    at = [(x + (a * cos - b * sin) * long, y + (a * sin + b * cos) * long) for a, b in shape]
    easel.solid(easel.form(smooth(at, steps=5)), tone, long * 0.12)
    easel.fill(
        easel.stroke([(x, y), (x + cos * long * 0.92, y + sin * long * 0.92)], 4, 2, curve=False),
        lighter(tone, 0.4),
        0.8,
    )


def _fruit(
    easel: Easel, dice: Random, at: tuple[float, float, float], tone: Color, blush: Color | None
) -> None:
    cx, cy, r = at
    easel.stand(cx, cy + r * 0.94, r * 0.7)
    ball = easel.solid(easel.oval(cx, cy, r, r * 0.95, dice.uniform(-8, 8)), tone, r * 0.55)
    if blush is None:
        for _ in range(34):
            a, d = dice.uniform(0, 6.3), r * 0.9 * math.sqrt(dice.random())
            easel.fill(
                easel.oval(cx + d * math.cos(a), cy + d * math.sin(a), 2.6, 2.6), darker(tone, 0.4), 0.3
            )
    else:
        easel.spot(ball, cx + r * 0.3, cy + r * 0.1, r * 1.0, r * 1.0, blush, 0.75)
        seam = [(cx + r * 0.02, cy - r * 0.9), (cx + r * 0.34, cy - r * 0.2), (cx + r * 0.24, cy + r * 0.8)]
        easel.fill(easel.both(easel.stroke(seam, 3, 7, 3), ball), darker(blush, 0.4), 0.55)
    easel.spot(ball, cx - r * 0.36, cy - r * 0.4, r * 0.5, r * 0.44, WHITE, 0.6 if blush is None else 0.4)
    stem = [(cx, cy - r * 0.88), (cx + r * 0.06, cy - r * 1.08)]
    easel.fill(easel.stroke(stem, 11, 8), (104, 78, 52))
    if dice.random() < 0.65:
        leaf(
            easel,
            cx + 3,
            cy - r * 1.0,
            r * 0.95,
            dice.choice((-30, -160, -18, -145)),
            mix(LEAF, (70, 120, 60), dice.random()),
        )


def _pile(dice: Random, r: float) -> list[tuple[float, float, float]]:
    layouts: list[list[Point]] = [
        [(500, 0)],
        [(390, 10), (610, 0)],
        [(320, 0), (680, 0), (500, 34)],
        [(385, 0), (615, 0), (500, -1.62 * r)],
    ]
    places = dice.choice(layouts)
    scale = {1: 1.3, 2: 1.05, 3: 1.0}[len(places)]
    spots = [
        (500 + (x - 500) * (r / 115), BASE - r * scale * 0.9 + y, r * scale * sway(dice, 0.05))
        for x, y in places
    ]
    return sorted(spots, key=lambda spot: spot[1] if len(places) < 3 or places[2][1] > 0 else -spot[1])


def orange(easel: Easel, dice: Random, colors: Palette) -> None:
    """Oranges, sometimes one cut open."""
    tone = mix((240, 140, 36), colors.main, 0.1)
    for at in _pile(dice, 135):
        _fruit(easel, dice, at, mix(tone, (250, 180, 50), dice.uniform(0, 0.25)), None)
    if dice.random() < 0.6:
        _half(easel, dice.choice((290, 720)), 770, 92, tone)


def _half(easel: Easel, cx: float, cy: float, r: float, tone: Color) -> None:
    easel.stand(cx, cy + r * 0.9, r * 0.7)
    easel.solid(easel.oval(cx, cy, r, r), tone, 20)
    easel.fill(easel.oval(cx - 3, cy - 2, r * 0.93, r * 0.93), (255, 240, 210))
    for n in range(10):
        a = math.radians(36 * n + 8)
        wedge = [
            (cx - 3 + 10 * math.cos(a), cy - 2 + 10 * math.sin(a)),
            *ring(cx - 3, cy - 2, r * 0.84, r * 0.84, start=36 * n - 7, end=36 * n + 23),
        ]
        easel.sweep(easel.form(wedge), lighter(tone, 0.45), tone)
    easel.spot(easel.oval(cx, cy, r, r), cx - r * 0.3, cy - r * 0.4, r * 0.6, r * 0.5, WHITE, 0.4)


def peach(easel: Easel, dice: Random, colors: Palette) -> None:
    """Peaches with a blush."""
    for at in _pile(dice, 140):
        _fruit(
            easel, dice, at, mix((255, 206, 150), colors.main, 0.08), mix((232, 92, 92), colors.main, 0.12)
        )
