"""House plants."""

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
)
from regulars.goods.media.made.curves import lathe
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.fruit import leaf
from regulars.goods.media.made.studio import BASE, sway


def plant(easel: Easel, dice: Random, colors: Palette) -> None:
    """A house plant: broad leaves, tall blades, a trailing crown or a cactus."""
    wide, top = 140 * sway(dice, 0.14), 600 + dice.uniform(-20, 30)
    pot = (
        dice.choice((colors.main, (196, 120, 84), PAPER, colors.accent))
        if dice.random() < 0.7
        else colors.main
    )
    green = mix(LEAF, (54, 112, 84), dice.random())
    easel.stand(500, BASE, wide)
    kind = dice.choice((_broad, _blades, _cactus, _broad, _round))
    kind(easel, dice, top, green)
    body = easel.form(lathe([(wide * 1.04, top), (wide * 0.98, top + 50), (wide * 0.78, BASE)]))
    easel.turned_body(body, pot, 0.25)
    easel.turned_body(
        easel.card(500 - wide * 1.12, top - 14, 500 + wide * 1.12, top + 40, 10), lighter(pot, 0.05)
    )
    easel.fill(easel.both(body, easel.card(0, top + 40, 1000, top + 50, 1)), darker(pot, 0.5), 0.5)


def _broad(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(dice.choice((7, 9, 11))):
        turn = -168 + n * (156 / 8) + dice.uniform(-12, 12)
        long = dice.uniform(190, 290)
        x, y = (
            500 + long * 0.62 * math.cos(math.radians(turn)),
            top - 20 + long * 0.8 * math.sin(math.radians(turn)),
        )
        easel.fill(easel.stroke([(500, top + 4), ((500 + x) / 2, y + 60), (x, y)], 9, 6), darker(green, 0.25))
        leaf(
            easel,
            x,
            y,
            dice.uniform(150, 200),
            turn * 0.7 - 20 + dice.uniform(-16, 16),
            mix(green, (130, 176, 110), dice.random() * 0.5),
        )


def _blades(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(9):
        lean = (n - 4) * 26 + dice.uniform(-12, 12)
        blade = easel.stroke(
            [
                (500 + lean * 0.5, top + 10),
                (500 + lean * 0.9, top - 190),
                (500 + lean * 1.8, top - dice.uniform(280, 400)),
            ],
            52,
            58,
            44,
            4,
        )
        easel.solid(blade, mix(green, (150, 180, 110), dice.random() * 0.4), 16)
        easel.fill(
            easel.stroke(
                [(500 + lean * 0.5, top), (500 + lean * 0.9, top - 190), (500 + lean * 1.7, top - 260)], 5
            ),
            lighter(green, 0.5),
            0.6,
        )


def _round(easel: Easel, dice: Random, top: float, green: Color) -> None:
    for n in range(15):
        turn = math.radians(-174 + n * 12 + dice.uniform(-6, 6))
        long = dice.uniform(130, 330)
        x, y = 500 + long * 0.85 * math.cos(turn), top - 30 + long * math.sin(turn)
        easel.fill(easel.stroke([(500, top), ((500 + x) / 2, y + 30), (x, y)], 6, 5), darker(green, 0.3))
        easel.solid(
            easel.oval(x, y, 58, 48, dice.uniform(-30, 30)),
            mix(green, (140, 184, 120), dice.random() * 0.6),
            18,
        )


def _cactus(easel: Easel, dice: Random, top: float, green: Color) -> None:
    parts = [easel.stroke([(500, top + 20), (500, top - 250)], 130)]
    for side in (-1, 1):
        if dice.random() < 0.8:
            y = top - dice.uniform(70, 130)
            parts.append(
                easel.stroke(
                    [(500 + side * 40, y), (500 + side * 126, y - 6), (500 + side * 134, y - 110)], 60
                )
            )
    for part in reversed(parts):
        easel.solid(part, green, 40)
        easel.spot(part, 468, top - 160, 50, 150, lighter(green, 0.6), 0.4)
    for n in range(44):
        x, y = 500 + (n % 4 - 1.5) * 32, top - 6 - (n // 4) * 24
        easel.fill(easel.both(easel.oval(x, y, 3, 8), parts[0]), lighter(green, 0.75), 0.8)
    for angle in range(0, 360, 60):
        easel.fill(
            easel.oval(
                500 + 20 * math.cos(math.radians(angle)),
                top - 318 + 12 * math.sin(math.radians(angle)),
                20,
                12,
                angle,
            ),
            (236, 130, 150),
        )
