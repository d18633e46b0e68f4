"""Rucksacks."""

from random import Random

from regulars.goods.media.made.color import GOLD, INK, PAPER, STEEL, WOOD, Color, Palette, darker, lighter
from regulars.goods.media.made.curves import smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import mark
from regulars.goods.media.made.studio import BASE, sway


def backpack(easel: Easel, dice: Random, colors: Palette) -> None:
    """A rucksack with a flap or a zip, straps and a front pocket."""
    half, top, tone = 210 * sway(dice, 0.1), 330 + dice.uniform(-30, 30), colors.main
    leather = dice.choice((WOOD, (120, 76, 50), INK, colors.accent))
    easel.stand(500, BASE + 6, half)
    easel.solid(
        easel.stroke([(450, top + 20), (456, top - 66), (544, top - 66), (550, top + 20)], 22), leather, 10
    )
    body = easel.form(
        smooth(
            [
                (500 - half * 0.66, top + 10),
                (500, top - 20),
                (500 + half * 0.66, top + 10),
                (500 + half, top + 150),
                (500 + half * 1.04, 680),
                (500 + half * 0.9, BASE),
                (500, BASE + 12),
                (500 - half * 0.9, BASE),
                (500 - half * 1.04, 680),
                (500 - half, top + 150),
            ]
        )
    )
    easel.solid(body, tone, 80)
    pocket = easel.card(500 - half * 0.68, 600, 500 + half * 0.68, BASE - 16, 40)
    easel.cast(easel.both(pocket, body), 2, 6, 8, 0.4)
    easel.solid(pocket, lighter(tone, 0.05), 30)
    if dice.random() < 0.55:
        flap = easel.form(
            smooth(
                [
                    (500 - half * 0.7, top + 4),
                    (500, top - 24),
                    (500 + half * 0.7, top + 4),
                    (500 + half * 0.94, top + 140),
                    (500 + half * 0.8, 570),
                    (500, 600),
                    (500 - half * 0.8, 570),
                    (500 - half * 0.94, top + 140),
                ]
            )
        )
        easel.cast(easel.both(flap, body), 2, 12, 12, 0.45)
        easel.solid(flap, dice.choice((tone, lighter(tone, 0.1), colors.accent)), 46)
        for x in (500 - half * 0.4, 500 + half * 0.4):
            _strap(easel, x, 470, 690, leather)
    else:
        for points in (
            [
                (500 - half * 0.8, 560),
                (500 - half * 0.72, top + 150),
                (500, top + 86),
                (500 + half * 0.72, top + 150),
                (500 + half * 0.8, 560),
            ],
            [(500 - half * 0.6, 640), (500, 632), (500 + half * 0.6, 640)],
        ):
            easel.fill(easel.stroke(points, 10), darker(tone, 0.5))
            easel.fill(easel.stroke(points, 3), STEEL)
        easel.solid(easel.card(456, 470, 544, 550, 10), leather, 8)
        mark(easel, 500, 510, 24, PAPER, dice)


def _strap(easel: Easel, x: float, top: float, low: float, leather: Color) -> None:
    easel.solid(easel.card(x - 19, top, x + 19, low, 8), leather, 10)
    easel.solid(easel.card(x - 27, low - 74, x + 27, low - 30, 8), GOLD, 8)
    easel.solid(easel.card(x - 17, low - 66, x + 17, low - 38, 5), leather, 5)
