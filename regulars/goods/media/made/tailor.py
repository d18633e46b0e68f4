"""Suits and dresses."""

import math
from random import Random

from regulars.goods.media.made.cloth import mirrored
from regulars.goods.media.made.color import (
    INK,
    WHITE,
    Color,
    Palette,
    brightness,
    darker,
    lighter,
    mix,
    turned,
)
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel, Form


def suit(easel: Easel, dice: Random, colors: Palette) -> None:
    """A jacket over a shirt: lapels, a tie or a bow, a square in the pocket."""
    cloth = (
        mix(colors.main, (58, 60, 78), 0.5) if brightness(colors.main) < 190 else darker(colors.main, 0.18)
    )
    trunk = smooth(
        [
            (420, 190),
            (500, 200),
            (580, 190),
            (690, 240),
            (690, 420),
            (660, 560),
            (690, 860),
            (500, 876),
            (310, 860),
            (340, 560),
            (310, 420),
            (310, 240),
        ],
        steps=6,
    )
    arm = [(330, 234), (262, 290), (226, 560), (222, 800), (304, 812), (330, 560), (346, 400)]
    body, arms = easel.form(trunk), [easel.form(smooth(arm)), easel.form(smooth(mirrored(arm)))]
    easel.cast(easel.join(body, *arms), 14, 22, 24, 0.4)
    for part in (*arms, body):
        easel.solid(part, cloth, 44)
    if dice.random() < 0.4:
        for x in range(316, 700, 26):
            easel.fill(easel.both(body, easel.card(x, 0, x + 3, 1000, 1)), lighter(cloth, 0.4), 0.35)
    button = dice.uniform(560, 630)
    shirt = easel.both(easel.form([(428, 170), (572, 170), (500, button)]), body)
    easel.sweep(shirt, (228, 228, 232), WHITE, (236, 236, 240))
    _tie(easel, dice, colors, shirt, button)
    for flip in (False, True):
        lapel: list[Point] = [(424, 178), (352, 236), (372, 380), (342, 392), (500, button + 16), (446, 330)]
        easel.solid(easel.form(mirrored(lapel) if flip else lapel), lighter(cloth, 0.07), 22)
        collar: list[Point] = [(440, 168), (412, 196), (462, 290), (500, 240), (470, 196)]
        easel.solid(easel.form(mirrored(collar) if flip else collar), WHITE, 14)
    easel.fill(easel.stroke([(500, button + 10), (504, 866)], 4), darker(cloth, 0.6), 0.7)
    for n in range(2):
        easel.solid(easel.oval(516, button + 30 + n * 84, 13, 13), darker(cloth, 0.5), 6)
    easel.solid(
        easel.form([(574, 430), (590, 396), (612, 420), (630, 392), (650, 432)]),
        dice.choice((WHITE, colors.accent)),
        10,
    )
    for flip in (False, True):
        pocket: list[Point] = [(350, 690), (446, 704), (446, 726), (350, 712)]
        easel.solid(easel.form(mirrored(pocket) if flip else pocket), darker(cloth, 0.12), 8)


def _tie(easel: Easel, dice: Random, colors: Palette, shirt: Form, button: float) -> None:
    tone = dice.choice((colors.accent, colors.dark, turned(colors.accent, 40), INK))
    if dice.random() < 0.4:
        for flip in (False, True):
            wing: list[Point] = [(500, 262), (446, 232), (440, 292)]
            easel.solid(easel.form(smooth(mirrored(wing) if flip else wing, steps=5)), tone, 14)
        easel.solid(easel.oval(500, 262, 15, 17), lighter(tone, 0.15), 6)
        return
    tie = easel.both(
        easel.form(
            [
                (478, 232),
                (522, 232),
                (512, 276),
                (540, button - 40),
                (500, button + 20),
                (460, button - 40),
                (488, 276),
            ]
        ),
        shirt,
    )
    easel.solid(tie, tone, 20)
    for n in range(dice.choice((0, 6, 6))):
        y = 300 + n * 46
        easel.fill(
            easel.both(tie, easel.form([(440, y + 30), (560, y), (560, y + 12), (440, y + 42)])),
            lighter(tone, 0.5),
            0.7,
        )
    easel.solid(easel.form([(474, 230), (526, 230), (512, 280), (488, 280)]), lighter(tone, 0.1), 10)


def dress(easel: Easel, dice: Random, colors: Palette) -> None:
    """A bridal or evening dress on an unseen figure: bodice, sash, a skirt in veils."""
    silk = (
        lighter(mix(colors.main, (255, 250, 244), dice.choice((0.86, 0.92, 0.8))), 0.3)
        if dice.random() < 0.72
        else lighter(colors.main, 0.2)
    )
    flare, waist = dice.uniform(230, 330), dice.uniform(390, 430)
    easel.stand(500, 872, flare * 0.95)
    hem = [
        (500 + flare * math.cos(math.radians(a)), 866 + 30 * math.sin(math.radians(a)) + 5 * (n % 2))
        for n, a in enumerate(range(0, 181, 12))
    ]
    skirt = easel.form(
        [
            (560, waist),
            *smooth(
                [
                    (562, waist),
                    (500 + flare * 0.5, waist + 180),
                    (500 + flare * 0.84, 700),
                    (500 + flare, 866),
                ],
                closed=False,
            ),
            *hem,
            *smooth(
                [
                    (500 - flare, 866),
                    (500 - flare * 0.84, 700),
                    (500 - flare * 0.5, waist + 180),
                    (438, waist),
                ],
                closed=False,
            ),
        ]
    )
    easel.cast(skirt, 20, 6, 26, 0.28)
    easel.sweep(
        skirt, darker(silk, 0.16), silk, lighter(silk, 0.6), silk, darker(silk, 0.08), darker(silk, 0.24)
    )
    for n in range(dice.randint(7, 11)):
        x = 500 + flare * (n / 5 - 1) * 0.86
        ply = easel.form(
            [
                (500 + (x - 500) * 0.12, waist),
                (x + 12, 880),
                (x + 34, 884),
                (500 + (x - 500) * 0.12 + 5, waist),
            ]
        )
        easel.fill(easel.both(ply, skirt), darker(silk, 0.25) if n % 2 else WHITE, 0.28)
    easel.spot(skirt, 500 - flare * 0.35, 680, flare * 0.5, 220, WHITE, 0.5)
    _bodice(easel, dice, silk, waist)
    easel.solid(
        easel.form(
            smooth(
                [
                    (436, waist - 14),
                    (500, waist - 4),
                    (564, waist - 14),
                    (566, waist + 14),
                    (500, waist + 26),
                    (434, waist + 14),
                ]
            )
        ),
        dice.choice((colors.main, colors.accent, silk)),
        14,
    )
    for _ in range(dice.choice((0, 40, 70))):
        x, y = dice.uniform(500 - flare, 500 + flare), dice.uniform(600, 890)
        easel.fill(easel.both(easel.oval(x, y, 4, 4), skirt), WHITE, 0.9)


def _bodice(easel: Easel, dice: Random, silk: Color, waist: float) -> None:
    neck = dice.choice(("heart", "straps", "sleeves"))
    if neck == "sleeves":
        for flip in (False, True):
            arm: list[Point] = [
                (440, 216),
                (398, 236),
                (366, 330),
                (352, 400),
                (388, 410),
                (410, 340),
                (440, 290),
            ]
            easel.solid(easel.form(smooth(mirrored(arm) if flip else arm)), lighter(silk, 0.3), 20)
    if neck == "straps":
        for flip in (False, True):
            strap: list[Point] = [(424, 270), (444, 224), (470, 206)]
            easel.fill(easel.stroke(mirrored(strap) if flip else strap, 12), silk)
    top = 214 if neck == "sleeves" else 262
    cut = (500, top + 46) if neck != "heart" else (500, top + 26)
    bodice = easel.form(
        smooth(
            [
                (420, top),
                (464, top - 8),
                cut,
                (536, top - 8),
                (580, top),
                (588, top + 70),
                (562, waist + 4),
                (500, waist + 14),
                (438, waist + 4),
                (412, top + 70),
            ],
            steps=6,
        )
    )
    easel.sweep(bodice, darker(silk, 0.16), silk, lighter(silk, 0.6), silk, darker(silk, 0.26))
    easel.spot(bodice, 466, top + 60, 50, 70, WHITE, 0.6)
