"""Crabs and prawns on ice."""

import math
from random import Random

from regulars.goods.media.made.color import (
    INK,
    WHITE,
    Color,
    Palette,
    darker,
    lighter,
    mix,
)
from regulars.goods.media.made.curves import Point, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.fish import ice
from regulars.goods.media.made.fruit import leaf


def crab(easel: Easel, dice: Random, colors: Palette) -> None:
    """A crab from above."""
    ice(easel, dice, colors)
    tone, cx, cy = (
        mix(dice.choice(((214, 92, 52), (196, 74, 54), (120, 118, 84))), colors.main, 0.3),
        500,
        520,
    )
    for side in (-1, 1):
        for n in range(4):
            a = math.radians(8 + 24 * n)
            knee = (cx + side * (170 + 120 * math.cos(a)), cy - 10 + 120 * math.sin(a))
            toe = (cx + side * (200 + 176 * math.cos(a)), cy + 60 + 176 * math.sin(a))
            limb = easel.stroke([(cx + side * 120, cy + 10 + 30 * n), knee, toe], 38, 34, 26, 8)
            easel.cast(limb, 6, 12, 8, 0.35)
            easel.solid(limb, darker(tone, 0.05), 18)
        _claw(easel, side, (cx, cy), tone)
    shell = easel.form(
        smooth(
            [
                (cx - 218, cy - 16),
                (cx - 160, cy - 112),
                (cx - 60, cy - 148),
                (cx + 60, cy - 148),
                (cx + 160, cy - 112),
                (cx + 218, cy - 16),
                (cx + 150, cy + 118),
                (cx, cy + 158),
                (cx - 150, cy + 118),
            ]
        )
    )
    easel.cast(shell, 10, 22, 16, 0.5)
    easel.solid(shell, tone, 80)
    easel.spot(shell, cx - 60, cy - 70, 120, 70, WHITE, 0.5)
    for n in range(26):
        x, y = cx + dice.uniform(-150, 150), cy + dice.uniform(-100, 110)
        easel.fill(
            easel.both(easel.oval(x, y, 6, 5), shell), lighter(tone, 0.5) if n % 2 else darker(tone, 0.4), 0.5
        )
    for side in (-1, 1):
        easel.fill(easel.stroke([(cx + side * 44, cy - 140), (cx + side * 54, cy - 172)], 13), tone)
        easel.solid(easel.oval(cx + side * 56, cy - 178, 16, 16), INK, 6)


def _claw(easel: Easel, side: int, at: Point, tone: Color) -> None:
    cx, cy = at
    arm = easel.stroke(
        [(cx + side * 150, cy - 70), (cx + side * 262, cy - 96), (cx + side * 270, cy - 176)], 46, 52, 46
    )
    easel.solid(arm, tone, 22)
    claw = [
        (250, -150),
        (322, -190),
        (318, -280),
        (240, -330),
        (262, -262),
        (222, -250),
        (190, -296),
        (172, -216),
        (206, -160),
    ]
    form = easel.form(smooth([(cx + side * x, cy + y) for x, y in claw]))
    easel.cast(form, 8, 14, 10, 0.4)
    easel.solid(form, lighter(tone, 0.06), 34)
    easel.spot(form, cx + side * 268, cy - 230, 34, 60, WHITE, 0.45)


def prawn(easel: Easel, dice: Random, colors: Palette) -> None:
    """Prawns in a fan."""
    ice(easel, dice, colors)
    tone = mix(dice.choice(((240, 134, 96), (232, 150, 116), (150, 160, 160))), colors.main, 0.2)
    for n in range(dice.choice((3, 4))):
        _prawn(easel, (300 + 142 * n, 520 + 24 * (-1) ** n), dice.uniform(-0.4, 0.2), tone)


def _prawn(easel: Easel, at: Point, lean: float, tone: Color) -> None:
    cx, cy = at
    curve = [
        (cx + 128 * math.cos(a + lean), cy + 128 * math.sin(a + lean) * 1.2)
        for a in [math.pi * (0.62 + 0.115 * n) for n in range(10)]
    ]
    for n in range(2, 9):
        x, y = curve[n]
        easel.fill(
            easel.stroke([(x, y), (x + (cx - x) * 0.46 + 8, y + (cy - y) * 0.5)], 9, 5), darker(tone, 0.2)
        )
    body = easel.stroke(curve, 22, 46, 62, 72, 78, 80)
    easel.cast(body, 8, 16, 10, 0.45)
    easel.solid(body, tone, 34)
    for n in range(1, 9):
        x, y = curve[n]
        across = [(cx + (x - cx) * share, cy + (y - cy) * share) for share in (0.68, 1.0, 1.32)]
        easel.fill(easel.both(easel.stroke(across, 7), body), lighter(tone, 0.65), 0.75)
    x, y = curve[0]
    for turn in (60, 100, 140):
        leaf(easel, x, y, 66, turn, darker(tone, 0.1))
    x, y = curve[-1]
    easel.fill(easel.oval(x + 6, y - 12, 10, 10), INK)
    for dy in (-70, -30):
        easel.fill(
            easel.stroke([(x + 14, y), (x + 80, y + dy), (x + 130, y + dy + 70)], 5, 4, 2), darker(tone, 0.1)
        )
