"""Bread on a board."""

from random import Random

from regulars.goods.media.made.color import WOOD, Color, Palette, darker, lighter, mix
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.studio import sway


def bread(easel: Easel, dice: Random, colors: Palette) -> None:
    """A round loaf, a tin loaf, or a pair of baguettes on a board."""
    crust = mix((198, 126, 62), colors.main, 0.12)
    easel.closer(0.87, 500, 810)
    board = easel.form(
        smooth(
            [(150, 780), (500, 766), (850, 780), (866, 806), (850, 830), (500, 838), (150, 830), (134, 806)]
        )
    )
    easel.drop(520, 836, 470, 70, 0.45)
    easel.sweep(board, lighter(WOOD, 0.1), lighter(WOOD, 0.35), WOOD, darker(WOOD, 0.3))
    dice.choice((_boule, _tin, _baguettes, _boule))(easel, dice, crust)


def _score(easel: Easel, form: Form, line: list[Point], crust: Color) -> None:
    easel.fill(easel.both(easel.stroke(line, 6, 30, 6), form), lighter(crust, 0.62))
    easel.fill(
        easel.both(easel.stroke([(x + 3, y + 12) for x, y in line], 3, 9, 3), form), darker(crust, 0.35), 0.7
    )


def _boule(easel: Easel, dice: Random, crust: Color) -> None:
    wide, high = 300 * sway(dice, 0.1), 270 * sway(dice, 0.15)
    easel.drop(510, 796, wide * 1.2, 40, 0.5)
    loaf = easel.form(
        smooth(
            [
                (500 - wide, 740),
                (500 - wide * 0.8, 800 - high * 0.7),
                (500, 800 - high),
                (500 + wide * 0.8, 800 - high * 0.7),
                (500 + wide, 740),
                (500 + wide * 0.8, 796),
                (500 - wide * 0.8, 796),
            ]
        )
    )
    easel.solid(loaf, crust, 90)
    easel.spot(loaf, 440, 800 - high * 0.8, wide * 0.8, high * 0.5, (255, 236, 204), 0.6)
    kind = dice.choice(("cross", "lines", "leafy"))
    mid = 800 - high * 0.55
    if kind == "cross":
        _score(
            easel, loaf, [(500 - wide * 0.55, mid + 30), (500, mid - 50), (500 + wide * 0.6, mid + 20)], crust
        )
        _score(easel, loaf, [(470, mid - high * 0.42), (510, mid - 30), (500, mid + high * 0.3)], crust)
    else:
        for n in range(-2, 3):
            lean = 60 if kind == "lines" else 50 * (1 if n > 0 else -1 if n < 0 else 0)
            _score(
                easel,
                loaf,
                [
                    (500 + n * wide * 0.3 + lean, mid - high * 0.26),
                    (500 + n * wide * 0.3, mid),
                    (500 + n * wide * 0.3 - lean * 0.6, mid + high * 0.24),
                ],
                crust,
            )


def _tin(easel: Easel, dice: Random, crust: Color) -> None:
    top = dice.uniform(500, 560)
    easel.drop(510, 796, 340, 40, 0.5)
    side = easel.form(
        smooth(
            [
                (270, top + 40),
                (250, top - 20),
                (330, top - 70),
                (640, top - 70),
                (730, top - 20),
                (710, top + 40),
                (716, 790),
                (264, 790),
            ],
            steps=6,
        )
    )
    easel.solid(side, crust, 60)
    crumb = easel.form(
        smooth(
            [
                (250, top + 30),
                (236, top - 20),
                (300, top - 66),
                (420, top - 60),
                (470, top - 10),
                (452, top + 40),
                (456, 790),
                (246, 790),
            ],
            steps=6,
        )
    )
    easel.solid(crumb, darker(crust, 0.1), 12)
    inner = easel.form(
        smooth(
            [
                (264, top + 30),
                (252, top - 16),
                (304, top - 50),
                (414, top - 46),
                (452, top - 8),
                (438, top + 40),
                (440, 776),
                (262, 776),
            ],
            steps=6,
        )
    )
    easel.solid(inner, (250, 230, 190), 26)
    for _ in range(44):
        easel.fill(
            easel.both(
                easel.oval(
                    dice.uniform(256, 440), dice.uniform(top, 770), dice.uniform(3, 9), dice.uniform(2, 6)
                ),
                inner,
            ),
            (222, 190, 140),
            0.7,
        )


def _baguettes(easel: Easel, dice: Random, crust: Color) -> None:
    for n in range(dice.choice((2, 3))):
        y, lean = 770 - 74 * n, dice.uniform(-18, 18)
        easel.drop(510, y + 46, 400, 34, 0.4)
        loaf = easel.stroke(
            [(170, y + lean), (330, y), (500, y - 6), (670, y), (836, y - lean)], 44, 92, 100, 92, 44
        )
        easel.solid(loaf, mix(crust, (226, 160, 90), 0.3 * n), 36)
        for x in range(250, 780, 104):
            _score(easel, loaf, [(x - 40, y + 26), (x, y), (x + 44, y - 28)], crust)
