"""Tables with a vase."""

import math
from random import Random

from regulars.goods.media.made.color import (
    LEAF,
    WOOD,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import Point, lathe
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.fruit import leaf
from regulars.goods.media.made.studio import sway


def table(easel: Easel, dice: Random, colors: Palette) -> None:
    """A small table with something on it."""
    wood = dice.choice((WOOD, (142, 96, 62), (214, 178, 132), mix(WOOD, colors.main, 0.5)))
    half, top = 300 * sway(dice, 0.12), 520 + dice.uniform(-30, 30)
    easel.drop(520, 822, half * 1.4, 60, 0.35)
    kind = dice.choice(("four", "pedestal", "three"))
    if kind == "pedestal":
        easel.turned_body(
            easel.form(lathe([(34, top), (30, 720), (60, 790), (170, 806), (176, 822)])), darker(wood, 0.1)
        )
    else:
        legs = (
            ((-0.8, -18), (0.8, -18), (-0.55, 8), (0.55, 8))
            if kind == "four"
            else ((-0.7, 0), (0.7, 0), (0.05, 20))
        )
        for share, deep in legs:
            easel.solid(
                easel.stroke(
                    [(500 + half * share * 0.8, top + 10), (500 + half * share, 808 + deep)], 30, 17
                ),
                darker(wood, 0.1 if deep > 0 else 0.3),
                9,
            )
    side = easel.join(easel.oval(500, top + 24, half, half * 0.23), easel.oval(500, top, half, half * 0.23))
    easel.sweep(side, darker(wood, 0.2), wood, darker(wood, 0.2), darker(wood, 0.5))
    board = easel.sweep(
        easel.oval(500, top, half, half * 0.23), lighter(wood, 0.35), wood, lighter(wood, 0.15)
    )
    for n in range(6):
        easel.fill(
            easel.both(
                easel.stroke(
                    [
                        (190, top - 50 + n * 20),
                        (500, top - 44 + n * 20 + dice.uniform(-8, 8)),
                        (820, top - 52 + n * 20),
                    ],
                    3,
                ),
                board,
            ),
            darker(wood, 0.35),
            0.35,
        )
    _vase(easel, dice, (500 + dice.uniform(-110, 110), top - 8), colors)


def _vase(easel: Easel, dice: Random, at: Point, colors: Palette) -> None:
    cx, y = at
    easel.drop(cx + 16, y, 90, 24, 0.45)
    for n in range(5):
        turn = -90 + (n - 2) * 22 + dice.uniform(-8, 8)
        x, high = cx + 150 * math.cos(math.radians(turn)), y - 110 + 150 * math.sin(math.radians(turn))
        easel.fill(easel.stroke([(cx, y - 110), (x, high)], 6, 4), darker(LEAF, 0.2))
        leaf(
            easel,
            cx + (x - cx) * 0.5,
            y - 110 + (high - y + 110) * 0.5,
            80,
            turn + dice.uniform(-30, 30),
            mix(LEAF, colors.accent, 0.15),
        )
    easel.turned_body(
        easel.form(lathe([(24, y - 128), (22, y - 100), (58, y - 56), (50, y - 16), (34, y)], cx)),
        colors.accent,
        0.5,
    )
