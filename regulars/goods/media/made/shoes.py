"""Shoes."""

from random import Random

from regulars.goods.media.made.color import PAPER, WHITE, Palette, darker, lighter, mix
from regulars.goods.media.made.curves import smooth
from regulars.goods.media.made.easel import Easel


def sneaker(easel: Easel, dice: Random, colors: Palette) -> None:
    """A low shoe from the side."""
    sole_tone = dice.choice((WHITE, PAPER, WHITE, (214, 178, 132)))
    upper_tone = dice.choice((colors.main, colors.main, lighter(colors.main, 0.6)))
    easel.stand(500, 792, 330)
    upper = easel.form(
        smooth(
            [
                (196, 700),
                (188, 560),
                (226, 448),
                (300, 456),
                (392, 470),
                (452, 500),
                (560, 596),
                (700, 640),
                (800, 672),
                (826, 730),
                (800, 752),
                (210, 752),
            ],
            steps=7,
        )
    )
    tongue = easel.form(smooth([(360, 480), (352, 414), (420, 400), (500, 500), (560, 590), (480, 600)]))
    easel.solid(tongue, darker(upper_tone, 0.12), 20)
    easel.solid(upper, upper_tone, 52)
    easel.fill(easel.both(upper, easel.oval(306, 448, 92, 22, 4)), darker(upper_tone, 0.6))
    easel.solid(
        easel.both(upper, easel.form(smooth([(640, 640), (700, 630), (860, 690), (840, 780), (660, 780)]))),
        mix(upper_tone, colors.accent, dice.choice((0, 0.5, 1))),
        26,
    )
    easel.solid(
        easel.both(upper, easel.form(smooth([(150, 560), (210, 540), (300, 640), (310, 780), (150, 780)]))),
        mix(upper_tone, colors.accent, dice.choice((0, 0.6, 1))),
        26,
    )
    for n in range(dice.choice((1, 2, 3))):
        x = 390 + 50 * n
        easel.fill(
            easel.both(upper, easel.stroke([(x + 30, 560), (x, 650), (x - 40, 756)], 24, 22, 20)),
            colors.accent,
        )
    for n in range(5):
        x, y = 402 + n * 36, 494 + n * 25
        easel.solid(easel.stroke([(x - 34, y + 44), (x + 4, y + 8), (x + 38, y)], 13), WHITE, 6)
    sole = easel.form(
        smooth(
            [
                (184, 742),
                (500, 748),
                (760, 738),
                (836, 722),
                (852, 760),
                (820, 800),
                (500, 806),
                (220, 804),
                (176, 784),
            ],
            steps=6,
        )
    )
    easel.solid(sole, sole_tone, 24)
    easel.fill(
        easel.both(sole, easel.card(170, 788, 860, 830, 4)),
        dice.choice(((190, 140, 90), darker(sole_tone, 0.25), colors.dark)),
    )
