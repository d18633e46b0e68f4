"""Sofas and cushions."""

import math
from random import Random

from regulars.goods.media.made.cloth import folds, knit, print_tile
from regulars.goods.media.made.color import (
    WOOD,
    Color,
    Palette,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import smooth
from regulars.goods.media.made.easel import Easel, Form


def sofa(easel: Easel, dice: Random, colors: Palette) -> None:
    """A two-seater or an armchair on wooden legs."""
    half = dice.choice((330, 345, 240))
    tone, top, seats = colors.main, 470 + dice.uniform(-30, 30), 1 if half < 300 else dice.choice((2, 2, 3))
    easel.drop(520, 800, half * 1.4, 70, 0.4)
    for x in (500 - half + 40, 500 + half - 40):
        easel.solid(easel.stroke([(x, 730), (x + (500 - x) * -0.04, 806)], 24, 15), WOOD, 8)
    easel.solid(easel.card(500 - half + 30, top, 500 + half - 30, 720, 60), darker(tone, 0.06), 50)
    wide = (2 * half - 120) / seats
    for n in range(seats):
        left = 500 - half + 60 + n * wide
        easel.solid(easel.card(left + 3, top + 14, left + wide - 3, 650, 46), tone, 42)
    for n in range(seats):
        left = 500 - half + 60 + n * wide
        easel.drop(left + wide / 2, 622, wide * 0.55, 30, 0.35)
        easel.solid(easel.card(left + 2, 612, left + wide - 2, 700, 30), lighter(tone, 0.08), 30)
    easel.solid(easel.card(500 - half + 24, 690, 500 + half - 24, 752, 18), darker(tone, 0.12), 20)
    arm = dice.uniform(540, 590)
    for side in (-1, 1):
        x = 500 + side * (half - 34)
        easel.solid(easel.card(x - 42, arm, x + 42, 752, 38), tone, 32)
    for n in range(dice.choice((0, 1, 1, 2))):
        x = 500 + (half - 130) * (-1, 1)[n]
        _pillow(easel, (x, 570, 74, dice.uniform(-14, 14)), colors.accent, None)


def _pillow(easel: Easel, at: tuple[float, float, float, float], tone: Color, tile: object) -> Form:
    cx, cy, r, turn = at
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    flat = [
        (-1, -1),
        (-0.5, -0.9),
        (0, -0.87),
        (0.5, -0.9),
        (1, -1),
        (0.9, -0.5),
        (0.87, 0),
        (0.9, 0.5),
        (1, 1),
        (0.5, 0.9),
        (0, 0.87),
        (-0.5, 0.9),
        (-1, 1),
        (-0.9, 0.5),
        (-0.87, 0),
        (-0.9, -0.5),
    ]
    form = easel.form(
        smooth([(cx + (x * cos - y * sin) * r, cy + (x * sin + y * cos) * r) for x, y in flat], steps=5)
    )
    easel.cast(form, r * 0.06, r * 0.1, r * 0.1, 0.45)
    easel.solid(form, tone, r * 0.35)
    return form


def cushion(easel: Easel, dice: Random, colors: Palette) -> None:
    """A cushion, plain, printed or knitted; sometimes a second one behind."""
    if dice.random() < 0.45:
        _pillow(easel, (600, 500, 210, dice.uniform(8, 20)), colors.accent, None)
    tone, turn = colors.main, dice.uniform(-12, 8)
    form = _pillow(easel, (480, 570, 250, turn), tone, None)
    kind = dice.choice(("print", "knit", "plain", "stripes"))
    if kind == "print":
        easel.tile(form, print_tile(easel, colors, dice))
    elif kind == "knit":
        easel.tile(form, knit(easel, tone, dice))
    elif kind == "stripes":
        for n in range(-3, 4):
            line = [(480 + n * 66 - turn, 300), (480 + n * 70, 570), (480 + n * 66 + turn, 840)]
            easel.fill(easel.both(easel.stroke(line, 20), form), colors.accent, 0.8)
    easel.shade(form, darker(tone, 0.65), -50, -54, 62, 0.7)
    easel.shade(form, lighter(tone, 0.7), 34, 34, 40, 0.45)
    folds(easel, form, dice, tone, 0.3)
    easel.solid(easel.oval(480, 570, 17, 15), darker(tone, 0.25), 8)
