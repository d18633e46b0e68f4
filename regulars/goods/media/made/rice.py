"""Rice by the sack and by the bowl."""

from random import Random

from regulars.goods.media.made.color import (
    INK,
    LEAF,
    PAPER,
    WHITE,
    WOOD,
    Palette,
    brightness,
    darker,
    lighter,
)
from regulars.goods.media.made.cups import bowl_body, decorate
from regulars.goods.media.made.curves import lathe, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import mark, mouth
from regulars.goods.media.made.studio import BASE, sway


def ricebag(easel: Easel, dice: Random, colors: Palette) -> None:
    """A tied sack of rice, some grains before it."""
    half, top = 220 * sway(dice, 0.1), 420 + dice.uniform(-30, 40)
    sacking = dice.choice(((222, 200, 164), PAPER, lighter(colors.main, 0.6)))
    easel.stand(500, BASE + 6, half)
    ruff = easel.form(
        smooth(
            [
                (440, top + 10),
                (380, top - 96),
                (450, top - 74),
                (500, top - 112),
                (556, top - 76),
                (624, top - 98),
                (562, top + 10),
            ]
        )
    )
    easel.solid(ruff, darker(sacking, 0.06), 40)
    sack = easel.form(
        smooth(
            [
                (446, top),
                (554, top),
                (500 + half * 0.86, top + 110),
                (500 + half * 1.05, 660),
                (500 + half * 0.9, BASE),
                (500, BASE + 12),
                (500 - half * 0.9, BASE),
                (500 - half * 1.05, 660),
                (500 - half * 0.86, top + 110),
            ]
        )
    )
    easel.solid(sack, sacking, 84)
    easel.solid(easel.stroke([(440, top), (500, top + 12), (560, top)], 24), colors.main, 12)
    easel.fill(easel.both(sack, easel.card(0, 752, 1000, 772, 1)), colors.main, 0.85)
    easel.solid(
        easel.both(sack, easel.oval(500, 636, half * 0.56, half * 0.5)),
        colors.main if brightness(colors.main) < 190 else colors.accent,
        8,
    )
    mark(easel, 500, 632, half * 0.28, PAPER, dice)
    for n in range(dice.choice((14, 26, 34))):
        x, y = 500 + dice.uniform(-1, 1) * half * 1.7, BASE + dice.uniform(14, 58)
        easel.drop(x + 3, y + 5, 15, 6, 0.4)
        easel.fill(
            easel.oval(x, y, 12, 5, dice.uniform(0, 180)), (255, 252, 240) if n % 4 else (238, 226, 200)
        )


def ricebowl(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bowl heaped with rice, chopsticks across."""
    wide, top = 260 * sway(dice, 0.08), 590
    easel.stand(500, BASE, wide * 0.6)
    easel.turned_body(
        easel.form(lathe([(wide * 0.38, BASE - 40), (wide * 0.42, BASE)])), darker(colors.main, 0.2)
    )
    body = bowl_body(easel, 500, top, wide, BASE - top)
    easel.turned_body(body, colors.main, 0.5)
    decorate(easel, body, (500, top, wide, BASE - top), colors, dice)
    mouth(easel, 500, top, wide, lighter(colors.main, 0.3), colors.main)
    heap = smooth(
        [
            (500 - wide * 0.9, top + 6),
            (500 - wide * 0.7, top - 90),
            (500 - wide * 0.2, top - 168),
            (500 + wide * 0.3, top - 160),
            (500 + wide * 0.74, top - 84),
            (500 + wide * 0.9, top + 6),
            (500, top + 44),
        ]
    )
    rice = easel.solid(easel.form(heap), (250, 246, 236), 70)
    for n in range(190):
        x, y = 500 + dice.uniform(-wide, wide) * 0.9, top + dice.uniform(-165, 36)
        grain = easel.both(easel.oval(x, y, 13, 5.4, dice.uniform(0, 180)), rice)
        easel.fill(grain, WHITE if n % 3 else (226, 214, 196), 0.85)
    if dice.random() < 0.6:
        for n in range(2):
            easel.solid(
                easel.stroke([(560 + 34 * n, top - 30), (880, 300 + 44 * n)], 13, 20),
                dice.choice((WOOD, INK, (150, 60, 50))),
                8,
            )
    for n in range(dice.choice((0, 9))):
        easel.fill(
            easel.oval(500 + dice.uniform(-80, 80), top - 130 + dice.uniform(-20, 30), 8, 6),
            LEAF if n % 2 else INK,
        )
