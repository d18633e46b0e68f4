"""Candles and lamps."""

from random import Random

from regulars.goods.media.made.color import GOLD, INK, PAPER, WHITE, WOOD, Palette, darker, lighter
from regulars.goods.media.made.curves import lathe, smooth
from regulars.goods.media.made.easel import Easel
from regulars.goods.media.made.labels import label, mouth
from regulars.goods.media.made.studio import BASE, sway


def candle(easel: Easel, dice: Random, colors: Palette) -> None:
    """A candle burning in a glass."""
    wide, high, cx = 165 * sway(dice, 0.16), 300 * sway(dice, 0.2), 500
    top = BASE - high
    easel.drop(cx, top - 40, 380, 330, 0.28, (255, 226, 160))
    easel.stand(cx, BASE, wide)
    body = easel.join(
        easel.form(lathe([(wide, top), (wide, BASE - 14)], cx)), easel.oval(cx, BASE - 14, wide, wide * 0.14)
    )
    easel.turned_body(body, dice.choice((colors.main, colors.main, lighter(colors.main, 0.55))), 0.5)
    easel.spot(body, cx, top + 10, wide * 1.1, high * 0.5, (255, 214, 140), 0.55)
    label(
        easel, body, (cx - wide * 0.66, top + high * 0.34, cx + wide * 0.66, BASE - high * 0.16), colors, dice
    )
    mouth(easel, cx, top, wide, lighter(colors.main, 0.5), PAPER)
    easel.sweep(easel.oval(cx, top + 8, wide * 0.88, wide * 0.15), (255, 238, 200), (255, 248, 226), PAPER)
    easel.fill(easel.stroke([(cx, top + 8), (cx + 2, top - 26)], 6), INK)
    flame = smooth(
        [
            (cx, top - 104),
            (cx + 20, top - 54),
            (cx + 16, top - 24),
            (cx, top - 14),
            (cx - 16, top - 24),
            (cx - 20, top - 54),
        ]
    )
    easel.drop(cx, top - 52, 110, 130, 0.5, (255, 206, 110))
    easel.sweep(easel.form(flame), (255, 236, 170), (255, 190, 70), (246, 140, 60), down=True)
    easel.fill(easel.oval(cx, top - 34, 9, 18), WHITE, 0.85)


def lamp(easel: Easel, dice: Random, colors: Palette) -> None:
    """A table lamp, lit."""
    wide, top, foot = (
        190 * sway(dice, 0.15),
        300 + dice.uniform(-30, 40),
        dice.choice((WOOD, GOLD, PAPER, colors.main, INK)),
    )
    low = top + 230 * sway(dice, 0.15)
    easel.drop(500, low, 430, 360, 0.5, (255, 228, 166))
    easel.stand(500, BASE, 130)
    if dice.random() < 0.5:
        stem = [(20, low - 20), (22, low + 60), (110 * sway(dice, 0.2), 690), (120, 740), (84, BASE)]
    else:
        stem = [(11, low - 20), (11, BASE - 60), (20, BASE - 34), (120, BASE - 22), (124, BASE)]
    easel.turned_body(easel.form(lathe(stem)), foot, 0.5)
    shade_tone = dice.choice((PAPER, lighter(colors.main, 0.5), colors.main, PAPER))
    slope = dice.choice((0.55, 0.8, 0.98))
    cover = easel.form(lathe([(wide * slope, top), (wide, low)], 500))
    cover = easel.join(cover, easel.oval(500, low, wide, wide * 0.12))
    easel.sweep(
        cover,
        darker(shade_tone, 0.16),
        lighter(shade_tone, 0.2),
        lighter(shade_tone, 0.4),
        shade_tone,
        darker(shade_tone, 0.28),
    )
    easel.spot(cover, 500, low - 60, wide * 0.95, 200, (255, 240, 190), 0.85)
    for n in range(dice.choice((0, 11))):
        x = 500 + wide * (n / 5 - 1)
        easel.fill(
            easel.both(easel.stroke([(500 + (x - 500) * slope, top), (x, low + 20)], 3), cover),
            darker(shade_tone, 0.4),
            0.4,
        )
    easel.sweep(easel.oval(500, top, wide * slope, wide * 0.07), (255, 246, 214), lighter(shade_tone, 0.4))
