"""Pullovers."""

from random import Random

from regulars.goods.media.made.cloth import knit, mirrored
from regulars.goods.media.made.color import Color, Palette, darker, lighter
from regulars.goods.media.made.curves import ring, smooth
from regulars.goods.media.made.easel import Easel, Form
from regulars.goods.media.made.studio import sway

SLEEVE = [(372, 238), (290, 286), (196, 560), (176, 716), (258, 736), (304, 560), (352, 440)]


def sweater(easel: Easel, dice: Random, colors: Palette) -> None:
    """A knitted pullover laid flat, with ribs, stripes or a band."""
    wool, wide = colors.main, 190 * sway(dice, 0.1)
    hem = 790 + dice.uniform(-30, 30)
    trunk = easel.form(
        smooth(
            [
                (420, 214),
                (500, 236),
                (580, 214),
                (500 + wide * 0.9, 262),
                (500 + wide, 500),
                (500 + wide * 1.02, hem),
                (500, hem + 14),
                (500 - wide * 1.02, hem),
                (500 - wide, 500),
                (500 - wide * 0.9, 262),
            ],
            steps=6,
        )
    )
    sleeves = [easel.form(smooth(SLEEVE)), easel.form(smooth(mirrored(SLEEVE)))]
    easel.cast(easel.join(trunk, *sleeves), 16, 26, 24, 0.4)
    pattern = knit(easel, wool, dice)
    for part in (*sleeves, trunk):
        easel.tile(part, pattern)
        _stripes(easel, part, dice.random() if part is sleeves[0] else 0.5, colors, dice)
        easel.shade(part, darker(wool, 0.6), -26, -18, 34, 0.6)
        easel.shade(part, lighter(wool, 0.6), 16, 16, 22, 0.3)
    for x, turn in ((218, 8), (782, -8)):
        _rib(easel, easel.form(ring(x, 706, 48, 44, turn=turn)), wool, 14)
    _rib(easel, easel.both(trunk, easel.card(200, hem - 56, 800, hem + 40, 4)), wool, 16)
    _collar(easel, dice, wool)


def _stripes(easel: Easel, part: Form, luck: float, colors: Palette, dice: Random) -> None:
    if luck == 0.5 and dice.random() < 0.45:
        for y in range(360, 360 + 44 * dice.randint(1, 5), 44):
            easel.fill(easel.both(part, easel.card(0, y, 1000, y + 20, 2)), colors.accent, 0.55)


def _rib(easel: Easel, form: Form, wool: Color, step: int) -> None:
    easel.solid(form, darker(wool, 0.1), 18)
    x0, x1 = ((form.at[0] + n - easel.origin[0]) / easel.unit for n in (0, form.mask.width))
    for n in range(int((x1 - x0) / step)):
        x = x0 + n * step
        easel.fill(easel.both(easel.card(x, 0, x + 4, 1000, 1), form), darker(wool, 0.4), 0.5)


def _collar(easel: Easel, dice: Random, wool: Color) -> None:
    high = dice.choice((20, 20, 74))
    easel.fill(easel.oval(500, 226, 84, 34), darker(wool, 0.62))
    band = easel.less(
        easel.form(
            smooth(
                [(408, 216), (430, 216 - high), (500, 200 - high), (570, 216 - high), (592, 216), (500, 282)]
            )
        ),
        easel.oval(500, 214 - high * 0.4, 66, 26),
    )
    easel.solid(band, darker(wool, 0.06), 20)
