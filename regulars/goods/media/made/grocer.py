"""Coffee, tea and honey."""

import math
from random import Random

from regulars.goods.media.made.color import (
    GOLD,
    INK,
    PAPER,
    STEEL,
    WHITE,
    WOOD,
    Color,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import lathe, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import label
from regulars.goods.media.made.studio import BASE, sway


def coffee(easel: Easel, dice: Random, colors: Palette) -> None:
    """A standing bag of beans with a label."""
    half, top = 200 * sway(dice, 0.1), 300 + dice.uniform(-30, 50)
    paper = dice.choice((colors.main, colors.main, (196, 158, 116), INK, PAPER))
    easel.stand(500, BASE + 4, half * 1.05)
    bag = easel.form(
        smooth(
            [
                (500 - half * 0.94, top),
                (500 + half * 0.94, top),
                (500 + half * 0.96, top + 80),
                (500 + half * 1.06, 640),
                (500 + half, BASE),
                (500, BASE + 12),
                (500 - half, BASE),
                (500 - half * 1.06, 640),
                (500 - half * 0.96, top + 80),
            ],
            steps=5,
        )
    )
    easel.sweep(
        bag, darker(paper, 0.18), lighter(paper, 0.3), paper, paper, darker(paper, 0.1), darker(paper, 0.34)
    )
    easel.shade(bag, darker(paper, 0.6), 0, -30, 40, 0.5)
    easel.fill(easel.both(bag, easel.card(0, top + 36, 1000, top + 44, 1)), darker(paper, 0.4), 0.5)
    easel.solid(
        easel.card(500 - half * 0.98, top - 14, 500 + half * 0.98, top + 26, 6), darker(paper, 0.12), 10
    )
    label(
        easel,
        bag,
        (500 - half * 0.66, 480, 500 + half * 0.66, 740),
        colors if paper != colors.main else colors._replace(main=colors.accent),
        dice,
    )
    for n in range(dice.choice((0, 5, 8))):
        _bean(
            easel,
            270 + dice.uniform(-60, 60) if n % 2 else 730 + dice.uniform(-70, 90),
            BASE + dice.uniform(-6, 50),
            dice.uniform(0, 180),
        )


def _bean(easel: Easel, x: float, y: float, turn: float) -> None:
    easel.drop(x + 5, y + 14, 36, 14, 0.4)
    bean = easel.solid(easel.oval(x, y, 26, 17, turn), (106, 66, 42), 12)
    easel.fill(easel.both(easel.oval(x, y, 25, 3, turn), bean), (60, 36, 26))


def tea(easel: Easel, dice: Random, colors: Palette) -> None:
    """A caddy, and loose leaves before it."""
    half, top, tone = 165 * sway(dice, 0.12), 380 + dice.uniform(-60, 60), colors.main
    cx = dice.choice((440, 400))
    easel.closer(0.92, 500, 810)
    easel.stand(cx, BASE, half)
    if dice.random() < 0.5:
        body = easel.join(
            easel.form(lathe([(half, top), (half, BASE - 10)], cx)),
            easel.oval(cx, BASE - 10, half, half * 0.13),
        )
        easel.turned_body(body, tone, 0.4)
        label(easel, body, (cx - half * 0.6, top + 90, cx + half * 0.6, BASE - 60), colors, dice)
        easel.turned_body(
            easel.form(lathe([(half * 1.03, top - 70), (half * 1.03, top + 30)], cx)), darker(tone, 0.15), 0.4
        )
        easel.sweep(easel.oval(cx, top - 70, half * 1.03, half * 0.14), lighter(tone, 0.5), tone, down=True)
    else:
        pack = easel.form(
            [(cx - half, top), (cx + half * 0.7, top), (cx + half * 0.7, BASE), (cx - half, BASE)]
        )
        easel.sweep(pack, lighter(tone, 0.25), tone, tone)
        label(easel, pack, (cx - half * 0.72, top + 70, cx + half * 0.42, BASE - 70), colors, dice)
        easel.sweep(
            easel.form(
                [
                    (cx + half * 0.7, top),
                    (cx + half * 1.15, top - 34),
                    (cx + half * 1.15, BASE - 40),
                    (cx + half * 0.7, BASE),
                ]
            ),
            darker(tone, 0.25),
            darker(tone, 0.45),
        )
        easel.fill(
            easel.form(
                [
                    (cx - half, top),
                    (cx - half * 0.5, top - 34),
                    (cx + half * 1.15, top - 34),
                    (cx + half * 0.7, top),
                ]
            ),
            lighter(tone, 0.5),
        )
    _loose(easel, dice, cx + half + 130, mix((84, 104, 54), colors.main, dice.choice((0.1, 0.6))))


def _loose(easel: Easel, dice: Random, cx: float, tone: Color) -> None:
    easel.stand(cx, BASE + 30, 130)
    easel.turned_body(
        easel.form(
            smooth(
                [(cx - 150, BASE - 22), (cx + 150, BASE - 22), (cx + 100, BASE + 30), (cx - 100, BASE + 30)],
                steps=5,
            )
        ),
        PAPER,
        0.3,
    )
    easel.fill(easel.oval(cx, BASE - 24, 150, 27), darker(PAPER, 0.2))
    for n in range(64):
        a, d = dice.uniform(0, 6.28), math.sqrt(dice.random())
        x, y = cx + 122 * d * math.cos(a), BASE - 32 - (1 - d) * 46 + 14 * d * math.sin(a)
        easel.fill(
            easel.stroke(
                [
                    (x - 17, y + dice.uniform(-9, 9)),
                    (x, y + dice.uniform(-6, 6)),
                    (x + 17, y + dice.uniform(-9, 9)),
                ],
                5,
                9,
                4,
            ),
            (tone, darker(tone, 0.4), lighter(tone, 0.25))[n % 3],
        )


def honey(easel: Easel, dice: Random, colors: Palette) -> None:
    """A jar of honey, its lid under cloth or metal, a dipper beside."""
    half, top, cx = 170 * sway(dice, 0.12), 470 + dice.uniform(-50, 50), dice.choice((500, 440))
    amber = mix(mix((232, 152, 34), (150, 76, 20), dice.random() * 0.7), colors.main, 0.2)
    easel.stand(cx, BASE, half)
    easel.drop(cx + 60, BASE + 14, 190, 30, 0.4, lighter(amber, 0.3))
    body = easel.form(
        lathe([(half * 0.8, top), (half, top + 60), (half, BASE - 50), (half * 0.86, BASE)], cx)
    )
    easel.sweep(
        body, darker(amber, 0.3), lighter(amber, 0.45), amber, lighter(amber, 0.25), amber, darker(amber, 0.4)
    )
    easel.spot(body, cx, BASE - 40, half * 0.9, 130, (255, 224, 130), 0.6)
    easel.spot(body, cx - half * 0.66, 640, 26, 200, WHITE, 0.75)
    label(
        easel,
        body,
        (cx - half * 0.62, top + 90, cx + half * 0.62, BASE - 60),
        colors._replace(main=darker(amber, 0.2)),
        dice,
    )
    if dice.random() < 0.5:
        cloth = easel.form(
            smooth(
                [
                    (cx - half * 0.8, top - 80),
                    (cx, top - 96),
                    (cx + half * 0.8, top - 80),
                    (cx + half * 0.84, top - 20),
                    (cx + half * 1.12, top + 44),
                    (cx + half * 0.4, top + 30),
                    (cx, top + 48),
                    (cx - half * 0.4, top + 30),
                    (cx - half * 1.12, top + 44),
                    (cx - half * 0.84, top - 20),
                ]
            )
        )
        easel.solid(cloth, colors.accent, 34)
        easel.solid(
            easel.stroke([(cx - half * 0.84, top - 14), (cx, top - 2), (cx + half * 0.84, top - 14)], 12),
            WOOD,
            6,
        )
    else:
        easel.turned_body(
            easel.form(lathe([(half * 0.9, top - 76), (half * 0.92, top + 4)], cx)),
            dice.choice((GOLD, INK, WOOD, STEEL)),
            0.5,
        )
        easel.fill(easel.oval(cx, top - 76, half * 0.9, half * 0.12), lighter(GOLD, 0.4))
    if cx < 500:
        easel.stand(720, BASE + 26, 80)
        easel.solid(easel.stroke([(640, BASE + 6), (850, BASE - 130)], 17), WOOD, 8)
        for n in range(5):
            easel.solid(
                easel.oval(630 + n * 19, BASE + 12 - n * 13, 12, (26, 34, 38, 34, 26)[n], -33),
                lighter(WOOD, 0.15),
                8,
            )
