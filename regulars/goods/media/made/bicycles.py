"""Bicycles from the side."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    PAPER,
    STEEL,
    WOOD,
    Color,
    Palette,
    darker,
    lighter,
)
from regulars.goods.media.made.curves import Point, ring, smooth
from regulars.goods.media.made.easel import Easel


def bicycle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A city bicycle from the side."""
    tone, y, r = colors.main, 660, 146
    hubs = ((270, y), (730, y))
    easel.closer(0.93, 500, 810)
    easel.drop(510, y + r + 4, 420, 26, 0.5)
    tyre = dice.choice((INK, INK, (196, 150, 104), PAPER))
    for hx, hy in hubs:
        _wheel(easel, (hx, hy, r), tyre)
    crank = (478, y + 6)
    bars = [(hubs[0], crank), (hubs[0], (412, 442)), (crank, (402, 392)), (crank, (670, 478))]
    low = dice.random() < 0.4
    bars += [((440, 560) if low else (414, 448), (664, 436))]
    for a, b in bars:
        _tube(easel, [a, b], 19, tone)
    _tube(easel, [hubs[1], (684, 540), (656, 400)], 18, darker(tone, 0.1))
    _tube(
        easel,
        [
            (662, 410),
            (652, 352),
            *dice.choice(
                ([(720, 336), (742, 372), (716, 404)], [(612, 344), (574, 356)], [(700, 352), (722, 352)])
            ),
        ],
        14,
        STEEL,
    )
    leather = dice.choice((INK, (140, 90, 58), (140, 90, 58)))
    easel.solid(
        easel.form(smooth([(340, 374), (396, 366), (470, 382), (462, 396), (400, 402), (346, 404)], steps=5)),
        leather,
        12,
    )
    easel.fill(easel.less(easel.oval(*crank, 46, 46), easel.oval(*crank, 34, 34)), STEEL)
    _tube(easel, [crank, (crank[0] + 34, crank[1] + 66)], 12, STEEL)
    easel.solid(easel.card(crank[0] + 8, crank[1] + 62, crank[0] + 64, crank[1] + 78, 5), INK, 5)
    for side in (-40, 40):
        easel.fill(
            easel.stroke([(270, y + side * 0.5), (crank[0], crank[1] + side)], 4), darker(STEEL, 0.4), 0.8
        )
    if dice.random() < 0.55:
        basket = easel.form([(690, 420), (826, 420), (806, 520), (712, 520)])
        easel.solid(basket, WOOD, 20)
        for n in range(7):
            easel.fill(
                easel.both(easel.stroke([(690, 434 + n * 14), (830, 434 + n * 14)], 3), basket),
                darker(WOOD, 0.4),
                0.6,
            )
    if dice.random() < 0.5:
        for hx, hy in hubs:
            guard = easel.less(
                easel.form(ring(hx, hy, r + 22, r + 22, start=190, end=340)),
                easel.oval(hx, hy, r + 10, r + 10),
            )
            easel.fill(easel.less(guard, easel.card(hx - 400, hy - r * 0.42, hx + 400, hy + 400, 2)), tone)


def _tube(easel: Easel, points: list[Point], width: float, tone: Color) -> None:
    form = easel.stroke(points, width, curve=len(points) > 2)
    easel.fill(form, darker(tone, 0.12))
    easel.fill(
        easel.stroke([(x - 2, y - 3) for x, y in points], width * 0.34, curve=len(points) > 2),
        lighter(tone, 0.5),
    )


def _wheel(easel: Easel, at: tuple[float, float, float], tyre: Color) -> None:
    x, y, r = at
    easel.fill(easel.less(easel.oval(x, y, r, r), easel.oval(x, y, r - 15, r - 15)), tyre)
    easel.fill(easel.less(easel.oval(x, y, r - 14, r - 14), easel.oval(x, y, r - 22, r - 22)), STEEL)
    for n in range(14):
        a = math.pi * n / 14
        dx, dy = (r - 18) * math.cos(a), (r - 18) * math.sin(a)
        easel.fill(
            easel.stroke([(x - dx, y - dy), (x + dx, y + dy)], 2.6, curve=False), darker(STEEL, 0.2), 0.85
        )
    easel.solid(easel.oval(x, y, 15, 15), STEEL, 6)
